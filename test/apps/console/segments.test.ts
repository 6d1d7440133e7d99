import { describe, expect, it } from 'vitest';
import type { HealthAnswer, SegmentAnswer } from '../../../apps/console/api/answers/segments.ts';
import { createFormat } from '../../../apps/console/view-models/format.ts';
import {
  aroundOf,
  bodyOf,
  isSameCondition,
  NOTHING_AROUND,
  slugOf,
  viewPreview,
} from '../../../apps/console/view-models/segment-builder.ts';
import { viewExplanation, viewTree } from '../../../apps/console/view-models/segment-tree.ts';
import {
  daysOf,
  sizePoints,
  viewFindings,
  viewMerges,
  viewOverlaps,
  viewSegment,
} from '../../../apps/console/view-models/segments.ts';
import { SEGMENT_FORM } from '../../../apps/console/words/segment-form.ts';
import { SEGMENTS } from '../../../apps/console/words/segments.ts';
import { TEMPLATE_WORDS } from '../../../apps/console/words/templates.ts';
import { TEMPLATES } from '../../../core/segments/templates/index.ts';

const NOW = Date.UTC(2026, 0, 5, 12);
const format = createFormat('en', NOW, 'UTC');
const words = SEGMENTS.en;
const segment: SegmentAnswer = {
  ...{ key: 'keen', name: 'Keen', version: 1, progress: 1, size: 1204 },
  state: 'ready',
  ...{ words: 'viewed a product', when: { event: 'Product Viewed' } },
};

describe('a segment in the list', () => {
  it('has its size once it is counted; a new version has that of the one before meanwhile', () => {
    expect(viewSegment(segment, words, format)).toMatchObject({ size: '1,204', badge: { tone: 'good' } });
    const building = { ...segment, state: 'building', progress: 0.4 } as const;
    expect(viewSegment(building, words, format)).toMatchObject({
      size: 'Not counted yet',
      badge: { text: 'Counting, 40%', tone: 'waiting' },
    });
    expect(viewSegment({ ...building, version: 2 }, words, format).size).toBe('1,204');
  });
});

const HEALTH: HealthAnswer = {
  visitors: 100,
  segments: [
    {
      ...{ key: 'a', name: 'Ann', size: 20, share: 0.2, kpi: null },
      sizes: [
        { date: '2026-01-04', size: 10 },
        { date: '2026-01-05', size: 20 },
      ],
      findings: [{ kind: 'too small' }, { kind: 'no KPI' }],
    },
    {
      key: 'b',
      name: 'Ben',
      size: 80,
      share: 0.8,
      kpi: null,
      sizes: [],
      findings: [{ kind: 'no campaign' }],
    },
  ],
  overlaps: [{ a: 'a', b: 'b', inA: 20, inB: 80, both: 20, either: 80, jaccard: 0.25 }],
  merges: [{ merge: 'a', into: 'b', jaccard: 0.25 }],
  basis: { sampledVisitors: 1, comparedSegments: 2 },
};

describe('the health of segments', () => {
  it('says what to do, of the largest first', () => {
    expect(viewFindings(HEALTH, words).map(({ name, title }) => [name, title])).toEqual([
      ['Ben', 'No campaign'],
      ['Ann', 'Too small'],
      ['Ann', 'No purpose'],
    ]);
  });

  it('names who overlaps with whom, and what to merge and why', () => {
    expect(viewOverlaps(HEALTH, words, format, 5)).toEqual([
      { key: 'a b', a: 'Ann', b: 'Ben', both: '20 of 80', alike: '25%' },
    ]);
    expect(viewOverlaps(HEALTH, words, format, 0)).toEqual([]);
    expect(viewMerges(HEALTH, words, format)[0]).toMatchObject({
      into: 'b',
      text: 'Merge Ann into Ben',
      why: 'Everybody in Ann is in Ben too.',
    });
    const [pair] = HEALTH.overlaps;
    const alike = {
      ...HEALTH,
      overlaps: [{ ...pair, inA: 25 } as never],
      merges: [{ merge: 'a', into: 'b', jaccard: 0.9 }],
    };
    expect(viewMerges(alike, words, format)[0]?.why).toBe('Of all who are in one of them, 90% are in both.');
  });

  it('has sizes by day, and some of the days below a plot', () => {
    expect(sizePoints(HEALTH, 'a').map(({ y }) => y)).toEqual([10, 20]);
    expect(sizePoints(HEALTH, 'gone')).toEqual([]);
    expect(sizePoints(null, 'a')).toEqual([]);
    const month = Array.from({ length: 31 }, (_, x) => ({ x, y: x }));
    expect(daysOf(month)).toEqual([0, 6, 12, 18, 24, 30]);
  });
});

describe('the size of what is being written', () => {
  const preview = { at: '', size: 42, low: 42, high: 42, isExact: true, looked: 90, total: 90, least: 10 };
  const say = (change: object) => viewPreview({ ...preview, ...change }, SEGMENT_FORM.en.preview, format);

  it('is exact where everybody was looked at, and estimated with its interval where not', () => {
    expect(say({})).toMatchObject({
      figure: '42',
      why: null,
      text: expect.stringContaining('all 90 visitors'),
    });
    expect(
      say({ size: 4200, low: 3900, high: 4500, isExact: false, looked: 1000, total: 90_000 }),
    ).toMatchObject({
      figure: '≈ 4,200',
      text: 'Between 3,900 and 4,500, nineteen times in twenty. Estimated from 1,000 of 90,000 visitors.',
    });
  });

  it('says that a number is withheld, and why', () => {
    const few = say({ size: null, low: 0, high: 9 });
    expect([few.figure, few.why]).toEqual(['Fewer than 10', SEGMENT_FORM.en.preview.why]);
    const some = say({ size: null, low: 0, high: 1800, isExact: false, looked: 1000, total: 90_000 });
    expect(some.text).toContain('at most about 1,800 of all 90,000 visitors');
  });
});

describe('what surrounds a condition', () => {
  it('is put as far as something is written', () => {
    expect(bodyOf({ ...NOTHING_AROUND, name: ' Keen ' }, segment.when)).toEqual({
      name: 'Keen',
      when: segment.when,
    });
    const full = {
      ...segment,
      kpi: 'conversion',
      want: 'W',
      action: 'A',
      urgencyHours: 12,
      campaigns: ['c'],
    } as const;
    expect(bodyOf(aroundOf(full), segment.when, full)).toEqual({
      ...{ name: 'Keen', when: segment.when, kpi: 'conversion', want: 'W', action: 'A' },
      ...{ urgencyHours: 12, campaigns: ['c'] },
    });
    expect(bodyOf({ ...NOTHING_AROUND, name: 'x', urgencyHours: 'soon' }, {})).toMatchObject({
      urgencyHours: 'soon',
    });
  });

  it('gives a key that the server takes', () => {
    expect(['Keen on Größe 42!', 'Café – à la carte', '日本'].map(slugOf)).toEqual([
      'keen-on-groesse-42',
      'cafe-a-la-carte',
      '',
    ]);
  });

  it('is the same condition in whatever order its parts stand', () => {
    expect(isSameCondition({ idle: '3d', source: 'web' }, { source: 'web', idle: '3d' })).toBe(true);
    expect(
      isSameCondition({ all: [{ idle: '3d' }, { stage: 'x' }] }, { all: [{ stage: 'x' }, { idle: '3d' }] }),
    ).toBe(false);
  });
});

describe('a condition to read', () => {
  it('is a tree whose frames speak the language of the page', () => {
    const tree = viewTree(
      { all: [{ not: { idle: '3d' } }, { account: { stage: 'x' } }] },
      {
        words: SEGMENTS.de.kinds,
        locale: 'de',
      },
    );
    expect(tree).toMatchObject({
      text: 'Alle davon',
      children: [
        { text: 'Nicht das', children: [{ text: 'nicht da gewesen seit 3 Tagen', children: [] }] },
        { text: 'Das Konto im Ganzen', children: [{ text: 'in der Stufe „x“' }] },
      ],
    });
  });

  it('is explained by the events behind it, and when it changes', () => {
    const leaf = {
      kind: 'event',
      text: 'viewed a product',
      holds: true,
      until: '2026-01-06T12:00:00Z',
      children: [],
    };
    const node = {
      ...{ kind: 'all', text: 'x and y', holds: true, until: null, events: [], against: [] },
      children: [{ ...leaf, events: ['e1', 'gone', '!session-started:e1'], against: ['e1'] }],
    };
    const explanation = {
      holds: true,
      until: '2026-01-06T12:00:00Z',
      at: '2026-01-05T12:00:00Z',
      withheld: null,
      node,
    };
    const entries = [{ id: 'e1', type: 'event', name: 'Product Viewed', time: '2026-01-05T11:00:00Z' }];
    const when = { all: [{ event: 'Product Viewed' }, { idle: '3d' }] };
    const view = viewExplanation(explanation, entries, { when, words, format, locale: 'en' });
    expect(view.change).toBe('If nothing happens, they leave on Jan 6, 2026, 12:00 PM.');
    expect(view.node).toMatchObject({ text: 'All of these', verdict: 'True' });
    expect(view.node.children[0]?.events.map(({ text }) => text)).toEqual([
      'Product Viewed, Jan 5, 2026, 11:00 AM (stands in the way)',
      'gone',
      'Session Started, Jan 5, 2026, 11:00 AM',
    ]);
    const out = viewExplanation({ ...explanation, holds: false, until: null, withheld: 'unseen' }, [], {
      when,
      words: SEGMENTS.de,
      format,
      locale: 'de',
    });
    expect(out.node.children.map(({ text, isEnglish }) => [text, isEnglish])).toEqual([
      ['„Product Viewed“', false],
    ]);
    const other = { when: { idle: '3d' }, words, format, locale: 'de' };
    expect(viewExplanation(explanation, [], other).node.children[0]?.isEnglish).toBe(true);
    expect([out.change, out.withheld]).toEqual([SEGMENTS.de.explain.staysOut, SEGMENTS.de.explain.unseen]);
  });
});

it('templates have words in every language', () => {
  const keys = Object.values(TEMPLATES).flatMap((family) => family.map(({ key }) => key));
  expect(Object.keys(TEMPLATE_WORDS.de).toSorted()).toEqual(keys.toSorted());
});
