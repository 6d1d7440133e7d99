import { describe, expect, it } from 'vitest';
import type {
  CardAnswer,
  DriftAnswer,
  Measures,
  ModelLine,
} from '../../../apps/console/api/answers/models.ts';
import {
  plotCalibration,
  plotRoc,
  viewCard,
  viewCompared,
  viewDrift,
  viewHistory,
  viewLift,
} from '../../../apps/console/view-models/card.ts';
import { createFullFormat } from '../../../apps/console/view-models/full-format.ts';
import { viewLabel, viewLacking, viewSpread } from '../../../apps/console/view-models/intent.ts';
import { drawPlot, listFigures } from '../../../apps/console/view-models/plot.ts';
import { viewScore } from '../../../apps/console/view-models/reasons.ts';
import { CARD } from '../../../apps/console/words/card.ts';
import { FEATURE_WORDS } from '../../../apps/console/words/features.ts';
import { INTENT } from '../../../apps/console/words/intent.ts';
import { LANGUAGES } from '../../../apps/console/words/words.ts';
import { FEATURES } from '../../../core/scoring/features/table.ts';

const NOON = Date.UTC(2026, 0, 5, 12);
const format = createFullFormat('en', NOON, 'Europe/Berlin');
const words = INTENT.en;

const LINE: ModelLine = {
  label: 'purchase_7d',
  foretells: 'that “Order Completed” follows within 7 days',
  definition: { kind: 'event', withinMs: 7 * 86_400_000, event: 'Order Completed' },
  state: 'heuristic',
  active: null,
  previous: null,
  training: null,
  lastRun: null,
  readiness: {
    leastOfEach: 100,
    positives: 63,
    negatives: 4_210,
    lacks: 'examples',
    pastMs: 28 * 86_400_000,
    nextLookAt: '2026-01-06T23:30:00.000Z',
    enoughAt: '2026-02-01T12:00:00.000Z',
  },
};

describe('a label as it is shown', () => {
  it('has our words where it is built in, and what the server says of a site’s own', () => {
    expect(viewLabel(LINE, words, format)).toMatchObject({
      name: 'Buys within 7 days',
      badge: { text: 'General points', tone: 'waiting' },
    });
    expect(viewLabel({ ...LINE, label: 'signs_up', state: 'model', active: 3 }, words, format)).toMatchObject(
      {
        name: 'signs_up',
        foretells: 'How likely “Order Completed” is to follow within 7 days.',
        badge: { text: 'Learned from your site · Version 3', tone: 'good' },
      },
    );
  });

  it('says how many of each outcome are there, how many are needed, and about when', () => {
    const lacking = viewLacking(LINE, words, format);
    expect(lacking?.counts.map(({ text, share }) => [text, share])).toEqual([
      ['63 of 100', 0.63],
      ['4,210 of 100', 1],
    ]);
    expect(lacking?.notes).toEqual([
      'At the pace so far that is about Feb 1, 2026.',
      // Half past midnight in the site's zone.
      'Inkling looks again on Jan 7, 2026.',
      'Nothing is broken: until then the points above stand in.',
    ]);
  });

  it('says nothing of what is missing where nothing is, and counts nothing that nobody counted', () => {
    const readiness = { ...LINE.readiness, lacks: null };
    expect(viewLacking({ ...LINE, readiness }, words, format)).toBe(null);
    const unseen = { ...LINE.readiness, lacks: 'a_first_look', positives: null, negatives: null } as const;
    expect(viewLacking({ ...LINE, readiness: unseen }, words, format)?.counts).toEqual([]);
  });
});

describe('scores of everybody as they are shown', () => {
  const answer = {
    ...{ at: '', seenWithinDays: 30, heuristic: true, isSample: false, steps: '', words: '' },
    visitors: 1_235,
    likely: { from: 0.3, visitors: 45 },
    bins: [
      { from: 0, to: 0.3, visitors: 1_185 },
      { from: 0.3, to: 1, visitors: 45 },
    ],
  };

  it('say how many are likely, and mark their bands', () => {
    const view = viewSpread(answer, 'purchase_7d', words, format);
    expect(view.likely).toBe('45');
    expect(view.likelyText).toBe('visitors are at 30% or more, of about 1,235 seen in the last 30 days');
    expect(view.bars.map(({ label, text, look }) => [label, text, look])).toEqual([
      ['0% to 30%', '1,185', 'plain'],
      ['30% to 100%', '45', 'against'],
    ]);
  });

  it('say so where there are too few to tell', () => {
    const few = {
      ...answer,
      visitors: 0,
      likely: { from: 0.3, visitors: 0 },
      bins: answer.bins.map((bin) => ({ ...bin, visitors: 0 })),
    };
    expect(viewSpread(few, 'signs_up', words, format).likely).toBe(null);
    expect(viewSpread(few, 'signs_up', words, format).bars[0]).toMatchObject({
      text: 'none, or too few to tell',
      to: 0,
    });
  });
});

describe('a score with its reasons', () => {
  const reasons = [
    { feature: 'cart_pieces', value: 2, unit: 'pieces', shap: 1.8 },
    { feature: 'idle', value: 5_400, unit: 'seconds', shap: -0.6 },
    { feature: 'cart_value', value: 4_990, unit: 'minor units', shap: 0.4 },
    { feature: 'origin', value: 'search', unit: 'kind of source', shap: 0.3 },
    { feature: 'visits', value: null, unit: 'sessions', shap: 0.2 },
    { feature: 'searches', value: 1, unit: 'events', shap: 0.01 },
  ];
  const score = { label: 'purchase_7d', p: 0.23, at: '', heuristic: true, reasons };
  const said = { ...words, features: FEATURE_WORDS.en };

  it('says each that moves it, by how much, and to which side', () => {
    const view = viewScore(score, said, format, 'EUR');
    expect(view).toMatchObject({ name: 'Buys within 7 days', value: '23%', note: 'by general points' });
    expect(view.reasons.map(({ label, text }) => [label, text])).toEqual([
      ['Pieces in the cart: 2', '× 6.0 higher'],
      ['Time since anything was done: 1 hour', '÷ 1.8 lower'],
      ['Value of the cart: €49.90', '× 1.5 higher'],
      ['Where the visit came from: a search engine', '× 1.3 higher'],
      ['Visits so far: not known', '× 1.2 higher'],
    ]);
    expect(view.reasons[0]).toMatchObject({ from: 0.5, to: 1 });
    expect(view.reasons[1]?.to).toBeLessThan(0.5);
  });

  it('is money where an order is foretold, and what is likeliest where an action is', () => {
    const none = { ...score, reasons: [] };
    expect(viewScore({ ...none, label: 'order_value', p: 4_990 }, said, format, 'EUR').value).toBe('€49.90');
    const next = { ...none, label: 'next_action', p: 0.6, shares: { view: 0.6, leave: 0.4 } };
    expect(viewScore(next, said, format, 'EUR').value).toBe('looks at a product, 60%');
  });

  it.each(LANGUAGES)('has a name for every feature there is, in %s', (language) => {
    const { names } = FEATURE_WORDS[language];
    expect(Object.keys(names).toSorted()).toEqual([...FEATURES.map(({ name }) => name), 'score'].toSorted());
  });
});

const MEASURES: Measures = {
  auc: { auc: 0.81, interval: { low: 0.74, high: 0.87 }, positives: 40, negatives: 400 },
  logLoss: 0.21,
  brier: 0.06,
  ece: 0.021,
  reliability: [
    { rows: 44, meanProbability: 0.02, observedRate: 0, interval: { low: 0, high: 0.08 } },
    { rows: 44, meanProbability: 0.4, observedRate: 0.5, interval: { low: 0.36, high: 0.64 } },
  ],
  lift: [
    { lift: 4.2, captured: 0.42 },
    { lift: 2.1, captured: 0.63 },
    { lift: 1, captured: 0.73 },
  ],
  roc: [
    { falsePositives: 0, truePositives: 0 },
    { falsePositives: 0, truePositives: 0.4 },
    { falsePositives: 1, truePositives: 1 },
  ],
};
const SPAN = { from: '2025-12-01T00:00:00.000Z', to: '2025-12-20T00:00:00.000Z' };
const MODEL_CARD: CardAnswer = {
  ...{ version: 2, kind: 'logistic', trainedAt: '2026-01-05T12:00:00.000Z', verdict: 'promoted' },
  ...{ positives: 120, negatives: 2_000, visitors: 900, isSampled: false, heuristicShare: 0.45 },
  window: { train: SPAN, test: SPAN },
  importance: [{ feature: 'cart_pieces', meanAbsoluteShap: 0.8 }],
  measures: MEASURES,
  compared: [
    { name: 'constant', loss: 0.3, auc: 0.5 },
    { name: 'logistic', loss: 0.21, auc: 0.81 },
  ],
  recalibrated: null,
};

describe('a model’s card', () => {
  it('says in words how good it is', () => {
    const view = viewCard(MODEL_CARD, CARD.en, format);
    expect(view).toMatchObject({ quality: 'It ranks visitors well.', auc: '0.81' });
    expect(view.aucText).toContain('81% of the time (95 %: 74% to 87%)');
    expect(view.facts.join(' ')).toContain('Learned from 900 visitors, Dec 1, 2025 to Dec 20, 2025.');
    expect(view.facts.join(' ')).toContain('45% of each score still comes from the general points');
  });

  it.each([
    [0.5, 'It ranks visitors no better than chance.'],
    [0.55, 'It ranks visitors a little better than chance.'],
    [0.85, 'It ranks visitors very well.'],
  ])('calls an AUC of %d by its name', (auc, said) => {
    const measures = { ...MEASURES, auc: { ...MEASURES.auc, auc } };
    expect(viewCard({ ...MODEL_CARD, measures }, CARD.en, format).quality).toBe(said);
  });

  it('draws what came against what was said, each with how sure it is, and the line of both alike', () => {
    const { series, most } = plotCalibration(MEASURES, CARD.en);
    const { lines } = drawPlot({ series, box: { width: 100, height: 100 }, x: [0, most], y: [0, most] });
    expect(lines[0]?.whiskers).toHaveLength(2);
    expect(lines[0]?.band).toBe(null);
    expect(lines[1]?.path).toBe('M0 100L100 0');
  });

  it('has a row for every point of a curve that rises straight up', () => {
    const roc = plotRoc(MEASURES, CARD.en);
    expect(listFigures(roc ?? []).map(({ x, ys }) => [x, ...ys])).toEqual([
      [0, 0, 0],
      [0, 0.4, null],
      [1, 1, 1],
    ]);
    const { roc: _, ...before } = MEASURES;
    expect(plotRoc(before, CARD.en)).toBe(null);
  });

  it('says where an effort is worth it, and puts the smallest error first', () => {
    expect(viewLift(MEASURES, CARD.en, format).text).toContain('did it 4.2 times as often as the average');
    expect(viewCompared(MODEL_CARD, CARD.en, format).map(({ name }) => name)).toEqual([
      'Regression',
      'The plain rate for everybody',
    ]);
  });

  it('marks in the history what serves, and says why others do not', () => {
    const worse = { ...MODEL_CARD, version: 3, verdict: 'no_better_than_served' } as const;
    const rows = viewHistory({ history: [worse, MODEL_CARD], active: 2, state: 'model' }, CARD.en, format);
    expect(rows.map(({ version, isServed, became }) => [version, isServed, became])).toEqual([
      ['3', false, 'No better than what serves'],
      ['2', true, 'Was better, and served'],
    ]);
  });
});

describe('drift', () => {
  const drift: DriftAnswer = {
    ...{ at: '2026-01-05T12:00:00.000Z', since: '', alarm: false, kind: null, what: 'nothing', reasons: [] },
    ...{ labels: 200, observed: 21, expected: 19.4 },
    psi: [
      { feature: 'score', psi: 0.25, chance: 0.0001 },
      { feature: 'visits', psi: 0.15, chance: 0.001 },
      { feature: 'idle', psi: 0.05, chance: 0.001 },
      { feature: 'hour', psi: 0.4, chance: 0.3 },
    ],
  };

  it('has its bands, and none for what chance makes', () => {
    const { rows, badge, labels } = viewDrift(drift, CARD.en, FEATURE_WORDS.en, format);
    expect(rows.map(({ name, psi, band }) => [name, psi, band.tone])).toEqual([
      ['The score itself', '0.25', 'bad'],
      ['Visits so far', '0.15', 'waiting'],
      ['Time since anything was done', '0.05', 'good'],
      ['Hour of the day', '0.40', 'good'],
    ]);
    expect(badge.tone).toBe('good');
    expect(labels).toBe('Of 200 visitors whose time is over it came to 21; 19.4 were expected.');
  });

  it('is an alarm where the server raises one', () => {
    const moved = { ...drift, alarm: true, kind: 'rate', what: 'recalibrate' } as const;
    expect(viewDrift(moved, CARD.en, FEATURE_WORDS.en, format)).toMatchObject({
      badge: { tone: 'bad' },
      does: 'Inkling adjusts the percentages by itself.',
    });
  });
});
