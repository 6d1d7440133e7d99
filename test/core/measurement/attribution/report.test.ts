import { describe, expect, it } from 'vitest';
import { assignedArms } from '../../../../core/measurement/attribution/arms.ts';
import { HALF_LIFE_MS } from '../../../../core/measurement/attribution/credit.ts';
import { conversionsOf, pathsOf } from '../../../../core/measurement/attribution/path.ts';
import {
  describeTally,
  LEAST_VISITORS,
  MODELS,
  type ReportRow,
  type WindowReport,
} from '../../../../core/measurement/attribution/report.ts';
import { createTally, OTHERS } from '../../../../core/measurement/attribution/tally.ts';
import { touchesOf } from '../../../../core/measurement/attribution/touch.ts';
import { createRandom } from '../../../durability/random.ts';
import { DAY, event, exposure, GAP, HOUR, order } from './entries.ts';

type Entries = Parameters<typeof touchesOf>[0];
const RANGE = { windowMs: 3 * DAY, from: 0, to: 100 * DAY };

/** @param visitors Entries of each. */
function reportOf(visitors: readonly Entries[]): WindowReport {
  const tally = createTally(HALF_LIFE_MS);
  for (const entries of visitors) {
    const conversions = conversionsOf(entries, 'Order Completed');
    const exposures = entries.filter(({ type }) => type === 'exposure');
    tally.add(
      pathsOf(touchesOf(entries, GAP), conversions, RANGE),
      assignedArms(exposures, conversions, RANGE),
    );
  }
  const work = describeTally(tally.read(), RANGE.windowMs);
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

const times = <T>(count: number, make: (n: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, n) => make(n));
const find = (rows: readonly ReportRow[], name: string): ReportRow | undefined =>
  rows.find((row) => row.name === name);
const visit = (source: string, t = DAY) =>
  event('Page Viewed', t, { context: { campaign: { utm_source: source } } });

describe('the report', () => {
  it('gives out every conversion with a touch exactly once, by every model', () => {
    const random = createRandom(20_260_105);
    const visitors = times(400, () => {
      const seen = times(random.below(6), (n) =>
        exposure('shown', DAY + n * HOUR, `${random.pick(['a/onsite', 'b/email', 'c/chat'])}#d${n}`),
      );
      return random.chance(0.5) ? [...seen, order(DAY + 7 * HOUR, random.below(10_000))] : seen;
    });
    const { attributed, campaigns, channels, conversions } = reportOf(visitors);
    expect(attributed.conversions).toBeGreaterThan(100);
    expect(attributed.conversions).toBeLessThan(conversions.conversions);
    for (const rows of [campaigns, channels]) {
      expect(rows).toHaveLength(3);
      for (const model of MODELS) {
        const sum = (read: 'conversions' | 'valueMinor') =>
          rows.reduce((all, { credit }) => all + (credit?.[model][read] ?? 0), 0);
        expect(sum('conversions')).toBeCloseTo(attributed.conversions, 6);
        expect(sum('valueMinor')).toBeCloseTo(attributed.valueMinor, 2);
      }
    }
  });

  it('begins with what was touched last before most conversions', () => {
    const bought = (campaign: string) => [exposure('shown', DAY, campaign), order(DAY + 1, 100)];
    const visitors = [
      ...times(10, () => bought('less')),
      ...times(11, () => bought('more')),
      ...times(9, () => bought('few')),
    ];
    expect(reportOf(visitors).campaigns.map(({ name }) => name)).toEqual(['more', 'less', 'few']);
  });

  it('withholds a row of fewer visitors than ten, however many touches', () => {
    const again = times(LEAST_VISITORS - 1, () =>
      times(20, (n) => exposure('shown', DAY + n * HOUR, `a#d${n}`)),
    );
    expect(find(reportOf(again).campaigns, 'a')).toMatchObject({ visitors: null, credit: null, arms: null });
    const enough = [...again, [exposure('shown', DAY, 'a')]];
    expect(find(reportOf(enough).campaigns, 'a')).toMatchObject({ visitors: 10, touches: 181 });
  });

  it('counts a touch once, though two conversions follow it', () => {
    const visitors = times(10, () => [exposure('shown', DAY, 'a'), order(DAY + 1, 100), order(DAY + 2, 100)]);
    expect(find(reportOf(visitors).campaigns, 'a')).toMatchObject({
      touches: 10,
      credit: { last: { conversions: 20 } },
    });
  });

  it('keeps rows for the first hundred sources, and one for all others; campaigns go on having theirs', () => {
    const many = times(300, (n) => [
      visit(`source-${n % 150}`),
      exposure('shown', DAY + HOUR, `c${n % 150}`),
    ]);
    const { campaigns } = reportOf([...many, ...many, ...many, ...many, ...many]);
    const traffic = campaigns.filter(({ kind }) => kind === 'traffic');
    expect(traffic).toHaveLength(101);
    // Five hundred, in the middle of their step of ten.
    expect(find(traffic, OTHERS)?.visitors).toBe(505);
    expect(campaigns.filter(({ kind }) => kind === 'campaign')).toHaveLength(150);
  });
});

describe('what is set against a control arm', () => {
  const arm = (name: string, campaign: string, size: number, did: number) =>
    times(size, (n) => [exposure(name, DAY, campaign), ...(n < did ? [order(DAY + 1, 100)] : [])]);
  const tested = (campaign: string) => [
    ...arm('shown', campaign, 20, 10),
    ...arm('withheld', campaign, 20, 4),
  ];

  it('adds up the campaigns of a channel', () => {
    const { campaigns, channels } = reportOf([...tested('a/chat'), ...tested('b/chat')]);
    const [one, both] = [find(campaigns, 'a')?.incremental, find(channels, 'chat')?.incremental];
    expect(one?.value).toBeCloseTo(6, 9);
    expect(both?.value).toBeCloseTo(12, 9);
    expect((both?.value ?? 0) - (both?.low ?? 0)).toBeCloseTo(
      Math.SQRT2 * ((one?.value ?? 0) - (one?.low ?? 0)),
      9,
    );
    expect(find(channels, 'chat')?.arms).toMatchObject({
      treated: { of: 40, did: 20 },
      control: { of: 40, did: 8 },
    });
  });

  it.each([
    [
      'a campaign has no control arm',
      [...tested('a/chat'), ...arm('shown', 'b/chat', 20, 9)],
      'b: no control arm: it was withheld from nobody',
    ],
    [
      'a campaign goes through another one too',
      [...tested('a/chat'), ...arm('shown', 'a/email', 20, 9)],
      'a goes through other channels too',
    ],
  ])('says nothing of a channel where %s', (_, visitors, why) => {
    expect(find(reportOf(visitors).channels, 'chat')).toMatchObject({ incremental: null, arms: null, why });
  });

  it('lists a campaign that was withheld from everybody, and gives it nothing', () => {
    const row = find(reportOf(arm('withheld', 'a', 20, 5)).campaigns, 'a');
    expect(row).toMatchObject({
      visitors: 0,
      touches: 0,
      credit: { last: { conversions: 0 }, markov: { conversions: 0 } },
      incremental: null,
      why: 'it was withheld from everybody',
    });
  });

  it('has nothing to say of traffic, though a campaign has the same name', () => {
    const visitors = [...tested('a/chat'), ...times(12, () => [visit('a')])];
    const rows = reportOf(visitors).campaigns.filter(({ name }) => name === 'a');
    expect(rows.map(({ kind, incremental }) => [kind, incremental === null])).toEqual([
      ['campaign', false],
      ['traffic', true],
    ]);
  });
});
