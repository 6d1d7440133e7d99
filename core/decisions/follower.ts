/**
 * Follows the log for campaigns whose channels no page waits for: notices, events that set something off, and steps of
 * sequences whose time has come. It is a receiver of an outbox, so that nothing the log says is passed over, whatever
 * breaks off; deciding twice decides the same.
 */
import type { NamedEntry, Receiver, SendOutcome } from '../deliveries/receiver.ts';
import type { Entry, LoggedEntry } from '../entry.ts';
import { shortTextHash } from '../identity/hash.ts';
import type { Store } from '../ports.ts';
import type { Site } from '../sites/site.ts';
import { eventAsk, nextStep, segmentTrigger } from './asks.ts';
import type { CampaignBook } from './campaign-book.ts';
import type { Ask } from './choose.ts';
import { goalsReached } from './conversions.ts';
import type { Decisions } from './decisions.ts';
import type { LiveCampaign, SiteCampaigns } from './live.ts';

export type FollowerPorts = {
  readonly store: Pick<Store, 'readEntry'>;
  readonly campaigns: Pick<CampaignBook, 'of'>;
  readonly decisions: Pick<Decisions, 'forLog' | 'readPresent'>;
  readonly append: (entries: readonly Entry[]) => Promise<unknown>;
  readonly now: () => number;
};

/** A changed definition or an import moves many at once, and tells nothing new of anybody. */
const NEWS: ReadonlySet<unknown> = new Set(['event', 'time', 'merge']);
const SENT: SendOutcome = { kind: 'sent' };

/** @param siteOf The site as it is now. @example createOutbox(site, createFollower(siteOf, ports), outboxPorts, onEnded) */
export function createFollower(siteOf: () => Site | undefined, ports: FollowerPorts): Receiver {
  const campaignsOf = () => {
    const site = siteOf();
    return site === undefined ? null : ports.campaigns.of(site.siteId);
  };
  return {
    name: 'campaigns',
    wants: (entry) => {
      if (campaignsOf() === null) return false;
      if (entry.type === 'notice') return isNews(entry) && campaignsOn(entry).length > 0;
      return entry.type === 'decision' && (entry.name === 'due' || stepsOf(entry).length > 0);
    },
    // What waits for its time keeps nothing else of the visitor waiting.
    laneOf: ({ id }) => shortTextHash(id),
    send: async (entry) => {
      const site = siteOf();
      if (site === undefined) return SENT;
      if (entry.type === 'notice') return decideOn(site, entry, noticeAsks(entry));
      return entry.name === 'due' ? decideDue(site, entry) : stepOn(site, entry);
    },
  };

  function campaignsOn({ name, properties }: LoggedEntry): readonly LiveCampaign[] {
    const campaigns = campaignsOf();
    const segment = String(properties.segment);
    const set = name === 'entered' ? campaigns?.onEntry(segment) : campaigns?.onExit(segment);
    return offPage(set ?? []);
  }

  function noticeAsks(entry: LoggedEntry): readonly Ask[] {
    const kind = entry.name === 'entered' ? 'entry' : 'exit';
    const trigger = segmentTrigger(kind, String(entry.properties.segment), entry.t);
    const set = campaignsOn(entry).filter((live) => isInTime(live, entry.t, ports.now()));
    return [{ trigger, campaigns: set, at: entry.t }];
  }

  async function decideDue(site: Site, due: NamedEntry): Promise<SendOutcome> {
    const event = await ports.store.readEntry(site.siteId, String(due.properties.event));
    const campaigns = campaignsOf();
    if (event === null || campaigns === null) return SENT;
    await tellGoals(site, event, campaigns);
    const set = offPage(campaigns.onEvent(event.name)).filter((live) => isInTime(live, event.t, ports.now()));
    return decideOn(site, due, [eventAsk(event, set)]);
  }

  async function tellGoals(site: Site, event: LoggedEntry, campaigns: SiteCampaigns): Promise<void> {
    if (event.visitor === null || !campaigns.isGoal(event.name)) return;
    const { profile } = await ports.decisions.readPresent(site, event.visitor, ports.now());
    const reached = goalsReached({ ...event, visitor: event.visitor }, profile.campaigns, campaigns.rules);
    if (reached.length > 0) await ports.append(reached);
  }

  function stepsOf({ name, properties }: LoggedEntry): readonly LiveCampaign[] {
    if (name !== 'chosen' && name !== 'control') return [];
    const live = campaignsOf()?.liveOf(String(properties.campaign)) ?? null;
    const step = Number(properties.step ?? 0);
    return live !== null && live.campaign.channel !== 'onsite' && live.campaign.steps.length > step
      ? [live]
      : [];
  }

  async function stepOn(site: Site, decision: NamedEntry): Promise<SendOutcome> {
    const [live] = stepsOf(decision);
    if (live === undefined) return SENT;
    const now = ports.now();
    const { profile } = await ports.decisions.readPresent(site, decision.visitor, now);
    const next = nextStep(live, profile);
    // Somebody who was taken in again since goes on from there.
    if (next === null || !next.ask.trigger.includes(String(decision.properties.decision))) return SENT;
    return now < next.at ? { kind: 'later', at: next.at } : decideOn(site, decision, [next.ask]);
  }

  async function decideOn(site: Site, entry: NamedEntry, asks: readonly Ask[]): Promise<SendOutcome> {
    const wanted = asks.filter(({ campaigns }) => campaigns.length > 0);
    if (wanted.length > 0) await ports.decisions.forLog(site, entry.visitor, wanted, ports.now());
    return SENT;
  }
}

function isNews({ properties }: LoggedEntry): boolean {
  return NEWS.has(properties.cause) && properties.late !== true && properties.revokes === undefined;
}

function offPage(campaigns: readonly LiveCampaign[]): readonly LiveCampaign[] {
  return campaigns.filter(({ campaign }) => campaign.channel !== 'onsite');
}

function isInTime({ liveSince, validForMs }: LiveCampaign, t: number, now: number): boolean {
  return t >= liveSince && now - t <= validForMs;
}
