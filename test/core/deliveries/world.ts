/** Notices by hand. */
import type { Entry, Properties, SiteId, VisitorId } from '../../../core/entry.ts';

export const SITE = 'st_shop' as SiteId;
export const NOON = Date.UTC(2026, 0, 5, 12);
export const ANNA = 'a1'.repeat(16) as VisitorId;
export const BEN = 'b2'.repeat(16) as VisitorId;

/** @example notice('n1', { visitor: BEN }) */
export function notice(id: string, given: Partial<Entry> = {}, more: Properties = {}): Entry {
  return {
    site: SITE,
    id,
    type: 'notice',
    name: 'entered',
    t: NOON,
    receivedAt: NOON + 7,
    visitor: ANNA,
    source: 'server',
    properties: { segment: 'loyal', version: 2, cause: 'event', ...more },
    ...given,
  };
}
