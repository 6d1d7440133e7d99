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
function read(trails: readonly Trail[], period: Period, tellsAll = false) {
  const census = createCensus(K);
  for (const [visitor, trail] of trails.entries()) countTraffic(census, visitor, trail, WINDOW_MS);
  const range = { ...period, windowMs: WINDOW_MS };
  const tells = tellsAll ? () => true : census.tells(period);
  const told = trails.map((trail) =>
    tellTraffic(pathsOf(trail.touches, trail.conversions, range), trail, range, tells),
  );
  const tally = createTally(HALF_LIFE_MS);
  for (const paths of told) tally.add(paths, assignedArms([], [], range));
  const work = describeTally(tally.read(), WINDOW_MS, K);
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
    expect(seen).toEqual([0, 0, 3, 3, 3]);
  });
});
