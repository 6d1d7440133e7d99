/** Lines of one visitor's log, short to write. */
import type { Entry, LoggedEntry, SiteId, VisitorId } from '../../../../core/entry.ts';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const GAP = HOUR / 2;

let seq = 0;

type More = Partial<Pick<Entry, 'id' | 'source' | 'context' | 'properties' | 'flags'>>;

function entry([type, name]: readonly [Entry['type'], string], t: number, more: More): LoggedEntry {
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
  return entry(['event', name], t, more);
}

/** @param what Key of the campaign; `newsletter/email` names its channel, on the site unless said, `help#d1` the decision. */
export function exposure(name: string, t: number, what: string): LoggedEntry {
  return exposed(name, t, [what, name === 'withheld' ? 'control' : 'a']);
}

/** Withheld from somebody from whom everything is. */
export function holdout(t: number, what: string): LoggedEntry {
  return exposed('withheld', t, [what, 'holdout']);
}

function exposed(name: string, t: number, [what, arm]: readonly [string, string]): LoggedEntry {
  const [place = '', decision = `d-${what}`] = what.split('#');
  const [campaign = '', channel = 'onsite'] = place.split('/');
  return entry(['exposure', name], t, { properties: { decision, campaign, version: 1, arm, channel } });
}

export function order(t: number, total: number, more: More = {}): LoggedEntry {
  return event('Order Completed', t, { ...more, properties: { total, ...more.properties } });
}
