/** What may have led to a conversion: what a campaign showed, and where somebody came from. */
import type { Entry, Json, LoggedEntry } from '../../entry.ts';

/** `campaign`: of this site's own; `traffic`: where a visit came from. */
export type TouchKind = 'campaign' | 'traffic';

export type Touch = {
  readonly id: string;
  /** UTC ms. */
  readonly t: number;
  readonly kind: TouchKind;
  /** Key of the campaign; of traffic `utm_campaign`, else `utm_source`, else the host of the referring page. */
  readonly campaign: string;
  /** Of traffic `utm_medium`, else `referral`. */
  readonly channel: string;
  /** What it was a part of: seeing and clicking the same thing is one touch. Null: nobody knows. */
  readonly occasion: string | null;
};

const SEEN: ReadonlySet<string> = new Set(['shown', 'clicked']);
const EMAIL_EVENTS: ReadonlySet<string> = new Set(['Email Opened', 'Email Link Clicked']);
/** Names come from addresses, which anybody can write. */
const LONGEST_NAME = 100;

/**
 * The visitor's touches. Whoever was in the control arm (`withheld`) was not touched.
 *
 * @param entries Exposures and events of one visitor, in time order.
 * @param gapMs So long without an event, and a new session begins.
 * @example touchesOf(entries, 1_800_000).map(({ campaign }) => campaign) // ['newsletter', 'cart-help']
 */
export function touchesOf(entries: readonly LoggedEntry[], gapMs: number): readonly Touch[] {
  const starts = sessionStarts(entries, gapMs);
  const own = ownPages(entries, starts);
  const touches: Touch[] = [];
  /** Where the visit came from: the address of a page goes on saying so, whatever is shown on it. */
  let source: Touch | null = null;
  for (const entry of entries) {
    const touch = readTouch(entry, (origin) => starts.has(entry) && !own.has(origin));
    if (touch === null) continue;
    const isClose = (before: Touch | null | undefined): boolean =>
      before != null && touch.t - before.t < gapMs;
    const before = touches.at(-1);
    if (touch.kind === 'traffic') {
      const isSaid =
        isClose(source) && source?.campaign === touch.campaign && source.channel === touch.channel;
      source = touch;
      // The link of a message leads to an address that names its campaign once more.
      if (isSaid || (isClose(before) && before?.campaign === touch.campaign)) continue;
    }
    touches.push(touch);
  }
  return touches;
}

/**
 * What was one after all, as late as it was seen last: a message that is opened and followed, a notice that is clicked.
 *
 * @param touches In time order, and the answer too.
 */
export function joinOccasions(touches: readonly Touch[]): readonly Touch[] {
  return touches.filter((touch, at) => {
    const next = touches[at + 1];
    return next === undefined || !isSameOccasion(touch, next);
  });
}

function isSameOccasion(a: Touch, b: Touch): boolean {
  if (a.kind !== 'campaign' || b.kind !== 'campaign') return false;
  if (a.campaign !== b.campaign || a.channel !== b.channel) return false;
  return a.occasion === null || b.occasion === null || a.occasion === b.occasion;
}

function readTouch(entry: Entry, isSource: (origin: string) => boolean): Touch | null {
  if (entry.type === 'exposure') return SEEN.has(entry.name) ? exposed(entry) : null;
  if (entry.type !== 'event') return null;
  return EMAIL_EVENTS.has(entry.name) ? mailed(entry) : arrived(entry, isSource);
}

function exposed({ id, t, properties }: Entry): Touch | null {
  const campaign = textOf(properties.campaign);
  const channel = textOf(properties.channel);
  if (campaign === null || channel === null) return null;
  return { id, t, kind: 'campaign', campaign, channel, occasion: textOf(properties.decision) };
}

function mailed({ id, t, properties }: Entry): Touch | null {
  const campaign = textOf(properties.campaign_key);
  if (campaign === null) return null;
  const occasion = textOf(properties.decision);
  return { id, t, kind: 'campaign', campaign, channel: 'email', occasion };
}

function arrived({ id, t, context }: Entry, isSource: (origin: string) => boolean): Touch | null {
  const { campaign: utm = {}, referrer } = context ?? {};
  const name = textOf(utm.utm_campaign) ?? textOf(utm.utm_source);
  const medium = textOf(utm.utm_medium);
  if (name !== null || medium !== null) {
    const [campaign, channel] = [name ?? '(not named)', medium ?? 'referral'];
    return { id, t, kind: 'traffic', campaign, channel, occasion: null };
  }
  if (referrer === undefined || !isSource(referrer)) return null;
  const host = textOf(referrer.replace(/^\w+:\/\/(www\.)?/, ''));
  return host === null
    ? null
    : { id, t, kind: 'traffic', campaign: host, channel: 'referral', occasion: null };
}

function sessionStarts(entries: readonly LoggedEntry[], gapMs: number): ReadonlySet<LoggedEntry> {
  const starts = new Set<LoggedEntry>();
  let before = Number.NEGATIVE_INFINITY;
  for (const entry of entries) {
    if (entry.type !== 'event') continue;
    if (entry.t - before >= gapMs) starts.add(entry);
    before = entry.t;
  }
  return starts;
}

/**
 * Origins that somebody comes from in the middle of visits rather than at their beginning: the site's own pages, and
 * pages of payment. Nobody is sent by them.
 */
function ownPages(entries: readonly LoggedEntry[], starts: ReadonlySet<LoggedEntry>): ReadonlySet<string> {
  const balance = new Map<string, number>();
  for (const entry of entries) {
    const origin = entry.type === 'event' ? entry.context?.referrer : undefined;
    if (origin === undefined) continue;
    balance.set(origin, (balance.get(origin) ?? 0) + (starts.has(entry) ? -1 : 1));
  }
  return new Set([...balance].flatMap(([origin, surplus]) => (surplus > 0 ? [origin] : [])));
}

function textOf(value: Json | undefined): string | null {
  if (typeof value !== 'string' || value.trim() === '') return null;
  return value.trim().slice(0, LONGEST_NAME);
}
