import { describe, expect, it } from 'vitest';
import type {
  AttributionRow,
  AttributionWindow,
  SignalAnswer,
  SignalsAnswer,
} from '../../../apps/console/api/answers/journeys.ts';
import type { DropsAnswer } from '../../../apps/console/api/answers/statistics.ts';
import { viewDrops } from '../../../apps/console/view-models/drops.ts';
import { createFullFormat } from '../../../apps/console/view-models/full-format.ts';
import {
  nameWindow,
  pickWindow,
  viewAttribution,
  viewSignals,
} from '../../../apps/console/view-models/journeys.ts';
import { DROPS } from '../../../apps/console/words/drops.ts';
import { JOURNEYS } from '../../../apps/console/words/journeys.ts';

const format = createFullFormat('en', Date.UTC(2026, 0, 5, 12), 'UTC');
const words = JOURNEYS.en;

const SIGNAL: SignalAnswer = {
  ...{ behaviour: 'Product Added', atLeast: 2, gain: 0.04, adjusted: null, falseShare: 0.01 },
  did: { did: 45, of: 120 },
  didNot: { did: 60, of: 300 },
  lift: { value: 1.9, low: 1.4, high: 2.6 },
  verdict: 'signal',
};
const SIGNALS: SignalsAnswer = {
  ...{ days: 7, retained: { from: 28, to: 35 }, visitors: 420, stayed: 105 },
  leftOut: { immature: 31, truncated: 0, anonymous: 2 },
  ...{ isSample: false, steps: '', signals: [SIGNAL], tooRare: 4 },
};

describe('where visitors stop', () => {
  const answer: DropsAnswer = {
    ...{ from: '2026-01-01', to: '2026-01-05', isBehind: false },
    totals: { views: 2_000, viewsOfVisitors: 2_000 },
    drops: {
      unit: 'visitors',
      steps: [
        { step: 'visit', came: 1_000, stopped: 300 },
        { step: 'product', came: 700, stopped: 500 },
        { step: 'cart', came: 200, stopped: 150 },
        { step: 'checkout', came: 50, stopped: 20 },
        { step: 'order', came: 30, stopped: 0 },
      ],
    },
  };
  const view = (more: Partial<DropsAnswer> = {}) => viewDrops({ ...answer, ...more }, DROPS.en, format);

  it('says of each step how many came, went on and stopped, and where most do', () => {
    const { worst, bars, rows, notes } = view();
    expect(worst?.text).toBe('Most stop at “Looked at a product”: 500 of 700 went no further (71%).');
    expect(worst?.next).toBe(DROPS.en.next.product);
    expect(bars.map(({ text, to, look, more }) => [text, to, look, more])).toEqual([
      ['1,000 (100%)', 1, 'plain', ['700 went on, 300 stopped (30%)']],
      ['700 (70%)', 0.7, 'against', ['200 went on, 500 stopped (71%)']],
      ['200 (20%)', 0.2, 'plain', ['50 went on, 150 stopped (75%)']],
      ['50 (5%)', 0.05, 'plain', ['30 went on, 20 stopped (40%)']],
      ['30 (3%)', 0.03, 'plain', ['–']],
    ]);
    expect(rows[1]).toEqual(['Looked at a product', 700, 200, 500]);
    expect(notes).toEqual([DROPS.en.notes.visitors]);
  });

  it('says what is left out, and that of events nobody knows whose they are', () => {
    const partly = view({ totals: { views: 2_000, viewsOfVisitors: 500 }, isBehind: true });
    expect(partly.notes.slice(1)).toEqual([DROPS.en.partly('25%'), DROPS.en.behind]);
    const counted = view({ drops: { ...answer.drops, unit: 'events' } });
    expect([counted.columns[1], counted.notes]).toEqual(['How often', [DROPS.en.notes.events]]);
  });

  it('has nothing to say where nobody came', () => {
    const steps = answer.drops.steps.map(({ step }) => ({ step, came: 0, stopped: 0 }));
    expect(view({ drops: { unit: 'visitors', steps } }).worst).toBeNull();
  });
});

describe('what goes with staying', () => {
  it('says how much oftener, how sure that is, and what it means', () => {
    const view = viewSignals(SIGNALS, words, format);
    expect(view.question).toContain('first 7 days, and whether they come back on days 28 to 34');
    expect(view.stayed).toBe('Of 420 newcomers 105 stayed (25%).');
    expect(view.bars[0]).toMatchObject({
      label: 'Product Added, 2 times or more',
      text: '1.9 times as often (1.4 to 2.6)',
      more: ['Goes with staying: 38% stay, of the others 20%'],
      from: 1 / 2.6,
      to: 1.9 / 2.6,
      interval: { low: 1.4 / 2.6, high: 1 },
    });
    expect(view.rows[0]).toEqual([
      ...['Product Added', 2, 45, 120, 60, 300, 1.9, 1.4, 2.6],
      'Goes with staying',
    ]);
    expect(view.notes[0]).toContain('31 newcomers are too new');
  });

  it.each([
    ['signal', 0.6, 'Goes with leaving'],
    ['confounded', 1.5, 'Only since they are more active'],
    ['unclear', 1.1, 'May be chance'],
  ] as const)('calls %s with a lift of %d by its name', (verdict, value, said) => {
    const signals = [{ ...SIGNAL, verdict, lift: { ...SIGNAL.lift, value } }];
    expect(viewSignals({ ...SIGNALS, signals }, words, format).bars[0]?.more?.[0]).toContain(said);
  });

  it('says nothing of shares where nobody came', () => {
    expect(viewSignals({ ...SIGNALS, visitors: 0, stayed: 0, signals: [] }, words, format).stayed).toBe(null);
  });
});

const byModel = (value: number) => ({
  ...{ last: value, first: value, linear: value, timeDecay: value, position: value, markov: value / 2 },
});
const SPRING: AttributionRow = {
  ...{ kind: 'campaign', name: 'spring', visitors: 120, why: null },
  conversions: byModel(12),
  value: byModel(480),
  incremental: { conversions: 7.5, low: 1.2, high: 13, value: 300 },
};
const RARE: AttributionRow = {
  ...{ kind: 'campaign', name: 'rare', visitors: null, conversions: null, value: null, incremental: null },
  why: 'fewer than 10 visitors',
};
const WINDOW: AttributionWindow = {
  window: '30d',
  conversions: { conversions: 40, value: 1_600 },
  attributed: { conversions: 12, value: 480 },
  campaigns: [SPRING, RARE],
  channels: [],
};

describe('what led to orders', () => {
  const view = (measure: 'conversions' | 'value') =>
    viewAttribution(WINDOW, { by: 'campaigns', measure }, 'EUR', words, format);

  it('never says that more orders came after a touch than there are, though these are rounded', () => {
    const crowd = {
      ...WINDOW,
      attributed: { conversions: 151, value: 90 },
      conversions: { conversions: 150, value: 100 },
    };
    const { total } = viewAttribution(
      crowd,
      { by: 'campaigns', measure: 'conversions' },
      'EUR',
      words,
      format,
    );
    expect(total).toBe('150 of 150 orders came after a touch.');
  });

  it('has every model side by side, and what the control group says', () => {
    const { columns, rows, total } = view('conversions');
    expect(total).toBe('12 of 40 orders came after a touch.');
    expect(columns).toHaveLength(9);
    expect(rows[0]?.cells).toEqual([
      ...['spring', '120', '12.0', '12.0', '12.0', '12.0', '12.0', '6.0'],
      '7.5 (1.2 to 13.0)',
    ]);
  });

  it('is money where that is asked for', () => {
    expect(view('value').rows[0]?.cells.slice(2, 3)).toEqual(['€480.00']);
    expect(view('value').rows[0]?.cells.at(-1)).toBe('€300.00');
  });

  it('shows what is withheld as withheld, and saves it as nothing', () => {
    const { rows, file } = view('conversions');
    expect(rows[1]?.cells.slice(0, 3)).toEqual(['rare', 'too few to tell', '–']);
    expect(file[1]).toEqual(['rare', ...Array.from({ length: 8 }, () => null)]);
  });

  it.each([
    ['72h', '3 days'],
    ['30d', '30 days'],
    ['oddly', 'oddly'],
  ])('says of a look back of %s that it is %s', (window, said) => {
    expect(nameWindow(window, format)).toBe(said);
  });

  it('is what is chosen, or the first there is', () => {
    const other = { ...WINDOW, window: '72h' };
    const units = [{ unit: 'person', visitors: 1, windows: [other, WINDOW] }] as const;
    expect(pickWindow({ units }, { unit: 'person', window: '30d' })).toBe(WINDOW);
    expect(pickWindow({ units }, { unit: 'visitor_day', window: '1d' })).toBe(other);
    expect(pickWindow({ units: [] }, { unit: 'person', window: '30d' })).toBe(null);
  });
});
