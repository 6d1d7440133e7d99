/** Putting segments, and waiting until their members are complete. */
import { isObject } from '../../../core/collect/json.ts';
import type { Refusal } from '../../../core/errors.ts';
import { checkDefinition } from '../../../core/segments/read-definition.ts';
import type { SegmentLine } from '../segment-answers.ts';
import type { Definitions } from './definitions.ts';
import type { Operations } from './operations.ts';
import { pause } from './pause.ts';
import { count, createProgressBar } from './replay/progress-bar.ts';
import { drawTable } from './table.ts';
import { done, type Report, refused, type Terminal } from './verb.ts';
import { wrap } from './wrap.ts';

const POLL_MS = 200;

/**
 * Puts segments and stages as one change: all of it, or nothing.
 *
 * @param notes Lines that a person reads below the table.
 * @example await putDefinitions('demo', { segments: [definition], waiting: [] }, operations, terminal)
 */
export async function putDefinitions(
  site: string,
  { segments, stages, waiting }: Definitions,
  operations: Operations,
  terminal: Terminal,
  notes: readonly string[] = [],
): Promise<Report> {
  const put = await operations.putSegments({ site, segments, ...(stages !== undefined && { stages }) });
  if (!put.ok) return refused(nameSegment(put, segments));
  await waitUntilBuilt(site, operations, terminal);
  const listed = await operations.listSegments({ site });
  if (!listed.ok) return refused(listed);
  const keys = new Set(put.value.items.map(({ key }) => key));
  const items = listed.value.items.filter(({ key }) => keys.has(key));
  const json = { site, items, waiting: waiting.map(({ code, at, hint }) => ({ code, at, hint })) };
  const lines = [
    ...waiting.map(({ hint }) => wrap(`waits: ${hint}`, '  ')),
    ...segments.flatMap(drawDoubts),
    ...notes,
  ];
  const table = segments.length === 0 && lines.length > 0 ? [] : [drawSegments(items)];
  return done(json, [...table, ...lines].join('\n'));
}

export function drawSegments(items: readonly SegmentLine[]): string {
  if (items.length === 0) return 'No segments yet: inkling segments put templates/shop';
  return drawTable(
    ['segment', 'version', 'size', 'state', 'name'],
    items.map(({ key, version, size, state, progress, name }) => [
      ...[key, String(version), count(size)],
      state === 'ready' ? state : `building, ${Math.floor(progress * 100)} %`,
      name,
    ]),
  );
}

/** It was taken, since a site may have names of its own. */
function drawDoubts(definition: unknown): readonly string[] {
  const checked = checkDefinition(definition);
  if (!checked.ok) return [];
  const key = keyOf(definition) ?? 'a segment';
  return checked.value.doubts.map((text) => wrap(`doubtful: ${key}: ${text}`, '  '));
}

export function keyOf(definition: unknown): string | null {
  const key = isObject(definition) ? definition.key : null;
  return typeof key === 'string' ? key : null;
}

const PLACE = /^segments\[(\d+)\]\.?/;

/** A file may hold them in another order, and one alone in no list: they are known by their keys. */
function nameSegment(refusal: Refusal, segments: readonly unknown[]): Refusal {
  const [head, at] = PLACE.exec(refusal.at) ?? [];
  if (head === undefined) return refusal;
  return placeAt({ ...refusal, at: refusal.at.slice(head.length) }, segments[Number(at)], segments);
}

/** Which of several it was. */
export function placeAt(refusal: Refusal, definition: unknown, all: readonly unknown[]): Refusal {
  if (all.length === 1) return refusal;
  const which = keyOf(definition) ?? `segment ${all.indexOf(definition) + 1}`;
  return { ...refusal, at: refusal.at === '' ? which : `${which}: ${refusal.at}` };
}

/** Until the members of every segment are complete, with a bar for whoever watches. */
export async function waitUntilBuilt(
  site: string,
  operations: Operations,
  terminal: Terminal,
): Promise<void> {
  const { columns, warn, clock, stopped } = terminal;
  const bar = createProgressBar({ columns, write: warn, now: clock.now });
  while (!stopped.aborted) {
    const building = await operations.buildingOf({ site });
    if (!building.ok || building.value.segments === 0) break;
    bar.update({ label: 'building', share: building.value.share, rows: building.value.segments });
    await pause(POLL_MS, stopped);
  }
  bar.clear();
}
