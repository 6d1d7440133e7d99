import { describe, expect, it } from 'vitest';
import type { PlanAnswer, ViolationAnswer } from '../../../apps/console/api/answers/events.ts';
import type { TailLineAnswer } from '../../../apps/console/api/answers/live.ts';
import {
  type CatalogueOrder,
  listCatalogue,
  readTail,
  viewTail,
} from '../../../apps/console/view-models/events.ts';
import { createFormat } from '../../../apps/console/view-models/format.ts';
import {
  applyFix,
  exampleOf,
  findFix,
  guessType,
  typesFor,
} from '../../../apps/console/view-models/plan-fixes.ts';
import { lineOfPlace, readPlanText, writePlan } from '../../../apps/console/view-models/plan-text.ts';
import { groupViolations } from '../../../apps/console/view-models/violations.ts';
import { EVENTS } from '../../../apps/console/words/events.ts';
import { VIOLATIONS } from '../../../apps/console/words/violations.ts';
import type { Properties } from '../../../core/entry.ts';
import type { ViolationRule } from '../../../core/events/open-event.ts';
import { compilePlan, parsePlan, type TrackingPlan } from '../../../core/events/plan.ts';
import { PROPERTY_TYPES } from '../../../core/events/spec.ts';
import { validate } from '../../../core/events/validate.ts';

const NOW = Date.UTC(2026, 0, 5, 12);
const AT = new Date(NOW).toISOString();
const format = createFormat('en', NOW + 7_200_000, 'UTC');
const PLAN: TrackingPlan = {
  mode: 'lenient',
  events: {
    'Gift Wrapped': {
      properties: { paper: { type: 'string', required: true } },
      additionalProperties: false,
    },
  },
};

/** What the server counts of an event, as its own rules have it. */
function violationsOf(plan: PlanAnswer, name: string, properties: Properties): readonly ViolationAnswer[] {
  const valid = validate(compilePlan(plan), { name, properties, currency: 'EUR', at: 'e[0]' });
  if (!valid.ok) throw new Error(valid.code);
  return valid.value.violations.map(({ property, rule, hint }) => ({
    ...{ name: valid.value.name, property, rule, hint },
    ...{ count: 1, firstAt: AT, lastAt: AT },
  }));
}

const FAULTS: readonly [title: string, name: string, properties: Properties][] = [
  ['an event that nobody described', 'Quiz Finished', {}],
  ['a property that the plan does not take', 'Gift Wrapped', { paper: 'red', ribbon_price: 2 }],
  ['a planned property that is missing', 'Gift Wrapped', {}],
  ['a property of a known event that is missing', 'Product Viewed', {}],
];

describe('a fix in the plan', () => {
  it.each(FAULTS)('is taken by the server, and mends: %s', (_, name, properties) => {
    const [violation, ...others] = violationsOf(PLAN, name, properties);
    if (violation === undefined) throw new Error('nothing is wrong');
    expect(others).toEqual([]);
    const fix = findFix(violation, PLAN);
    if (fix === null) throw new Error('nothing mends it');
    const mended = parsePlan(JSON.parse(JSON.stringify(applyFix(PLAN, violation, fix))));
    if (!mended.ok) throw new Error(mended.hint);
    expect(violationsOf(mended.value, name, properties)).toEqual([]);
    const [group] = groupViolations([violation], mended.value, VIOLATIONS.en, format);
    expect(group?.items).toMatchObject([{ isMended: true, fix: null }]);
  });

  it.each([
    ['a name that is none', 'quiz', {}],
    ['a value of the wrong type', 'Product Viewed', { product_id: 'p', price: 'cheap' }],
    ['no currency', 'Product Viewed', { product_id: 'p', price: 5, currency: 'gold' }],
    ['a missing property whose type nobody can tell by its name', 'Product Added', { product_id: 'p' }],
  ] as const)('is none where the page has to be changed: %s', (_, name, properties) => {
    const [violation] = violationsOf(PLAN, name, properties);
    expect(violation && findFix(violation, PLAN)).toBeNull();
  });

  it.each(PROPERTY_TYPES)('offers only types that the plan takes: %s', (type) => {
    for (const property of [
      'paper',
      'price',
      'products',
      'customer_id',
      'sent_at',
      'is_gift',
      'products.size',
    ])
      if (typesFor(property).includes(type)) {
        const properties = { [property]: { type, required: false } };
        expect(parsePlan({ events: { 'Gift Wrapped': { properties } } }).ok).toBe(true);
        expect(typesFor(property)).toContain(guessType(property));
      }
  });
});

describe('what is not as planned, as it is shown', () => {
  it('has the code that would be right, which is taken without a fault where it is sent', () => {
    const [misspelt] = violationsOf(PLAN, 'Prodct Viewd', {});
    const [missing] = violationsOf(PLAN, 'Product Viewed', {});
    const [item] = violationsOf(PLAN, 'Cart Viewed', { products: [{ product_id: 'p', price: 'cheap' }] });
    expect([misspelt, missing, item].map((one) => one && exampleOf(one, PLAN))).toEqual([
      "inkling('Product Viewed');",
      "inkling('Product Viewed', { product_id: '…' });",
      "inkling('Cart Viewed', { products: [{ price: 19.99 }] });",
    ]);
  });

  it('is grouped by event, what happens most often first, mended last', () => {
    const often = (violation: ViolationAnswer, count: number) => ({ ...violation, count });
    const quiz = violationsOf(PLAN, 'Quiz Finished', {}).map((one) => often(one, 3));
    const gift = violationsOf(PLAN, 'Gift Wrapped', { ribbon: 'x' }).map((one) => often(one, 7));
    const old = violationsOf({ mode: 'lenient', events: {} }, 'Gift Wrapped', {}).map((one) =>
      often(one, 900),
    );
    const many = {
      ...{ name: 'other', property: '', rule: 'many', hint: '', count: 2 },
      firstAt: AT,
      lastAt: AT,
    };
    const groups = groupViolations([...old, ...quiz, many, ...gift], PLAN, VIOLATIONS.en, format);
    expect(
      groups.map(({ name, items }) => [name, items.map(({ title, isMended }) => [title, isMended])]),
    ).toEqual([
      [
        'Gift Wrapped',
        [
          ['ribbon', false],
          ['paper', false],
          ['Not in the plan', true],
        ],
      ],
      ['Quiz Finished', [['Not in the plan', false]]],
      ['Many more, too many to list', [['Too many kinds', false]]],
    ]);
    expect(groups[1]?.items[0]?.often).toMatch(/^3 times since Jan 5, 2026, 12:00\sPM, last 2 hours ago$/);
  });

  it('is said in every language for every rule that the server has', () => {
    const rules: Readonly<Record<ViolationRule | 'many' | 'personal_data', true>> = {
      ...{
        name: true,
        unknown_event: true,
        missing: true,
        type: true,
        currency: true,
        unknown_property: true,
      },
      ...{ never_stored: true, key: true, too_long: true, too_many: true, many: true, personal_data: true },
    };
    for (const { rules: said } of [VIOLATIONS.en, VIOLATIONS.de])
      expect(Object.keys(said).toSorted()).toEqual(Object.keys(rules).toSorted());
    const unknown = {
      ...{ name: 'A', property: 'b', rule: 'new', hint: 'do this', count: 1 },
      firstAt: AT,
      lastAt: AT,
    };
    const [group] = groupViolations([unknown], PLAN, VIOLATIONS.de, format);
    expect(group?.items[0]?.what).toBe('do this');
  });
});

const LINE: TailLineAnswer = {
  ...{ name: 'Page Viewed', time: AT, path: '/a', mode: 'visitor', isOffPlan: false, refused: null },
};

describe('events as they come in, as they are shown', () => {
  it.each([
    ['taken', LINE, ['Page Viewed', '/a · of a visitor', 'Taken'], /^12:00:00\sPM$/],
    [
      'off the plan',
      { ...LINE, isOffPlan: true },
      ['Page Viewed', '/a · of a visitor', 'Not as planned'],
      /^12:00:00/,
    ],
    [
      'only counted',
      { ...LINE, mode: 'counted' },
      ['Page Viewed', '/a · only counted', 'Taken'],
      /^in 12\sPM$/,
    ],
    [
      'refused',
      { ...LINE, name: null, path: null, mode: null, refused: { code: 'bot', hint: '' } },
      ['Without a known name', 'A robot: not recorded', 'Refused'],
      /^12:00:00/,
    ],
    [
      'refused with a code that has no words yet',
      { ...LINE, mode: null, refused: { code: 'new', hint: 'do this' } },
      ['Page Viewed', 'new: do this', 'Refused'],
      /^12:00:00/,
    ],
  ] as const)('%s', (_, line, said, time) => {
    const { text, detail, badge, ...view } = viewTail(line, EVENTS.en, format);
    expect([text, detail, badge?.text]).toEqual(said);
    expect(view.time).toMatch(time);
  });

  it('are read from the stream with how many were passed over', () => {
    expect(readTail({ type: 'event', data: JSON.stringify(LINE) })).toEqual(LINE);
    expect(viewTail({ skipped: 70 }, EVENTS.en, format).text).toBe('70 more came in at once');
    expect([readTail({ type: 'skipped', data: '{"count":70}' }), readTail({ type: 'x', data: '' })]).toEqual([
      ...[{ skipped: 70 }, null],
    ]);
  });
});

describe('the catalogue', () => {
  const counts = {
    ...{ isBehind: false, otherCount: 0 },
    events: [
      { name: 'Page Viewed', count: 1_204, lastAt: '2026-01-05T13:00:00.000Z' },
      { name: 'Old Thing', count: 3, lastAt: '2025-12-30T10:00:00.000Z' },
    ],
  };
  const facts = {
    ...{ plan: PLAN, counts, violations: violationsOf(PLAN, 'Quiz Finished', {}) },
    heard: new Map([['Page Viewed', AT]]),
  };
  const listed = (order: CatalogueOrder) => listCatalogue(facts, order, EVENTS.en, format);

  it('has what came in, what the plan names and what broke it, with how often and when last', () => {
    const rows = listed('name').map(({ name, badge, properties, came, seen }) => [
      ...[name, badge.text, properties, came, seen],
    ]);
    expect(rows).toEqual([
      ['Gift Wrapped', 'In your plan', 'paper (text, required)', '0', 'Not seen yet'],
      ['Old Thing', 'Known event', '', '3', '6 days ago'],
      // Only the hour of the last one is known, and that is later than what was heard.
      ['Page Viewed', 'Known event', '', '1,204', '1 hour ago'],
      ['Quiz Finished', 'Not planned', '', '0', '2 hours ago'],
    ]);
  });

  it('is sorted by how often, by when last, and by name', () => {
    const names = (order: CatalogueOrder) => listed(order).map(({ name }) => name.slice(0, 4));
    expect(names('count')).toEqual(['Page', 'Old ', 'Gift', 'Quiz']);
    expect(names('seen')).toEqual(['Page', 'Quiz', 'Old ', 'Gift']);
  });

  it('does not say minutes where only the hour is known', () => {
    const now = createFormat('en', Date.parse('2026-01-05T13:40:00.000Z'), 'UTC');
    const [row] = listCatalogue(facts, 'count', EVENTS.en, now);
    expect(row?.seen).toBe('within the last hour');
  });
});

describe('the plan as text', () => {
  const text = writePlan(PLAN);

  it('is read as it was written', () => {
    expect(readPlanText(text)).toEqual({ ok: true, value: PLAN });
  });

  it.each([
    ['a comma too many', text.replace('"lenient",', '"lenient",,'), 2],
    ['an end that is missing', text.slice(0, -2), text.split('\n').length - 1],
  ])('says on which line it is no JSON: %s', (_, broken, line) => {
    expect(readPlanText(broken)).toEqual({ ok: false, line });
  });

  it.each([
    ['an event', { 'Gift Wrapped': {}, quiz: {} }],
    [
      'a property',
      {
        'Gift Wrapped': { properties: { paper: 'string' } },
        'Quiz Lost': { properties: { Paper: 'string' } },
      },
    ],
    ['a type', { 'Gift Wrapped': { properties: { paper: 'paper' } } }],
  ])('finds the line of a fault that the server names: %s', (_, events) => {
    const edited = JSON.stringify({ mode: 'lenient', events }, null, 2);
    const parsed = parsePlan(JSON.parse(edited));
    const place = parsed.ok ? '' : parsed.at;
    const line = edited.split('\n')[(lineOfPlace(edited, place) ?? 0) - 1];
    expect(line).toMatch(/"quiz"|"Paper"|"paper": "paper"/);
  });

  it('has no line for a place that is not in it', () => {
    expect([lineOfPlace(text, ''), lineOfPlace(text, 'zzz')]).toEqual([null, null]);
  });
});
