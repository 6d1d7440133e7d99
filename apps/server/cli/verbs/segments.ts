import type { VisitorId } from '../../../../core/entry.ts';
import { accept, type Outcome, type Refusal } from '../../../../core/errors.ts';
import { type Checked, checkDefinition, readStages } from '../../../../core/segments/read-definition.ts';
import type { SegmentLine } from '../../segment-answers.ts';
import { readDefinitions } from '../definitions.ts';
import { findSite, type Installation, withInstallation } from '../installation.ts';
import { pause } from '../pause.ts';
import { count, createProgressBar } from '../replay/progress-bar.ts';
import { drawTable } from '../table.ts';
import { type Arguments, done, optionText, type Report, refused, type Terminal, type Verb } from '../verb.ts';

type Operations = Installation['operations'];

const SITE = { value: 'S', what: 'short name of the site; the only one unless said' };
const POLL_MS = 200;
const FILE_DETAILS =
  'FILE is JSON: one segment, a list of them, or {"segments": [ … ], "stages": [ … ]}; a segment says who is meant by ' +
  '"when" or in "words". Or templates/shop, templates/saas, templates/content, or one template by its key.';

function onSite(
  args: Arguments,
  terminal: Terminal,
  work: (site: string, operations: Operations) => Promise<Report>,
): Promise<Report> {
  return withInstallation(terminal, false, async ({ operations }) => {
    const site = await findSite(operations, optionText(args, 'site'));
    return site.ok ? work(site.value.site, operations) : refused(site);
  });
}

export const segmentsListVerb: Verb = {
  name: 'segments list',
  summary: 'The segments of a site with their sizes as of now',
  usage: '[--site S]',
  options: { site: SITE },
  positionals: [0, 0],
  run: (args, terminal) =>
    onSite(args, terminal, async (site, operations) => {
      const listed = await operations.listSegments({ site });
      if (!listed.ok) return refused(listed);
      return done(listed.value, drawSegments(listed.value.items));
    }),
};

function drawSegments(items: readonly SegmentLine[]): string {
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

export const segmentsPutVerb: Verb = {
  name: 'segments put',
  summary: 'Creates or changes segments, and waits until their members are complete',
  usage: 'FILE [--site S]',
  options: { site: SITE },
  positionals: [1, 1],
  details: `${FILE_DETAILS} A waiting that is broken off loses nothing.`,
  run: async (args, terminal) => {
    const read = await readDefinitions(args.positionals[0] ?? '');
    if (!read.ok) return refused(read);
    const { segments, stages, waiting } = read.value;
    return onSite(args, terminal, async (site, operations) => {
      if (stages !== undefined) {
        const put = await operations.putStages({ site, stages });
        if (!put.ok) return refused(put);
      }
      const put = await putEach(site, segments, operations);
      await waitUntilBuilt(site, operations, terminal);
      const listed = await operations.listSegments({ site });
      if (!put.ok) return refused(put);
      if (!listed.ok) return refused(listed);
      const items = listed.value.items.filter(({ key }) => put.value.includes(key));
      const json = { site, items, waiting: waiting.map(({ code, at, hint }) => ({ code, at, hint })) };
      return done(json, [drawSegments(items), ...waiting.map(({ hint }) => `waits: ${hint}`)].join('\n'));
    });
  },
};

/** One after the other, up to the first that is refused. */
async function putEach(
  site: string,
  segments: readonly unknown[],
  operations: Operations,
): Promise<Outcome<readonly string[]>> {
  const keys: string[] = [];
  for (const definition of segments) {
    const put = await operations.putSegment({ site, definition });
    if (!put.ok) return placeAt(put, definition, segments);
    keys.push(put.value.key);
  }
  return accept(keys);
}

/** Which of several it was. */
function placeAt(refusal: Refusal, definition: unknown, all: readonly unknown[]): Refusal {
  if (all.length === 1) return refusal;
  const key = (definition as { readonly key?: unknown } | null)?.key;
  const which = typeof key === 'string' ? key : `segment ${all.indexOf(definition) + 1}`;
  return { ...refusal, at: refusal.at === '' ? which : `${which}: ${refusal.at}` };
}

async function waitUntilBuilt(site: string, operations: Operations, terminal: Terminal): Promise<void> {
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

export const segmentsCheckVerb: Verb = {
  name: 'segments check',
  summary: 'Reads segments without putting them, and says them in words',
  usage: 'FILE',
  options: {},
  positionals: [1, 1],
  details: FILE_DETAILS,
  run: async (args) => {
    const read = await readDefinitions(args.positionals[0] ?? '');
    if (!read.ok) return refused(read);
    const { segments, stages } = read.value;
    const readable = stages === undefined ? accept([]) : readStages(stages);
    if (!readable.ok) return refused({ ...readable, at: `stages${readable.at}` });
    const checked = segments.map((definition) => ({ definition, outcome: checkDefinition(definition) }));
    for (const { definition, outcome } of checked) {
      if (!outcome.ok) return refused(placeAt(outcome, definition, segments));
    }
    const items = checked.flatMap(({ definition, outcome }) =>
      outcome.ok ? [{ key: keyOf(definition), ...outcome.value }] : [],
    );
    return done({ ok: true, items }, items.map(drawChecked).join('\n'));
  },
};

function keyOf(definition: unknown): string | null {
  const key = (definition as { readonly key?: unknown } | null)?.key;
  return typeof key === 'string' ? key : null;
}

function drawChecked({ key, words, needs }: Checked & { readonly key: string | null }): string {
  const names = Object.entries(needs).flatMap(([kind, list]) =>
    list.length === 0 ? [] : [`${kind} ${list.join(', ')}`],
  );
  return `${key ?? 'ok'}: ${words}\n  needs ${names.join('; ') || 'nothing'}`;
}

export const segmentsMembersVerb: Verb = {
  name: 'segments members',
  summary: 'The ids of the visitors in a segment, as of now',
  usage: 'KEY [--site S]',
  options: { site: SITE },
  positionals: [1, 1],
  run: (args, terminal) =>
    onSite(args, terminal, async (site, operations) => {
      const segment = args.positionals[0] ?? '';
      const members: VisitorId[] = [];
      for (let after: VisitorId | null = null; ; ) {
        const page: Awaited<ReturnType<Operations['listMembers']>> = await operations.listMembers({
          site,
          segment,
          after,
        });
        if (!page.ok) return refused(page);
        members.push(...page.value.items);
        after = page.value.next;
        if (after === null || terminal.stopped.aborted) break;
      }
      return done({ site, segment, size: members.length, items: members }, members.join('\n'));
    }),
};
