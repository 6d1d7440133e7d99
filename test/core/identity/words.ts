import type { Entry, Properties, VisitorId } from '../../../core/entry.ts';
import { consent } from '../profiles/world.ts';

/** One answer about analytics. */
export type Said = readonly [
  t: number,
  allowed: boolean,
  source?: string,
  until?: number | undefined,
  by?: string,
];

export const SELF = 'self' as VisitorId;

export function word([t, allowed, source = 'page', until, by = SELF]: Said): Entry {
  const more: Properties = { source, ...(until !== undefined && { until }) };
  return consent({ analytics: allowed }, { t, visitor: by as VisitorId }, more);
}
