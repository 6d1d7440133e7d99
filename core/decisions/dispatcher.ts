/**
 * Carries decisions to one channel: everything that may have changed since is looked at again right before a message
 * leaves, and only what left counts.
 */
import type { NamedEntry, Receiver, SendOutcome } from '../deliveries/receiver.ts';
import type { Entry, Properties, SiteId } from '../entry.ts';
import { shortTextHash } from '../identity/hash.ts';
import type { Channel, Outgoing, Store } from '../ports.ts';
import type { ProfileBook } from '../profiles/book.ts';
import type { Profile } from '../profiles/profile.ts';
import type { Site } from '../sites/site.ts';
import type { Campaign, Variant } from './campaign.ts';
import { mayTreat } from './choose.ts';
import { exposureEntry } from './decision-entries.ts';
import type { Decisions } from './decisions.ts';
import { keepPlace, letGo } from './exposures.ts';
import { quietUntil } from './limits.ts';
import { type CampaignEntry, isOf } from './live.ts';
import type { Presence } from './person.ts';
import { type ProductPorts, pickProducts } from './products.ts';
import { createThrottle } from './throttle.ts';
import type { Treatment } from './treatment.ts';

export type DispatcherPorts = ProductPorts & {
  readonly store: Pick<Store, 'readEntry' | 'readVisitor' | 'reserve' | 'confirm' | 'release'>;
  readonly book: Pick<ProfileBook, 'read'>;
  readonly decisions: Pick<Decisions, 'readPresent'>;
  readonly append: (entries: readonly Entry[]) => Promise<unknown>;
  readonly campaignOf: (site: SiteId, key: string) => Campaign | null;
  readonly entryOf: (site: SiteId, key: string) => CampaignEntry | null;
  readonly now: () => number;
};

const SENT: SendOutcome = { kind: 'sent' };
const WITHHELD: SendOutcome = { kind: 'withheld' };

/** Decisions that have something to carry out: the others passed nobody over. */
const CARRIED: ReadonlySet<string> = new Set(['chosen', 'passed_over', 'control', 'holdout']);

/** @param siteOf The site as it is now. @example createDispatcher(channel, siteOf, ports).name // 'channel:email' */
export function createDispatcher(
  channel: Channel,
  siteOf: () => Site | undefined,
  ports: DispatcherPorts,
): Receiver {
  const throttle = createThrottle();
  return {
    name: `channel:${channel.name}`,
    wants: ({ type, name, properties }) =>
      type === 'decision' && CARRIED.has(name) && properties.channel === channel.name,
    laneOf: ({ id }) => shortTextHash(id),
    send: async (decision, signal) => {
      const site = siteOf();
      const entry = site && ports.entryOf(site.siteId, String(decision.properties.campaign));
      if (site === undefined || entry == null) return WITHHELD;
      const { campaign, createdAt } = entry;
      const now = ports.now();
      const present = await ports.decisions.readPresent(site, decision.visitor, now);
      const own = { decision, site, campaign, present, now };
      if (decision.t < createdAt || isOff(own)) return passOver(ports, own);
      const wait = waitFor(own) ?? throttle.waitFor(decision.id, throttleOf(site, channel, campaign), now);
      if (wait !== null) return { kind: 'later', at: wait };
      const outcome = await carryOut(ports, channel, own, signal);
      throttle.done(decision.id, outcome.kind === 'sent');
      return outcome;
    },
  };
}

type Case = {
  readonly decision: NamedEntry;
  readonly site: Site;
  readonly campaign: Campaign;
  readonly present: Presence;
  readonly now: number;
};

/** Its time is over, or something has happened that makes it pointless or unwanted. */
function isOff({ decision, campaign, present: { profile, person }, now }: Case): boolean {
  if (campaign.state !== 'live' || now > Number(decision.properties.until)) return true;
  if (campaign.channel !== decision.properties.channel) return true;
  if (campaign.ends !== undefined && now >= Date.parse(campaign.ends)) return true;
  if (!mayTreat(campaign, person.consent, now)) return true;
  if ((campaign.cancel.events ?? []).some((name) => hasHappened(profile, name, decision))) return true;
  return campaign.cancel.leaving === true && !isOf(campaign.audience, person.isIn);
}

/**
 * After what set it off, or its sequence began with: the decision itself comes a moment later, or days. At the very
 * instant counts where a segment set it off, for an event that did so would end itself.
 */
function hasHappened({ names }: Profile, name: string, { properties }: Entry): boolean {
  const last = names.kept.find((own) => own.name === name)?.last ?? Number.NEGATIVE_INFINITY;
  const since = Number(properties.since);
  return last > since || (last === since && OF_SEGMENT.test(String(properties.trigger)));
}

const OF_SEGMENT = /^(entry|exit):/;

async function passOver(ports: DispatcherPorts, { decision, now }: Case): Promise<SendOutcome> {
  await letGo(ports, decision, now);
  return WITHHELD;
}

function waitFor({ campaign, present, now }: Case): number | null {
  return quietUntil(campaign.limits.quietHours, now, present.person.zone);
}

function throttleOf({ settings }: Site, { name }: Channel, { priority }: Campaign) {
  const most = (settings.decisions.perMinute as Readonly<Record<string, number | undefined>>)[name];
  return { most: most ?? Number.POSITIVE_INFINITY, priority };
}

async function carryOut(
  ports: DispatcherPorts,
  channel: Channel,
  own: Case,
  signal: AbortSignal,
): Promise<SendOutcome> {
  const { decision, now } = own;
  if (decision.name !== 'chosen') return note(ports, own, 'withheld');
  const message = await compose(ports, own);
  if (message === null) return passOver(ports, own);
  const outcome = await channel.send(message, signal);
  if (outcome.kind === 'sent') return note(ports, own, 'shown', dataOf(message.treatment));
  if (outcome.kind === 'withheld') await letGo(ports, decision, now);
  return outcome;
}

/** It counts from the moment it left. */
async function note(
  ports: DispatcherPorts,
  { decision, now }: Case,
  name: 'shown' | 'withheld',
  more: Properties = {},
): Promise<SendOutcome> {
  await keepPlace(ports, decision, now);
  const at = { t: now, receivedAt: now, source: 'server' } as const;
  await ports.append([exposureEntry(decision, name, at, more)]);
  return SENT;
}

/** What a receiver of signals is told beside who and why. */
function dataOf(treatment: Treatment): Properties {
  return treatment.kind === 'signal' && treatment.data !== undefined ? { data: treatment.data } : {};
}

async function compose(ports: DispatcherPorts, own: Case): Promise<Outgoing | null> {
  const { decision, site, campaign, present } = own;
  const { decision: id, arm, step } = decision.properties;
  const variant = campaign.variants.find(({ key }) => key === arm);
  const treatment = treatmentOf(campaign, variant, Number(step ?? 0));
  if (treatment === null) return null;
  const { past, person, canonical } = present;
  const beholder = { site: site.siteId, past: past.inMail, isAnonymous: person.isAnonymous, events: [] };
  const products = await pickProducts(ports, treatment, beholder);
  if (products === null) return null;
  return {
    id: String(id),
    site: site.siteId,
    visitor: canonical,
    campaign: campaign.key,
    variant: String(arm),
    treatment,
    isTransactional: campaign.transactional,
    saysWhy: campaign.saysWhy,
    products,
  };
}

function treatmentOf({ steps }: Campaign, variant: Variant | undefined, step: number): Treatment | null {
  return step > 0 ? (steps[step - 1]?.treatment ?? null) : (variant?.treatment ?? null);
}
