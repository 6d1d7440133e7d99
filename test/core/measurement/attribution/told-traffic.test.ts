import { describe, expect, it } from 'vitest';
import { assignedArms } from '../../../../core/measurement/attribution/arms.ts';
import { HALF_LIFE_MS } from '../../../../core/measurement/attribution/credit.ts';
import { conversionsOf, pathsOf } from '../../../../core/measurement/attribution/path.ts';
import { describeTally, type WindowReport } from '../../../../core/measurement/attribution/report.ts';
import { createTally } from '../../../../core/measurement/attribution/tally.ts';
import {
  countTraffic,
  type Trail,
  tellTraffic,
} from '../../../../core/measurement/attribution/told-traffic.ts';
import { touchesOf } from '../../../../core/measurement/attribution/touch.ts';
import { createCensus, type Period } from '../../../../core/privacy/crowds.ts';
import { createRandom, type Random } from '../../../durability/random.ts';
import { DAY, event, exposure, GAP, HOUR, order } from './entries.ts';

const K = 3;
/** Of as many visitors as that, and less than twice as many. */
const TOLD = 4;
const WINDOW_MS = 2 * DAY;

const visit = (source: string, t: number) =>
  event('Page Viewed', t, { context: { campaign: { utm_source: source, utm_medium: `by-${source}` } } });

/** Somebody who came from somewhere, was shown something or not, and bought or did not. */
function drawTrail(random: Random): Trail {
  const t = random.below(10) * DAY + random.below(24) * HOUR;
  const came = random.chance(0.8) ? [visit(random.pick(['bing', 'blog', 'rare']), t)] : [];
  const seen = random.chance(0.3) ? [exposure('shown', t + HOUR, 'help')] : [];
  const bought = random.chance(0.5) ? [order(t + random.below(3) * DAY + 2 * HOUR, 100)] : [];
  const entries = [...came, ...seen, ...bought];
  return { touches: touchesOf(entries, GAP), conversions: conversionsOf(entries, 'Order Completed') };
}

/** @param tellsAll Whatever there is: what a report would say that withheld nothing. */
function read(trails: readonly Trail[], period: Period, tellsAll = false, windowMs = WINDOW_MS) {
  const census = createCensus(K);
  for (const [visitor, trail] of trails.entries()) countTraffic(census, visitor, trail, windowMs);
  const range = { ...period, windowMs };
  const tells = tellsAll ? () => true : census.tells(period);
  const told = trails.map((trail) =>
    tellTraffic(pathsOf(trail.touches, trail.conversions, range), trail, range, tells),
  );
  const tally = createTally(HALF_LIFE_MS);
  for (const paths of told) tally.add(paths, assignedArms([], [], range));
  const work = describeTally(tally.read(), windowMs, K);
  let step = work.next();
  while (step.done !== true) step = work.next();
  return { report: step.value as WindowReport, told };
}

const periods: readonly Period[] = Array.from({ length: 4 }, (_, first) =>
  Array.from({ length: 10 - first }, (__, days) => ({ from: first * DAY, to: (first + days + 1) * DAY - 1 })),
).flat();

describe('what a report says of sources', () => {
  it('is what it would say had the visits that are not told of come from nowhere', () => {
    const random = createRandom(91);
    for (let round = 0; round < 20; round++) {
      const trails = Array.from({ length: 30 }, () => drawTrail(random));
      const period = random.pick(periods as [Period, ...Period[]]);
      const { report, told } = read(trails, period);
      const kept = trails.map((trail, at) => {
        const shown = new Set(told[at]?.paths.flatMap(({ touches }) => touches));
        const touches = trail.touches.filter((touch) => touch.kind === 'campaign' || shown.has(touch));
        return { ...trail, touches };
      });
      expect(read(kept, period, true).report).toEqual(report);
    }
  });

  it('names no source of fewer visitors than the site has chosen, in any period', () => {
    const random = createRandom(92);
    const trails = Array.from({ length: 60 }, () => drawTrail(random));
    let named = 0;
    for (const period of periods) {
      const { campaigns, channels } = read(trails, period).report;
      for (const { kind, visitors } of [...campaigns, ...channels]) {
        if (kind !== 'traffic') continue;
        expect(visitors).toBeGreaterThanOrEqual(K);
        named += 1;
      }
    }
    expect(named).toBeGreaterThan(20);
  });

  it('does not change by fewer than that where a period grows by hours', () => {
    const trails = Array.from({ length: 5 }, (_, n) => {
      const entries = [visit('bing', n * HOUR)];
      return { touches: touchesOf(entries, GAP), conversions: [] };
    });
    const seen = [1, 2, 3, 4, 5].map((hours) => {
      const { campaigns } = read(trails, { from: 0, to: hours * HOUR - 1 }).report;
      return campaigns.find(({ name }) => name === 'bing')?.visitors ?? 0;
    });
    expect(seen).toEqual([0, 0, TOLD, TOLD, TOLD]);
  });
});

/** All numbers of a report that know of sources, by name. */
function numbersOf({ attributed, unconverted, open, campaigns, channels }: WindowReport) {
  const rows = [...campaigns, ...channels].filter(({ kind }) => kind === 'traffic');
  return new Map<string, number>([
    ['attributed', attributed.conversions],
    ['unconverted', unconverted],
    ['open', open],
    ...rows.flatMap(({ name, visitors, touches, credit }): readonly (readonly [string, number])[] => [
      [`visitors of ${name}`, visitors ?? 0],
      [`touches of ${name}`, touches ?? 0],
      ...Object.entries(credit ?? {}).map(
        ([model, one]) => [`${model} of ${name}`, one.conversions] as const,
      ),
    ]),
  ]);
}

/** By how much one report differs from another, where it does. */
function differences(reports: readonly WindowReport[]): readonly number[] {
  const all = reports.map(numbersOf);
  return all.flatMap((numbers, at) => {
    const before = all[at - 1];
    if (before === undefined) return [];
    const names = new Set([...numbers.keys(), ...before.keys()]);
    return [...names].map((name) => Math.abs((numbers.get(name) ?? 0) - (before.get(name) ?? 0)));
  });
}

/** Somebody who came by one of two sources alone, and bought within two days of it, or not. */
function drawSourced(random: Random, goal = 'Order Completed'): Trail {
  const t = random.below(5) * DAY + random.below(24) * HOUR;
  const bought = random.chance(0.6) ? [event(goal, t + 1 + random.below(48) * HOUR)] : [];
  const entries = [visit(random.pick(['bing', 'blog']), t), ...bought];
  return { touches: touchesOf(entries, GAP), conversions: conversionsOf(entries, goal) };
}

describe('two reports on sources that somebody subtracts from each other', () => {
  const period = { from: 0, to: 10 * DAY - 1 };
  const hours = Array.from({ length: 48 }, (_, at) => at + 1);
  /** In steps of three a number changes by three, or by four above none. */
  const isOfFew = (difference: number): boolean => difference > 0 && difference < K;
  const trails = (seed: number, many = 70): readonly Trail[] => {
    const random = createRandom(seed);
    return Array.from({ length: many }, () => drawSourced(random));
  };

  it('differ by no number of few where windows differ by an hour', () => {
    const reports = hours.map((hour) => read(trails(93), period, false, hour * HOUR).report);
    const seen = differences(reports);
    expect(seen.filter((difference) => difference >= K).length).toBeGreaterThan(20);
    expect(seen.filter(isOfFew)).toEqual([]);
  });

  it('differ by none where one goal is nearly the other', () => {
    const all = trails(94);
    // One buyer after the other turns round at the last step.
    const goals = Array.from({ length: 40 }, (_, fewer) =>
      all.map((trail, at) => (at < fewer ? { ...trail, conversions: [] } : trail)),
    );
    const seen = differences(goals.map((some) => read(some, period).report));
    expect(seen.some((difference) => difference >= K)).toBe(true);
    expect(seen.filter(isOfFew)).toEqual([]);
  });

  it('differ by none where somebody came late, or was erased', () => {
    const all = trails(95);
    const fewer = Array.from({ length: 40 }, (_, at) => all.slice(at));
    const seen = differences(fewer.map((some) => read(some, period).report));
    expect(seen.some((difference) => difference >= K)).toBe(true);
    expect(seen.filter(isOfFew)).toEqual([]);
  });

  it('say what buyers brought on average of the step that they stand in, to two digits', () => {
    const bought = Array.from({ length: 5 }, (_, n) => {
      const entries = [visit('bing', n * HOUR), order(n * HOUR + 1, 101 + n)];
      return { touches: touchesOf(entries, GAP), conversions: conversionsOf(entries, 'Order Completed') };
    });
    const { campaigns, attributed } = read(bought, period).report;
    // Three are a crowd, who brought 102 each; the other two are in none.
    const last = { conversions: TOLD, valueMinor: TOLD * 100 };
    expect(campaigns).toMatchObject([{ name: 'bing', visitors: TOLD, touches: TOLD, credit: { last } }]);
    expect(attributed).toEqual(last);
  });
});

describe('paths that a campaign of one’s own touched', () => {
  it('are told as they are, beside those of sources', () => {
    const own = Array.from({ length: 5 }, (_, n) => {
      const entries = [exposure('shown', n * HOUR, 'help'), ...(n < 2 ? [order(n * HOUR + 1, 100)] : [])];
      return { touches: touchesOf(entries, GAP), conversions: conversionsOf(entries, 'Order Completed') };
    });
    const sourced = Array.from({ length: 4 }, (_, n) => {
      const entries = [visit('bing', n * HOUR)];
      return { touches: touchesOf(entries, GAP), conversions: [] };
    });
    const { attributed, unconverted, open, campaigns } = read([...own, ...sourced], {
      from: 0,
      to: DAY - 1,
    }).report;
    expect(attributed).toEqual({ conversions: 2, valueMinor: 200 });
    expect([unconverted, open]).toEqual([3 + TOLD, 3 + TOLD]);
    expect(campaigns).toMatchObject([
      { name: 'help', visitors: 5, credit: { last: { conversions: 2 } } },
      { name: 'bing', visitors: TOLD },
    ]);
  });
});
