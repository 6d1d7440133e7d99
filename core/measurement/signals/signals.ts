/** "Which signal best predicts retention?": reads a site's newcomers and ranks what they did at first. */
import type { LoggedEntry, SiteId } from '../../entry.ts';
import { createCensus, startOfCensus } from '../../privacy/crowds.ts';
import type { SiteRegistry } from '../../sites/registry.ts';
import { inSlices } from '../../turn.ts';
import { createOneAtATime } from '../one-at-a-time.ts';
import { type WalkedVisitor, type WalkPorts, walkVisitors } from '../visitor-walk.ts';
import { behavioursOf, isDeed } from './behaviour.ts';
import { createCohort, type Newcomer } from './cohort.ts';
import { type Ranking, rankSignals } from './rank.ts';
import { countDetails, tellDetails } from './told-details.ts';

export type SignalsQuestion = {
  /** Length of the beginning that is looked at, days of 24 h after a visitor's first event. */
  readonly days: number;
  /** Stayed is who does something from `from` up to before `to` days after the first event. */
  readonly retained: { readonly from: number; readonly to: number };
  /** Name of the event that counts as staying; null: any. */
  readonly goal: string | null;
  /** Of the first events, UTC ms, both inclusive. */
  readonly from: number;
  readonly to: number;
};

export type SignalsReport = SignalsQuestion &
  Ranking & {
    /** UTC ms. */
    readonly at: number;
    /** What is told of a feature or a category is told in steps of so many visitors. */
    readonly k: number;
    /** Persons whose first event lies in the period and whose days of staying are over, and how many of them stayed. */
    readonly visitors: number;
    readonly stayed: number;
    readonly leftOut: LeftOut;
    /** Newcomers beyond the bound were not looked at: those that were are a random sample. */
    readonly isSample: boolean;
  };

/** Newcomers of the period who are in no number. */
export type LeftOut = {
  /** Days of staying are not over. */
  readonly immature: number;
  /** Their first events are no longer kept. */
  readonly truncated: number;
  /** Without consent nobody is known from one day to the next. */
  readonly anonymous: number;
};

export type Signals = {
  /** One report at a time for a site. */
  read(site: SiteId, question: SignalsQuestion): Promise<SignalsReport>;
};

export type SignalsPorts = WalkPorts & {
  readonly now: () => number;
  /** Newcomers that are looked at, by id; the product's own unless said. */
  readonly mostNewcomers?: number;
  /** Of each site, how few are no crowd; the product's own number unless said. */
  readonly sites?: Pick<SiteRegistry, 'byId'>;
};

/** What every answer says beside its numbers. */
export const WARNING =
  'This is association, not proof of a cause: who does these things may differ in other ways too.';
export const HOW_TO_TEST =
  'To test a signal, run an experiment: a campaign that brings some visitors to do it, with a control arm from whom it is withheld.';

const DAY_MS = 86_400_000;
/** So many say all that can be said of a share; ids are hashes, so the first of them are a sample. */
const MOST_NEWCOMERS = 50_000;
const LEAST_CROWD = 10;

/** @example await createSignals(ports).read(site, { days: 7, retained: { from: 28, to: 35 }, goal: null, from, to }) */
export function createSignals(ports: SignalsPorts): Signals {
  const reports = createOneAtATime<SignalsReport>();
  return {
    read: (site, question) =>
      reports(site, JSON.stringify(question), () => readSignals(ports, site, question)),
  };
}

async function readSignals(
  ports: SignalsPorts,
  site: SiteId,
  question: SignalsQuestion,
): Promise<SignalsReport> {
  const at = ports.now();
  const cohort = createCohort();
  const k = ports.sites?.byId(site)?.settings.smallNumbers.k ?? LEAST_CROWD;
  const census = createCensus(k);
  /** Of those in the cohort, when they came. */
  const firsts: number[] = [];
  const counted = { ...question, from: startOfCensus(question.from) };
  let place = 0;
  const leftOut = { immature: 0, truncated: 0, anonymous: 0 };
  let [visitors, stayed, isSample] = [0, 0, false];
  for await (const visitor of walkVisitors(ports, site, at)) {
    const first = visitor.profile.events?.first ?? Number.NEGATIVE_INFINITY;
    const read = await readNewcomer(visitor, counted, at);
    if (read === null) continue;
    if (typeof read !== 'string') countDetails(census, place++, first, read);
    if (first < question.from) continue;
    if (typeof read === 'string') {
      leftOut[read] += 1;
      continue;
    }
    if (visitors === (ports.mostNewcomers ?? MOST_NEWCOMERS)) {
      isSample = true;
      break;
    }
    cohort.add(read);
    firsts.push(first);
    visitors += 1;
    if (read.stayed) stayed += 1;
  }
  const told = tellDetails(cohort.read(), firsts, census.tells(question));
  const ranking = await inSlices(rankSignals(told, k));
  return { ...question, at, k, visitors, stayed, leftOut, isSample, ...ranking };
}

/** Null: no newcomer of the period. */
async function readNewcomer(
  { profile: { events }, unit, read }: WalkedVisitor,
  question: SignalsQuestion,
  now: number,
): Promise<Newcomer | keyof LeftOut | null> {
  if (events === null || events.first < question.from || events.first > question.to) return null;
  if (unit !== 'person') return 'anonymous';
  const { days, retained, goal } = question;
  const dayAt = (day: number): number => events.first + day * DAY_MS;
  if (dayAt(retained.to) > now) return 'immature';
  const begun = await read({
    types: ['event'],
    from: events.first,
    to: dayAt(days) - 1,
    side: 'oldest',
  });
  if (begun[0]?.t !== events.first) return 'truncated';
  const isStay = (entry: LoggedEntry): boolean => (goal === null ? isDeed(entry) : entry.name === goal);
  const later = await read({ types: ['event'], from: dayAt(retained.from), to: dayAt(retained.to) - 1 });
  return { ...countDeeds(begun.filter(isDeed)), stayed: later.some(isStay) };
}

function countDeeds(deeds: readonly LoggedEntry[]): Pick<Newcomer, 'activity' | 'counts'> {
  const counts = new Map<string, number>();
  for (const deed of deeds) {
    for (const name of behavioursOf(deed)) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return { activity: deeds.length, counts };
}
