/** Decisions of every site: what a page is answered, and what the log sets off for channels that no page waits for. */
import type { Product } from '../catalogue/products.ts';
import type { Entry, SiteId, VisitorId } from '../entry.ts';
import { keyedReference } from '../identity/hash.ts';
import type { AppendOutcome, Channel, Store } from '../ports.ts';
import type { ProfileBook } from '../profiles/book.ts';
import type { FoldRules } from '../profiles/rules.ts';
import type { SiteSegments } from '../segments/segment-book.ts';
import type { Site } from '../sites/site.ts';
import { askAgainIn, asksOfPage, type Moment } from './asks.ts';
import type { ChannelName } from './campaign.ts';
import type { CampaignBook } from './campaign-book.ts';
import { type Ask, type Candidate, choose } from './choose.ts';
import { type CodePorts, findCode } from './codes.ts';
import type { EntryFrame } from './decision-entries.ts';
import { findGoodsFault } from './goods.ts';
import { type Presence, readPresent } from './person.ts';
import { type ProductPorts, pickProducts } from './products.ts';
import { renderDecision } from './render.ts';
import { type Prepared, type Settled, settle } from './settle.ts';
import type { PageDecision } from './treatment.ts';
import type { Targets } from './uplift/targets.ts';

export type PageAnswer = {
  readonly do: readonly PageDecision[];
  /** Ask again after so many ms; null: there is nothing to wait for. */
  readonly again: number | null;
};

export type Decisions = {
  /** For a page that asks, right after its events are in. */
  forPage(site: Site, visitor: VisitorId, moment: Moment): Promise<PageAnswer>;
  /** What an entry sets off. Asked again it decides the same. */
  forLog(site: Site, visitor: VisitorId, asks: readonly Ask[], now: number): Promise<readonly Settled[]>;
  readPresent(site: Site, visitor: VisitorId, now: number): Promise<Presence>;
};

export type DecisionsPorts = {
  readonly store: Pick<Store, 'readEntry' | 'reserve' | 'release' | 'claim' | 'readVisitor'>;
  readonly book: Pick<ProfileBook, 'read' | 'peek' | 'readPart'>;
  readonly append: (entries: readonly Entry[]) => Promise<readonly AppendOutcome[]>;
  readonly rulesOf: (site: SiteId) => FoldRules;
  readonly segmentsOf: (site: SiteId) => SiteSegments | null;
  readonly campaigns: Pick<CampaignBook, 'of'>;
  readonly targets: Pick<Targets, 'of'>;
  readonly channelOf: (name: ChannelName) => Channel | null;
  readonly productOf: (site: SiteId, id: string) => Promise<Product | null>;
  readonly relatedOf: ProductPorts['relatedOf'];
  readonly deskOf: CodePorts['deskOf'];
};

const NOTHING: PageAnswer = { do: [], again: null };

/** @example (await createDecisions(ports).forPage(site, visitor, { events, slots: [], now })).do */
export function createDecisions(ports: DecisionsPorts): Decisions {
  const read = (site: Site, visitor: VisitorId, now: number, isForPage = false): Promise<Presence> =>
    readPresent(ports, site.siteId, visitor, { now, zone: site.settings.timezone, isForPage });
  return {
    readPresent: (site, visitor, now) => read(site, visitor, now),
    forPage: async (site, visitor, moment) => {
      const campaigns = ports.campaigns.of(site.siteId);
      if (campaigns === null || !campaigns.isOnPages) return NOTHING;
      const { now, page, isVouched = false } = moment;
      const present = await read(site, visitor, now, !isVouched);
      const asks = asksOfPage(campaigns, present, { ...moment, recent: present.recent });
      const frame = { site: site.siteId, visitor, now, ...(page === undefined ? {} : { page }) };
      const settled = await decide(ports, { site, frame, present, asks, events: moment.events });
      // With what was just decided in it: a sequence goes on from there.
      const after = settled.length === 0 ? present : await read(site, visitor, now, !isVouched);
      return {
        do: settled.map((one) => renderDecision(one, now)),
        again: askAgainIn(campaigns, after, now),
      };
    },
    forLog: async (site, visitor, asks, now) => {
      const present = await read(site, visitor, now);
      return decide(ports, { site, frame: { site: site.siteId, visitor, now }, present, asks, events: [] });
    },
  };
}

type Deciding = {
  readonly site: Site;
  readonly frame: EntryFrame;
  readonly present: Presence;
  readonly asks: readonly Ask[];
  readonly events: readonly Entry[];
};

async function decide(
  ports: DecisionsPorts,
  { site, frame, present, asks, events }: Deciding,
): Promise<readonly Settled[]> {
  if (asks.length === 0) return [];
  const { timezone, decisions } = site.settings;
  const choice = choose(present.person, asks, decisions, frame.now);
  const settling = {
    store: ports.store,
    append: ports.append,
    nameDecision: (parts: readonly string[]) => keyedReference(site.idKey, 'decision', parts.join('\0')),
    prepare: (candidate: Candidate) => prepare(ports, candidate, { site: site.siteId, present, events }),
    findCode: (candidate: Candidate, decision: string) =>
      findCode(ports, candidate, { site: site.siteId, decision, now: frame.now }),
    onsitePerMinute: decisions.perMinute.onsite ?? null,
  };
  return settle(settling, choice, present, { ...frame, zone: timezone });
}

async function prepare(
  ports: DecisionsPorts,
  { live, treatment, outcome, variant }: Candidate,
  {
    site,
    present,
    events,
  }: { readonly site: SiteId; readonly present: Presence; readonly events: readonly Entry[] },
): Promise<Prepared> {
  const { channel, variants, transactional } = live.campaign;
  const way = ports.channelOf(channel);
  if (channel !== 'onsite' && (way === null || !(await way.canReach(site, present.canonical, transactional))))
    return { reason: 'unreachable' };
  // A control arm is asked of what its visitors would have seen: both arms pass over the same people.
  const shown = treatment ?? variants.find((other) => other.treatment !== null)?.treatment ?? null;
  const { past, person } = present;
  const own = channel === 'onsite' ? past.onPage : past.inMail;
  const beholder = { site, past: own, isAnonymous: person.isAnonymous, events };
  const fault = await findGoodsFault(ports, live.campaign.offer, beholder);
  if (fault !== null) return { reason: fault };
  const products = await pickProducts(ports, shown, beholder);
  if (products === null) return { reason: 'no_products' };
  return { products: outcome === 'holdout' || variant === null ? [] : products };
}
