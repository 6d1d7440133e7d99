/** Campaigns of every site: their book, decisions, and what became of them. */
import type { Catalogue } from '../catalogue/products.ts';
import type { Receiver } from '../deliveries/receiver.ts';
import type { Entry, SiteId } from '../entry.ts';
import type { Outcome } from '../errors.ts';
import { type CampaignReport, reportCampaign } from '../measurement/campaign-report.ts';
import type { AppendOutcome, Channel, CouponDesk, Store } from '../ports.ts';
import type { ProfileBook } from '../profiles/book.ts';
import type { FoldRules } from '../profiles/rules.ts';
import type { Records } from '../records.ts';
import { LONGEST_MS } from '../segments/duration.ts';
import type { SiteSegments } from '../segments/segment-book.ts';
import type { SiteRegistry } from '../sites/registry.ts';
import type { Site } from '../sites/site.ts';
import type { Campaign, ChannelName } from './campaign.ts';
import type { CampaignBook } from './campaign-book.ts';
import { createDecisions, type Decisions } from './decisions.ts';
import { createDispatcher } from './dispatcher.ts';
import { type DryRun, dryRun } from './dry-run.ts';
import { type ExposureReport, reportExposure, type Signal } from './exposures.ts';
import { createFollower } from './follower.ts';
import type { ProductPorts } from './products.ts';
import { runSchedules } from './schedule.ts';
import { createTargets, type Targets, type UpliftState } from './uplift/targets.ts';

const DAY_MS = 86_400_000;
/** Nothing is written meanwhile: more would keep pages waiting for more than a second. Totals are kept up to date anyhow. */
const MOST_SUMMED = 100_000;

export type Campaigns = Pick<
  CampaignBook,
  'of' | 'list' | 'get' | 'check' | 'put' | 'remove' | 'unlessUsed'
> &
  Pick<Decisions, 'forPage'> & {
    /** What became of a decision. */
    report(site: SiteId, exposure: ExposureReport, signal?: Signal): Promise<Outcome<null>>;
    /** The result so far; null where there is no such campaign, or no such version. */
    reportOn(site: Site, key: string, version?: number): Promise<CampaignResult | null>;
    /** Whom campaigns change. */
    readonly uplift: Pick<Targets, 'learn' | 'state' | 'tend' | 'stop'>;
    /** Whom a campaign would have reached over the last days, be it kept or not. */
    rehearse(site: Site, campaign: Campaign, days: number): Promise<DryRun>;
    /** Lets campaigns go out whose time of day has come. */
    runSchedules(site: Site): Promise<void>;
    /** Forgets places that ran out long ago, and sums totals anew. */
    sweep(sites: readonly SiteId[]): Promise<void>;
    /** What follows the log of a site: each is carried out by an outbox. */
    receiversOf(site: SiteId, channels: readonly Channel[]): readonly Receiver[];
  };

export type CampaignResult = CampaignReport & {
  /** Null where it is for everybody. */
  readonly uplift: { readonly share: number; readonly state: UpliftState | null } | null;
};

export type CampaignsPorts = {
  readonly store: Store;
  /** What other servers change. */
  readonly records: Pick<Records, 'on'>;
  readonly now: () => number;
  readonly sites: Pick<SiteRegistry, 'byId' | 'list'>;
  readonly book: ProfileBook;
  readonly campaigns: CampaignBook;
  readonly rulesOf: (site: SiteId) => FoldRules;
  readonly segmentsOf: (site: SiteId) => SiteSegments | null;
  readonly append: (entries: readonly Entry[]) => Promise<readonly AppendOutcome[]>;
  readonly channelOf: (name: ChannelName) => Channel | null;
  readonly catalogue: Pick<Catalogue, 'get'>;
  readonly relatedOf: ProductPorts['relatedOf'];
  readonly deskOf: (site: SiteId) => CouponDesk | null;
};

/** @example (await createCampaigns(ports)).forPage(site, visitor, { events, slots: ['hero'], now }) */
export async function createCampaigns(ports: CampaignsPorts): Promise<Campaigns> {
  const { campaigns, now, sites } = ports;
  const targets = await createTargets(ports);
  const campaignOf = (site: SiteId, key: string) => campaigns.get(site, key)?.campaign ?? null;
  const shared = { ...ports, targets, productOf: ports.catalogue.get, campaignOf, entryOf: campaigns.get };
  const decisions = createDecisions(shared);
  return {
    ...campaigns,
    forPage: decisions.forPage,
    uplift: targets,
    report: (site, exposure, signal) => {
      const around = { now: now(), source: 'web' as const, ...(signal !== undefined && { signal }) };
      return reportExposure(shared, site, exposure, around);
    },
    reportOn: async ({ siteId, settings }, key, version) => {
      const entry = campaigns.get(siteId, key);
      if (entry === null) return null;
      await ports.book.flush();
      const sums = await ports.store.sumContributions(siteId, key);
      const asked = { entry, sums, currency: settings.currency, now: now() };
      const report = reportCampaign(version === undefined ? asked : { ...asked, version });
      const { uplift } = entry.campaign;
      return (
        report && { ...report, uplift: uplift ? { ...uplift, state: targets.state(siteId, key) } : null }
      );
    },
    rehearse: (site, campaign, days) => dryRun(shared, site, campaign, { days, now: now() }),
    runSchedules: async (site) => {
      const own = campaigns.of(site.siteId);
      if (own === null || own.onSchedule.length === 0) return;
      await runSchedules({ store: ports.store, decisions, flush: ports.book.flush }, site, own, now());
    },
    sweep: async (ids) => {
      // An exposure may be reported late; after a day its place is made anew.
      await ports.store.sweepReservations(now() - DAY_MS, now() - LONGEST_MS);
      for (const site of ids) {
        if (campaigns.of(site) === null) continue;
        if ((await ports.store.countProfiles(site)) <= MOST_SUMMED)
          await ports.store.resumContributions(site);
      }
    },
    receiversOf: (site, channels) => {
      const siteOf = () => sites.byId(site);
      return [
        createFollower(siteOf, { ...ports, decisions }),
        ...channels.map((channel) => createDispatcher(channel, siteOf, { ...shared, decisions })),
      ];
    },
  };
}
