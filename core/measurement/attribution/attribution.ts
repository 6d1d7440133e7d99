/** Reads what led to the conversions of a site, by every model, for persons and for visitor-days apart. */
import type { LoggedEntry, SiteId } from '../../entry.ts';
import type { ContributionUnit } from '../../ports.ts';
import { type Census, createCensus, startOfCensus } from '../../privacy/crowds.ts';
import type { SiteRegistry } from '../../sites/registry.ts';
import { inSlices } from '../../turn.ts';
import { createOneAtATime } from '../one-at-a-time.ts';
import { type WalkPorts, walkVisitors } from '../visitor-walk.ts';
import { assignedArms } from './arms.ts';
import { HALF_LIFE_MS } from './credit.ts';
import { conversionsOf, pathsOf } from './path.ts';
import { describeTally, LEAST_VISITORS, type UnitReport } from './report.ts';
import { createTally, type Tally } from './tally.ts';
import { countTraffic, type Trail, tellTraffic } from './told-traffic.ts';
import { touchesOf } from './touch.ts';

export type AttributionQuestion = {
  /** Name of the event that counts as a conversion. */
  readonly goal: string;
  /** Of the conversions and exposures, UTC ms, both inclusive. */
  readonly from: number;
  readonly to: number;
  /** How long before a conversion a touch may lie; reported side by side. */
  readonly windowsMs: readonly number[];
};

export type AttributionReport = AttributionQuestion & {
  /** UTC ms. */
  readonly at: number;
  /** ISO 4217 code that the minor units are of. */
  readonly currency: string;
  readonly halfLifeMs: number;
  /** What is told of a source is told in steps of so many visitors, and nothing of a campaign of fewer. */
  readonly k: number;
  /** Persons and visitor-days, each with its own numbers; they are never added up. */
  readonly units: readonly UnitReport[];
};

export type Attribution = {
  /** One report at a time for a site. */
  read(site: SiteId, question: AttributionQuestion): Promise<AttributionReport>;
};

export type AttributionPorts = WalkPorts & {
  readonly sites: Pick<SiteRegistry, 'byId'>;
  readonly now: () => number;
};

/** For what answers at once, and for what works over weeks. */
export const USUAL_WINDOWS_MS: readonly number[] = [72 * 3_600_000, 30 * 86_400_000];
const UNITS: readonly ContributionUnit[] = ['person', 'visitor_day'];
const UNKNOWN_SITE = { currency: 'EUR', sessionGapMinutes: 30, smallNumbers: { k: LEAST_VISITORS } };

/** @example await createAttribution(ports).read(site, { goal: 'Order Completed', from, to, windowsMs: USUAL_WINDOWS_MS }) */
export function createAttribution(ports: AttributionPorts): Attribution {
  const reports = createOneAtATime<AttributionReport>();
  return {
    read: (site, question) =>
      reports(site, JSON.stringify(question), () => readAttribution(ports, site, question)),
  };
}

async function readAttribution(
  ports: AttributionPorts,
  site: SiteId,
  question: AttributionQuestion,
): Promise<AttributionReport> {
  const at = ports.now();
  const { currency, sessionGapMinutes, smallNumbers } = ports.sites.byId(site)?.settings ?? UNKNOWN_SITE;
  const { k } = smallNumbers;
  const columns = new Map(
    UNITS.map((unit) => [
      unit,
      question.windowsMs.map((windowMs) => ({
        windowMs,
        census: createCensus(k),
        tally: createTally(HALF_LIFE_MS),
      })),
    ]),
  );
  const walk = { site, at, question, gapMs: sessionGapMinutes * 60_000 };
  // What may be told of anybody is known only when everybody was counted.
  await countVisitors(ports, walk, columns);
  await addVisitors(ports, walk, columns);
  const units: UnitReport[] = [];
  for (const [unit, ofUnit] of columns) units.push(await describeUnit(unit, ofUnit, k));
  return { ...question, at, currency, halfLifeMs: HALF_LIFE_MS, k, units };
}

/** Of one look-back window. */
type Column = { readonly windowMs: number; readonly census: Census; readonly tally: Tally };
type Columns = ReadonlyMap<ContributionUnit, readonly Column[]>;

type Walk = {
  readonly site: SiteId;
  readonly at: number;
  readonly question: AttributionQuestion;
  readonly gapMs: number;
};

type Trodden = {
  readonly unit: ContributionUnit;
  readonly entries: readonly LoggedEntry[];
  readonly trail: Trail;
};

/** Everybody of whom there is something in the period, or in what is counted before it. */
async function* walkTrails(ports: AttributionPorts, walk: Walk): AsyncGenerator<Trodden> {
  const { goal, from, windowsMs } = walk.question;
  const begin = startOfCensus(from);
  const since = begin - Math.max(...windowsMs);
  for await (const { profile, unit, read } of walkVisitors(ports, walk.site, walk.at)) {
    // Nothing of the visitor is as late as that.
    if (profile.head !== null && profile.head.t < begin) continue;
    const entries = await read({ types: ['event', 'exposure'], from: since, to: walk.at });
    if (entries.length === 0) continue;
    const trail = { touches: touchesOf(entries, walk.gapMs), conversions: conversionsOf(entries, goal) };
    yield { unit, entries, trail };
  }
}

async function countVisitors(ports: AttributionPorts, walk: Walk, columns: Columns): Promise<void> {
  let visitor = 0;
  for await (const { unit, trail } of walkTrails(ports, walk)) {
    for (const { census, windowMs } of columns.get(unit) ?? []) {
      countTraffic(census, visitor, trail, windowMs);
    }
    visitor += 1;
  }
}

async function addVisitors(ports: AttributionPorts, walk: Walk, columns: Columns): Promise<void> {
  const { from, to, windowsMs } = walk.question;
  const since = from - Math.max(...windowsMs);
  const told = new Map(
    [...columns].map(([unit, own]) => [unit, own.map(({ census }) => census.tells({ from, to }))]),
  );
  for await (const { unit, entries, trail } of walkTrails(ports, walk)) {
    if (!entries.some(({ t }) => t >= since && t <= to)) continue;
    if (entries.every(({ t }) => t < from)) continue;
    const exposures = entries.filter(({ type }) => type === 'exposure');
    const reached = trail.conversions.filter(({ t }) => t <= to);
    for (const [place, { windowMs, tally }] of (columns.get(unit) ?? []).entries()) {
      const range = { windowMs, from, to };
      const tells = told.get(unit)?.[place] ?? (() => false);
      const paths = tellTraffic(pathsOf(trail.touches, trail.conversions, range), trail, range, tells);
      tally.add(paths, assignedArms(exposures, reached, range));
    }
  }
}

async function describeUnit(
  unit: ContributionUnit,
  columns: readonly Column[],
  k: number,
): Promise<UnitReport> {
  const windows = [];
  for (const { tally, windowMs } of columns) {
    windows.push(await inSlices(describeTally(tally.read(), windowMs, k)));
  }
  return { unit, visitors: columns[0]?.tally.read().visitors ?? 0, windows };
}
