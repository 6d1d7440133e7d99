/** What may set campaigns off at a moment on a page: events that came in, segments, slots, and time that passed. */
import type { Entry } from '../entry.ts';
import { trackOf } from '../profiles/campaign-tracks.ts';
import { listNames } from '../segments/counter.ts';
import { durationMs } from '../segments/duration.ts';
import type { Ask } from './choose.ts';
import type { LiveCampaign, SiteCampaigns } from './live.ts';
import type { Present } from './person.ts';

export type Moment = {
  /** Those that have just come in. */
  readonly events: readonly Entry[];
  /** Of the page. */
  readonly slots: readonly string[];
  /** What the same id did before, in time order: a page that was left took no answer. */
  readonly recent?: readonly Entry[];
  /** Hash of the page load. */
  readonly page?: string;
  /** A server of the site asks: it says who somebody is. */
  readonly isVouched?: boolean;
  readonly now: number;
};

/** The least and the most that a page is asked to wait, ms. */
const SOONEST_MS = 1_000;
const LATEST_MS = 86_400_000;

/** Everything of a page's moment that a campaign on pages may answer. */
export function asksOfPage(site: SiteCampaigns, present: Present, moment: Moment): readonly Ask[] {
  const { page } = moment;
  const asks = [
    ...moment.events.map((event) => eventAsk(event, onPage(site.onEvent(event.name)))),
    ...recentAsks(site, present, moment),
    ...segmentAsks(site, present, moment.now),
    ...slotAsks(site, present, moment.slots),
    ...idleAsks(site, present, moment.now),
    ...stepAsks(site, present, moment.now),
  ].filter(({ campaigns }) => campaigns.length > 0);
  return page === undefined ? asks : asks.map((ask) => ({ ...ask, page }));
}

export function eventAsk(event: Entry, campaigns: readonly LiveCampaign[]): Ask {
  return { trigger: event.id, campaigns, event, at: event.t };
}

const PAGE_VIEWED = 'Page Viewed';

/**
 * A button that leads to another page sends its event while that page is being left, and nobody takes the answer: the
 * next page does, for as long as the campaign says. The latest event of each campaign is asked for, unless something
 * has been decided since.
 */
function recentAsks(site: SiteCampaigns, { person }: Present, moment: Moment): readonly Ask[] {
  const { recent = [], events, page, now } = moment;
  if (recent.length === 0 || !events.some(({ name }) => name === PAGE_VIEWED)) return [];
  return onPage(site.live).flatMap((live): readonly Ask[] => {
    const { campaign, liveSince, validForMs } = live;
    if (!('event' in campaign.trigger)) return [];
    const names = listNames(campaign.trigger.event);
    const isOwn = (event: Entry) => names.includes(event.name) && live.answers(event);
    if (events.some(isOwn)) return [];
    const last = recent.findLast(isOwn);
    const since = Math.max(
      liveSince,
      now - validForMs,
      trackOf(person.campaigns, campaign.key)?.last?.t ?? 0,
    );
    if (last === undefined || last.t < since || last.page === page) return [];
    return [eventAsk(last, [live])];
  });
}

/** The same however often it is looked at: by the segment and the true instant of the change. */
export function segmentTrigger(kind: 'entry' | 'exit', segment: string, at: number): string {
  return `${kind}:${segment}:${at}`;
}

/** The step of a sequence that follows on a decision. */
function stepTrigger(decision: string, step: number): string {
  return `step:${decision}:${step}`;
}

const onPage = (campaigns: readonly LiveCampaign[]): readonly LiveCampaign[] =>
  campaigns.filter(({ campaign }) => campaign.channel === 'onsite');

/** A change is news for as long as the campaign says, and none from before the campaign was live. */
function segmentAsks(site: SiteCampaigns, present: Present, now: number): readonly Ask[] {
  return onPage(site.live).flatMap((live) => {
    const { trigger } = live.campaign;
    if ('entry' in trigger) return changeAsk(live, 'entry', trigger.entry, present.since(trigger.entry), now);
    return 'exit' in trigger ? changeAsk(live, 'exit', trigger.exit, present.leftAt(trigger.exit), now) : [];
  });
}

function changeAsk(
  live: LiveCampaign,
  kind: 'entry' | 'exit',
  segment: string,
  at: number | null,
  now: number,
): readonly Ask[] {
  if (at === null || at < live.liveSince || now - at > live.validForMs) return [];
  return [{ trigger: segmentTrigger(kind, segment, at), campaigns: [live], at }];
}

/** One occasion a session: the slot of every page of it shows the same. */
function slotAsks(site: SiteCampaigns, { person }: Present, slots: readonly string[]): readonly Ask[] {
  const session = person.session ?? 0;
  return slots.map((slot) => ({
    trigger: `slot:${slot}:${session}`,
    campaigns: onPage(site.onSlot(slot)),
    slot,
  }));
}

function idleAsks(site: SiteCampaigns, { profile, person }: Present, now: number): readonly Ask[] {
  const last = profile.events?.last;
  if (last === undefined || person.session === null) return [];
  const campaigns = site.onIdle.filter(({ idleMs }) => idleMs !== null && now - last >= idleMs);
  return [{ trigger: `idle:${last}`, campaigns }];
}

/** The next step of a sequence that is under way, once its time has come. */
function stepAsks(site: SiteCampaigns, { profile }: Present, now: number): readonly Ask[] {
  return onPage(site.live).flatMap((live): readonly Ask[] => {
    const next = nextStep(live, profile);
    return next === null || now < next.at ? [] : [next.ask];
  });
}

/**
 * What follows in a sequence, and when, UTC ms; null: nothing, the goal is reached, or something has happened since the
 * step before that ends it.
 */
export function nextStep(
  live: LiveCampaign,
  { campaigns, names }: Pick<Present['profile'], 'campaigns' | 'names'>,
): { readonly ask: Ask; readonly at: number } | null {
  const { key, steps, cancel } = live.campaign;
  const track = trackOf(campaigns, key);
  const last = track?.last;
  const next = last == null ? undefined : steps[last.step];
  if (last == null || next === undefined || last.t < live.createdAt) return null;
  // Of this time: whoever bought after an earlier one is taken in again all the same.
  const { began } = last;
  if (track?.exposed.some(({ reachedAt }) => reachedAt !== null && reachedAt > began.t)) return null;
  if (names.kept.some(({ name, last: at }) => at >= last.t && cancel.events?.includes(name))) return null;
  const step = last.step + 1;
  return {
    ask: { trigger: stepTrigger(last.id, step), campaigns: [live], step, at: last.began.t },
    at: last.t + durationMs(next.wait),
  };
}

/**
 * In how many ms the page should ask again, since time alone may set something off; null: it need not.
 *
 * @example askAgainIn(site, present, now) // 30000
 */
export function askAgainIn(site: SiteCampaigns, present: Present, now: number): number | null {
  const last = present.profile.events?.last ?? null;
  const instants = onPage(site.live).flatMap((live): readonly (number | null)[] => {
    const { idleMs } = live;
    return [
      idleMs === null || last === null ? null : last + idleMs,
      nextStep(live, present.profile)?.at ?? null,
      ...listSegments(live).map(present.until),
    ];
  });
  const coming = instants.filter((instant): instant is number => instant !== null && instant > now);
  if (coming.length === 0) return null;
  const wait = Math.max(SOONEST_MS, Math.min(...coming) - now);
  return wait <= LATEST_MS ? wait : null;
}

function listSegments({ campaign: { trigger, audience } }: LiveCampaign): readonly string[] {
  const { any = [], all = [], none = [] } = audience;
  const own = 'entry' in trigger ? [trigger.entry] : 'exit' in trigger ? [trigger.exit] : [];
  return [...own, ...any, ...all, ...none];
}
