/** Whom campaigns change, on every site: learned from their own exposures, asked at every decision, learned anew weekly. */
import type { Json, SiteId } from '../../entry.ts';
import { accept, type Outcome, refuse } from '../../errors.ts';
import { createOneAtATime } from '../../measurement/one-at-a-time.ts';
import type { WalkPorts } from '../../measurement/visitor-walk.ts';
import type { Store } from '../../ports.ts';
import type { FoldRules } from '../../profiles/rules.ts';
import type { Records } from '../../records.ts';
import type { Row } from '../../scoring/matrix.ts';
import type { Cut } from '../../scoring/uplift/allotment.ts';
import { readRanking, writeRanking } from '../../scoring/uplift/codec.ts';
import type { Estimate } from '../../scoring/uplift/evidence.ts';
import {
  cutRanking,
  guessUplift,
  type UpliftRanking,
  type UpliftTraining,
} from '../../scoring/uplift/ranking.ts';
import { trainUpliftAside, type UpliftLesson } from '../../scoring/uplift/thread.ts';
import type { UpliftVerdict } from '../../scoring/uplift/verdict.ts';
import type { SiteRegistry } from '../../sites/registry.ts';
import type { Site } from '../../sites/site.ts';
import type { CampaignBook } from '../campaign-book.ts';
import { compileGoal } from '../goal.ts';
import type { CampaignEntry } from '../live.ts';
import { type CampaignTrial, gatherTrial } from './campaign-trial.ts';
import type { Expectation } from './draw.ts';

/** What is known of whom a campaign changes. */
export type Target = { expect(row: Row): Expectation };

/** What the last look at a campaign's trial came to. */
export type UpliftState = {
  /** UTC ms. */
  readonly at: number;
  /** Decisions from then on, UTC ms. */
  readonly from: number;
  readonly treated: number;
  readonly untreated: number;
  readonly verdict: UpliftVerdict;
  /** Of the ranking in use, on visitors who came since it was learned; null where they are too few. */
  readonly incumbent: Estimate | null;
  /** Since when the ranking in use was learned, UTC ms; null: it is left to chance. */
  readonly rankedSince: number | null;
};

export type Targets = {
  /** Null: whom it changes is not known. */
  of(site: SiteId, campaign: string): Target | null;
  /** Null: nobody looked yet. */
  state(site: SiteId, campaign: string): UpliftState | null;
  /**
   * Looks at what came of a campaign's decisions, and goes by it from now on where it is better than chance.
   *
   * @returns `not_found`; `not_available` for a campaign that is for everybody.
   */
  learn(site: Site, campaign: string): Promise<Outcome<UpliftState>>;
  /** Looks at every live campaign whose last look is long ago. */
  tend(): Promise<void>;
  /** Ends what is under way. */
  stop(): Promise<void>;
};

export type TargetsPorts = WalkPorts & {
  readonly store: Pick<Store, 'getRecord' | 'putRecord' | 'listRecords'>;
  /** Left out where no other server learns. */
  readonly records?: Pick<Records, 'on'>;
  readonly sites: Pick<SiteRegistry, 'list'>;
  readonly campaigns: Pick<CampaignBook, 'get' | 'list'>;
  readonly rulesOf: (site: SiteId) => FoldRules;
  readonly now: () => number;
  readonly gather?: typeof gatherTrial;
  readonly train?: (lesson: UpliftLesson, signal: AbortSignal) => Promise<UpliftTraining>;
};

const COLLECTION = 'uplift';
const A_PAGE = 500;
const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;
/** A model knows hours and weekdays: of those it has not seen it would say anything. */
const LEAST_DAYS = 7;
/** What visitors wanted earlier than this says little of what they want now. */
const LOOKED_BACK_MS = 180 * DAY_MS;

/** As it is kept. */
type Kept = UpliftState & {
  /** What was learned is of this goal: of another one it says nothing. */
  readonly goal: string;
  readonly worth: number;
  readonly ranking: UpliftRanking | null;
};

/** @example (await createTargets(ports)).of(site, 'winter-coupon')?.expect(row).uplift */
export async function createTargets(ports: TargetsPorts): Promise<Targets> {
  const { store, sites, campaigns, now } = ports;
  const { find, note } = await openKnown(ports);
  const looks = createOneAtATime<Outcome<UpliftState>>();
  const controller = new AbortController();
  /** Of all sites: each is ended, and waited for, before the store closes. */
  const underWay = new Set<Promise<unknown>>();

  async function look(site: Site, entry: CampaignEntry): Promise<UpliftState> {
    const before = find(site.siteId, entry.campaign.key)?.kept ?? null;
    const kept = await learn(ports, site, entry, { before, signal: controller.signal });
    await store.putRecord(COLLECTION, site.siteId, entry.campaign.key, writeKept(kept));
    note(site.siteId, entry.campaign.key, kept);
    return stateOf(kept);
  }

  const self: Targets = {
    of: (site, campaign) => find(site, campaign)?.target ?? null,
    state: (site, campaign) => {
      const own = find(site, campaign);
      return own === null ? null : stateOf(own.kept);
    },
    learn: (site, campaign) => {
      const entry = campaigns.get(site.siteId, campaign);
      if (entry === null)
        return Promise.resolve(
          refuse('not_found', 'campaign', 'see GET /v1/campaigns for those of this site'),
        );
      if (entry.campaign.uplift === undefined)
        return Promise.resolve(
          refuse(
            'not_available',
            'uplift',
            'it is for everybody: put {"uplift": {"share": …}} into it first',
          ),
        );
      const looking = looks(site.siteId, campaign, async () => accept(await look(site, entry)));
      underWay.add(looking);
      const isOver = (): boolean => underWay.delete(looking);
      looking.then(isOver, isOver);
      return looking;
    },
    tend: async () => {
      for (const site of sites.list()) {
        for (const { campaign } of campaigns.list(site.siteId)) {
          if (controller.signal.aborted) return;
          if (campaign.uplift === undefined || campaign.state !== 'live') continue;
          const state = self.state(site.siteId, campaign.key);
          if (state === null || now() - state.at >= pauseAfter(state)) await self.learn(site, campaign.key);
        }
      }
    },
    stop: async () => {
      controller.abort();
      await Promise.allSettled(underWay);
    },
  };
  return self;
}

/** What was learned of every campaign, on whichever server. */
async function openKnown({ store, sites, campaigns, records }: TargetsPorts) {
  const known = new Map<string, { readonly kept: Kept; readonly target: Target | null }>();
  const note = (site: SiteId, campaign: string, kept: Kept): void => {
    known.set(`${site} ${campaign}`, {
      kept,
      target: kept.ranking && createTarget(kept.ranking, kept.worth),
    });
  };

  for (const { siteId } of sites.list()) {
    for (const { key, value } of await store.listRecords(COLLECTION, siteId, null, A_PAGE))
      note(siteId, key, readKept(value));
  }
  records?.on(COLLECTION, async (site, campaign) => {
    const value = await store.getRecord(COLLECTION, site, campaign);
    if (value !== undefined) note(site, campaign, readKept(value));
  });
  return {
    note,
    /** Of the campaign as it is now: not of one that had its key before, nor of another goal. */
    find: (site: SiteId, campaign: string) => {
      const own = known.get(`${site} ${campaign}`);
      const entry = own === undefined ? null : campaigns.get(site, campaign);
      if (own === undefined || entry === null || own.kept.at < entry.createdAt) return null;
      return own.kept.goal === goalOf(entry) ? own : null;
    },
  };
}

/** Who has half of what it takes is near: looking takes a walk over everybody. */
function pauseAfter({ verdict: { code, missing } }: UpliftState): number {
  if (code === 'too_short') return DAY_MS;
  return missing.length > 0 && missing.every(({ has, needs }) => has >= needs / 2) ? DAY_MS : WEEK_MS;
}

function createTarget(ranking: UpliftRanking, worth: number): Target {
  const cuts = new Map<number, Cut>();
  const cutAt = (budget: number): Cut => {
    const known = cuts.get(budget);
    if (known !== undefined) return known;
    const cut = cutRanking(ranking, budget);
    // Only the one that the campaign has now is asked for again.
    cuts.clear();
    cuts.set(budget, cut);
    return cut;
  };
  return {
    expect: (row) => {
      const { uplift } = guessUplift(ranking, row);
      return { uplift, value: uplift * worth, cutAt };
    },
  };
}

type Learning = { readonly before: Kept | null; readonly signal: AbortSignal };

async function learn(
  ports: TargetsPorts,
  { siteId, settings }: Site,
  entry: CampaignEntry,
  { before, signal }: Learning,
): Promise<Kept> {
  const { rulesOf, now, gather = gatherTrial, train = trainUpliftAside } = ports;
  const at = now();
  // Events that retention has taken say no more whether a goal was reached.
  const from = Math.max(entry.createdAt, at - Math.min(LOOKED_BACK_MS, settings.eventDays * DAY_MS));
  const around = { zone: settings.timezone, rules: rulesOf(siteId), from, now: at, signal };
  const { campaign, versions, goal } = { ...entry, goal: goalOf(entry) };
  const same = versions.filter((version) => JSON.stringify(version.goal) === goal);
  const gathered = await gather(ports, siteId, {
    campaign: campaign.key,
    versions: new Set(same.map(({ version }) => version)),
    goal: compileGoal(campaign.goal),
    ...around,
  });
  const options = { least: settings.scoring.leastOfEach };
  const incumbent =
    before?.ranking == null ? null : { ranking: before.ranking, unseen: unseen(gathered, before) };
  const training = await train({ trial: gathered.trial, options, incumbent }, signal);
  if (training.ranking !== null && daysOf(gathered) < LEAST_DAYS)
    return { ...conclude(tooShort(gathered), gathered, { before, at }), from, goal };
  return { ...conclude(training, gathered, { before, at }), from, goal };
}

function daysOf({ times }: CampaignTrial): number {
  const ordered = times.toSorted();
  return ((ordered.at(-1) ?? 0) - (ordered[0] ?? 0)) / DAY_MS;
}

function tooShort(trial: CampaignTrial): UpliftTraining {
  const days = Math.floor(daysOf(trial) * 10) / 10;
  const reason = `It takes decisions of ${LEAST_DAYS} days, where there are those of ${days}: visitors of a Sunday night are others.`;
  const verdict = { word: 'abstain', code: 'too_short', reason, missing: [], evidence: null } as const;
  return { verdict, ranking: null, incumbent: null };
}

function unseen({ times }: CampaignTrial, { rankedSince }: Kept): readonly number[] {
  return Array.from(times.keys()).filter((row) => (times[row] ?? 0) > (rankedSince ?? 0));
}

/**
 * A ranking that was shown to be better than chance stays until another one is, or until what came since speaks against
 * it: that a later trial is too small to show it again takes nothing from it.
 */
function conclude(
  { verdict, ranking, incumbent }: UpliftTraining,
  { trial, worth }: CampaignTrial,
  { before, at }: { readonly before: Kept | null; readonly at: number },
): Omit<Kept, 'from' | 'goal'> {
  const treated = trial.treated.reduce((sum, one) => sum + one, 0);
  const counts = { treated, untreated: trial.matrix.rows - treated };
  const own = { at, ...counts, verdict, incumbent };
  if (ranking !== null) return { ...own, worth, ranking, rankedSince: at };
  const isRefuted = incumbent !== null && incumbent.value <= 0;
  if (before?.ranking == null || isRefuted) return { ...own, worth, ranking: null, rankedSince: null };
  return { ...own, worth: before.worth, ranking: before.ranking, rankedSince: before.rankedSince };
}

function goalOf({ campaign }: CampaignEntry): string {
  return JSON.stringify(campaign.goal);
}

function stateOf({ goal: _, worth: __, ranking: ___, ...state }: Kept): UpliftState {
  return state;
}

function writeKept({ ranking, ...kept }: Kept): Json {
  return {
    ...(kept as unknown as { readonly [key: string]: Json }),
    ranking: ranking && writeRanking(ranking),
  };
}

/** A ranking that cannot be read any more is not gone by: it is left to chance, and learned anew. */
function readKept(value: Json): Kept {
  const { ranking, ...kept } = value as unknown as Omit<Kept, 'ranking'> & { readonly ranking: Json };
  const read = ranking === null ? null : readRanking(ranking);
  if (read?.ok === true) return { ...kept, ranking: read.value };
  return { ...kept, ranking: null, rankedSince: null };
}
