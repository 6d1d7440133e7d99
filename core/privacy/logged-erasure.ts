/** One erasure as it is written down: hashes and times, nothing of the person. */
import * as z from 'zod';
import { PURPOSES, type SiteId } from '../entry.ts';

const HASH = /^[0-9a-f]{32}$/;

const shape = z.object({
  id: z.string().regex(/^er_[0-9a-f]{24}$/),
  site: z.string().min(1),
  /** UTC ms. */
  at: z.number().int().positive(),
  by: z.string(),
  /** What was recorded under the ids and no more: whoever asked could show nothing else. */
  own: z.boolean(),
  denied: z.array(z.enum(PURPOSES)),
  /** It was denied by an objection; left out: it was not. */
  objected: z.literal(true).exactOptional(),
  tombstones: z.array(z.string().regex(HASH)),
});

export type LoggedErasure = Readonly<Omit<z.infer<typeof shape>, 'site'>> & { readonly site: SiteId };

/** @example await log.append(writeErasure(erasure)) */
export function writeErasure(erasure: LoggedErasure): string {
  return JSON.stringify(erasure);
}

/** Null for what is none: a line that a crash cut short says nothing of an erasure that anybody was told of. */
export function readErasure(line: string): LoggedErasure | null {
  return readLine(shape, line) as LoggedErasure | null;
}

const siteShape = z.strictObject({ removedSite: z.string().min(1), at: z.int().positive() });

/** A whole site that was removed: its id is random, and says nothing of whose site it was. */
export type RemovedSite = Readonly<Omit<z.infer<typeof siteShape>, 'removedSite'>> & {
  readonly removedSite: SiteId;
};

/** @example await log.append(writeRemovedSite({ removedSite: siteId, at: now() })) */
export function writeRemovedSite(removed: RemovedSite): string {
  return JSON.stringify(removed);
}

/** Null for what is none. */
export function readRemovedSite(line: string): RemovedSite | null {
  return readLine(siteShape, line) as RemovedSite | null;
}

function readLine(lineShape: z.ZodType, line: string): unknown {
  try {
    const read = lineShape.safeParse(JSON.parse(line));
    return read.success ? read.data : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
