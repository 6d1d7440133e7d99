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
  try {
    const read = shape.safeParse(JSON.parse(line));
    return read.success ? (read.data as LoggedErasure) : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
