/** Lines of one visitor's log, short to write. */
import type { Entry, LoggedEntry, SiteId, VisitorId } from '../../../../core/entry.ts';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const GAP = HOUR / 2;

let seq = 0;

type More = Partial<Pick<Entry, 'id' | 'source' | 'context' | 'properties' | 'flags'>>;

function entry(type: Entry['type'], name: string, t: number, more: More): LoggedEntry {
  seq += 1;
  return {
    site: 'st_1' as SiteId,
    id: `e${seq.toString().padStart(6, '0')}`,
    type,
    name,
    t,
    receivedAt: t,
    visitor: 'aa'.repeat(16) as VisitorId,
    source: 'web',
    properties: {},
    seq,
    ...more,
  };
}

export function event(name: string, t: number, more: More = {}): LoggedEntry {
  return entry('event', name, t, more);
}

/** @param campaign `newsletter`, or `newsletter/email`; on the site unless said. */
export function exposure(name: string, t: number, campaign: string, decision = `d-${campaign}`): LoggedEntry {
  const [key = '', channel = 'onsite'] = campaign.split('/');
  const properties = {
    decision,
    campaign: key,
    version: 1,
    arm: name === 'withheld' ? 'control' : 'a',
    channel,
  };
  return entry('exposure', name, t, { properties });
}

export function order(t: number, total: number, more: More = {}): LoggedEntry {
  return event('Order Completed', t, { ...more, properties: { total, ...more.properties } });
}
