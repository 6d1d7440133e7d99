/** Limits of a campaign as places in the ledger: what must have room, and what a treatment counts toward. */
import { calendarSpan } from '../calendar.ts';
import type { Limit } from '../ports.ts';
import { durationMs } from '../segments/duration.ts';
import { MOST_ZONES } from '../zone.ts';
import type { Campaign, Cap, QuietHours } from './campaign.ts';

/** Any treatment of any campaign: what a cooldown looks back to. */
const ANY = 'any';
const ALL = 'all';
/** Any discount of any campaign: nobody gets a second one too soon. */
const OFFER = 'offer';
/** Whose ledger holds what a whole site may give. */
export const SITE_UNIT = 'site';

type Limited = Pick<Campaign, 'key' | 'channel' | 'tags' | 'limits' | 'obeys' | 'counts' | 'offer'>;

/**
 * What must have room now. A rolling window is `(now - w, now]`, so that a place is free again exactly `w` after it was
 * taken; days and weeks are those of the person's calendar.
 *
 * @param siteCaps Those of the site, which every campaign keeps that obeys.
 * @param zone IANA, of the person where it is known.
 * @example limitsOf(campaign, [], now, 'Europe/Berlin') // [{ key: 'campaign:hello', max: 2, since: … }]
 */
export function limitsOf(
  campaign: Limited,
  siteCaps: readonly Cap[],
  now: number,
  zone: string,
): readonly Limit[] {
  const { limits, obeys } = campaign;
  const own = (limits.caps ?? []).filter(({ scope }) => obeys || scope === 'campaign');
  const caps = [...own, ...(obeys ? siteCaps : [])].filter((cap) => concerns(cap, campaign));
  const { cooldown } = limits;
  const oncePer = campaign.offer?.oncePer;
  return [
    ...caps.map((cap) => ({ key: keyOf(cap, campaign), max: cap.max, since: sinceOf(cap.per, now, zone) })),
    ...(cooldown === undefined ? [] : [{ key: ANY, max: 1, since: now - durationMs(cooldown) }]),
    ...(oncePer === undefined ? [] : [{ key: OFFER, max: 1, since: now - durationMs(oncePer) }]),
  ];
}

/**
 * What a treatment counts toward. In a control arm nothing was shown: it counts for its own campaign alone, so that
 * both arms meet their caps at the same moments.
 */
export function countsOf(
  { key, channel, tags, counts, offer }: Limited,
  isShown: boolean,
): readonly string[] {
  const own = `campaign:${key}`;
  if (!isShown) return [own];
  const shared = counts ? [`channel:${channel}`, ALL, ...tags.map((tag) => `tag:${tag}`)] : [];
  return [own, ANY, ...(offer === undefined ? [] : [OFFER]), ...shared];
}

/** A tag's cap is for campaigns with the tag; the site's caps of a campaign are for each alone. */
function concerns({ scope, tag }: Cap, { tags }: Limited): boolean {
  return scope !== 'tag' || tags.includes(tag ?? '');
}

function keyOf({ scope, tag }: Cap, { key, channel }: Limited): string {
  if (scope === 'campaign') return `campaign:${key}`;
  if (scope === 'channel') return `channel:${channel}`;
  return scope === 'tag' ? `tag:${tag}` : ALL;
}

function sinceOf(per: Cap['per'], now: number, zone: string): number {
  if (per === 'lifetime') return Number.MIN_SAFE_INTEGER;
  if (per === 'day' || per === 'week') return calendarSpan(per, now, zone).from - 1;
  return now - durationMs(per);
}

/**
 * When quiet hours end, UTC ms; null: they are not now. Where `from` is later than `to` they go past midnight.
 *
 * @example quietUntil({ from: '21:00', to: '08:00' }, now, 'Europe/Berlin')
 */
export function quietUntil(hours: QuietHours | undefined, now: number, zone: string): number | null {
  if (hours === undefined || hours.from === hours.to) return null;
  const { from, to } = calendarSpan('day', now, zone);
  const [start, end] = [clockOn(from, hours.from, zone), clockOn(from, hours.to, zone)];
  if (hours.from < hours.to) return now >= start && now < end ? end : null;
  // Of the night that has gone past midnight, or of the one that has begun.
  if (now < end) return end;
  return now >= start ? clockOn(to, hours.to, zone) : null;
}

/**
 * The instant at which clocks first show a time on a day, UTC ms; where that time is skipped, the first after it.
 *
 * @param day Start of the day.
 * @example clockOn(calendarSpan('day', now, zone).from, '21:30', zone)
 */
export function clockOn(day: number, time: string, zone: string): number {
  const key = `${zone} ${time} ${day}`;
  const known = instants.get(key);
  if (known !== undefined) return known;
  if (instants.size >= MOST_REMEMBERED) instants.clear();
  const instant = findClock(day, time, zone);
  instants.set(key, instant);
  return instant;
}

const MOST_REMEMBERED = 2_000;
/** Finding one takes several looks at the zone's clock; every campaign asks for the same ones all day. */
const instants = new Map<string, number>();

function findClock(day: number, time: string, zone: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const wanted = (hour * 60 + minute) * 60_000;
  const { to } = calendarSpan('day', day, zone);
  // Clocks change at most once a day: they are so far ahead of the day before that, and so far after it.
  const [early, late] = [aheadMs(day, day, zone), aheadMs(day, to - 60_000, zone)];
  for (const ahead of [early, late]) {
    const instant = day + wanted - ahead;
    if (instant >= day && instant < to && wallMs(instant, zone) === wanted) return instant;
  }
  return changeBetween(day, to, (instant) => aheadMs(day, instant, zone) === late);
}

/** By how much clocks are ahead of the time that has passed since the start of a day. */
function aheadMs(day: number, instant: number, zone: string): number {
  return wallMs(instant, zone) - (instant - day);
}

/** The first instant at which clocks have changed. */
function changeBetween(from: number, to: number, hasChanged: (instant: number) => boolean): number {
  let [before, after] = [from - 1, to];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (hasChanged(middle)) after = middle;
    else before = middle;
  }
  return after;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** How far the wall clock is into its day, ms. */
function wallMs(t: number, zone: string): number {
  const formatter =
    formatters.get(zone) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      hour: '2-digit',
      minute: '2-digit',
    });
  if (formatters.size >= MOST_ZONES) formatters.clear();
  formatters.set(zone, formatter);
  const parts = Object.fromEntries(
    formatter.formatToParts(t).map(({ type, value }) => [type, Number(value)]),
  );
  return ((parts.hour ?? 0) * 60 + (parts.minute ?? 0)) * 60_000 + (t % 60_000);
}
