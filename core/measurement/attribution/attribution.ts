/** Reads what led to the conversions of a site, by every model, for persons and for visitor-days apart. */
import type { SiteId } from '../../entry.ts';
import type { ContributionUnit } from '../../ports.ts';
import type { SiteRegistry } from '../../sites/registry.ts';
import { inSlices } from '../../turn.ts';
import { createOneAtATime } from '../one-at-a-time.ts';
import { type WalkPorts, walkVisitors } from '../visitor-walk.ts';
import { assignedArms } from './arms.ts';
import { HALF_LIFE_MS } from './credit.ts';
import { conversionsOf, pathsOf } from './path.ts';
import { describeTally, type UnitReport } from './report.ts';
import { createTally, type Tally } from './tally.ts';
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
const UNKNOWN_SITE = { currency: 'EUR', sessionGapMinutes: 30 };

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
  const { currency, sessionGapMinutes } = ports.sites.byId(site)?.settings ?? UNKNOWN_SITE;
  const tallies = new Map(
    UNITS.map((unit) => [unit, question.windowsMs.map(() => createTally(HALF_LIFE_MS))]),
  );
  await addVisitors(ports, { site, at, question, gapMs: sessionGapMinutes * 60_000 }, tallies);
  const units: UnitReport[] = [];
  for (const [unit, ofUnit] of tallies) units.push(await describeUnit(unit, ofUnit, question.windowsMs));
  return { ...question, at, currency, halfLifeMs: HALF_LIFE_MS, units };
}

type Walk = {
  readonly site: SiteId;
  readonly at: number;
  readonly question: AttributionQuestion;
  readonly gapMs: number;
};

async function addVisitors(
  ports: AttributionPorts,
  { site, at, question, gapMs }: Walk,
  tallies: ReadonlyMap<ContributionUnit, readonly Tally[]>,
): Promise<void> {
  const { goal, from, to, windowsMs } = question;
  const since = from - Math.max(...windowsMs);
  for await (const { profile, unit, read } of walkVisitors(ports, site, at)) {
    // Nothing of the visitor is as late as that.
    if (profile.head !== null && profile.head.t < from) continue;
    const entries = await read({ types: ['event', 'exposure'], from: since, to });
    if (entries.length === 0) continue;
    const touches = touchesOf(entries, gapMs);
    const conversions = conversionsOf(entries, goal);
    const exposures = entries.filter(({ type }) => type === 'exposure');
    for (const [place, tally] of (tallies.get(unit) ?? []).entries()) {
      const range = { windowMs: windowsMs[place] ?? 0, from, to };
      tally.add(pathsOf(touches, conversions, range), assignedArms(exposures, conversions, range));
    }
  }
}

async function describeUnit(
  unit: ContributionUnit,
  tallies: readonly Tally[],
  windowsMs: readonly number[],
): Promise<UnitReport> {
  const read = tallies.map((tally) => tally.read());
  const windows = [];
  for (const [place, tally] of read.entries()) {
    windows.push(await inSlices(describeTally(tally, windowsMs[place] ?? 0)));
  }
  return { unit, visitors: read[0]?.visitors ?? 0, windows };
}
