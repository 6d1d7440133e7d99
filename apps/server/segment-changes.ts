/** Segments and stages put or deleted, by the API or the command line: one change, and one line in the audit log. */
import type { Engine } from '../../core/engine.ts';
import type { SiteId } from '../../core/entry.ts';
import { accept, type Outcome } from '../../core/errors.ts';
import { readChange } from '../../core/segments/read-definition.ts';
import { presentSegment, type SegmentLine } from './segment-answers.ts';

/**
 * @param by Who acts, in the audit log.
 * @returns the segments that were put, in their order.
 */
export async function putSegments(
  { segments, audit }: Pick<Engine, 'segments' | 'audit'>,
  site: SiteId,
  input: unknown,
  by: string,
): Promise<Outcome<{ readonly items: readonly SegmentLine[] }>> {
  const change = readChange(input);
  if (!change.ok) return change;
  const put = await segments.putAll(site, change.value);
  if (!put.ok) return put;
  const versions = put.value.map(({ key, version }) => ({ key, version }));
  const stages = change.value.stages?.map(({ key }) => key);
  const detail = { segments: versions, ...(stages !== undefined && { stages }) };
  await audit.write(site, { act: 'segments put', by, detail });
  return accept({ items: put.value.map(presentSegment) });
}

/** @param by Who acts, in the audit log. */
export async function deleteSegment(
  { segments, audit }: Pick<Engine, 'segments' | 'audit'>,
  site: SiteId,
  key: string,
  by: string,
): Promise<Outcome<{ readonly deleted: string }>> {
  const removed = await segments.remove(site, key);
  if (!removed.ok) return removed;
  await audit.write(site, { act: 'segment deleted', by, detail: { key } });
  return accept({ deleted: key });
}
