import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../../core/entry.ts';
import { type Example, listExamples } from '../../../../core/scoring/labels/examples.ts';
import { BUILT_IN_LABELS, type Label, NEXT_ACTIONS } from '../../../../core/scoring/labels/label.ts';
import { valueIn } from '../../../../core/scoring/model.ts';
import { consent, DAY, MINUTE, PERSON, rules, START } from '../../profiles/world.ts';
import { anyHistory, type Step, toEvents } from '../histories.ts';

const DAYS = 24 * 60;
const labelOf = (key: string): Label => {
  const label = BUILT_IN_LABELS.find((one) => one.key === key);
  if (label === undefined) throw new Error(`there is no label ${key}`);
  return label;
};
const PURCHASE = labelOf('purchase_7d');
const CHURN = labelOf('churn_30d');
const VALUE = labelOf('order_value');
const NEXT = labelOf('next_action');

type Listing = { readonly untilMinutes?: number; readonly isAnonymous?: boolean };

function list(steps: readonly Step[], label: Label, listing: Listing = {}): readonly Example[] {
  return listEntries(toEvents(steps), label, listing);
}

function listEntries(entries: readonly Entry[], label: Label, listing: Listing): readonly Example[] {
  const { untilMinutes = 100 * DAYS, isAnonymous = false } = listing;
  const until = START + untilMinutes * MINUTE;
  return listExamples({ visitor: PERSON, entries, isAnonymous }, label, { rules, zone: 'UTC', until });
}

/** `[minutes after START, target]` */
const told = (examples: readonly Example[]) =>
  examples.map(({ t, target }) => [(t - START) / MINUTE, target]);
const page = (minutes: number): Step => [minutes, 'Page Viewed'];
const order = (minutes: number, total = 2_000): Step => [
  minutes,
  'Order Completed',
  { order_id: `o${minutes}`, total },
];

describe('when a visitor is looked at', () => {
  it('is at the events 1, 2, 3, 5, 8, 13 of a session', () => {
    const places = list(
      Array.from({ length: 13 }, (_, n) => page(n)),
      PURCHASE,
      { isAnonymous: true },
    );
    expect(told(places).map(([minute]) => minute)).toEqual([0, 1, 2, 4, 7, 12]);
  });

  it('is at the first action of each kind as well, but not at what a page says as it is left', () => {
    const names = ['Product Viewed', 'Product Viewed', 'Product Added', 'Page Engaged', 'Checkout Started'];
    const steps = names.map((name, at): Step => [10 + at, name]);
    const places = list([...Array.from({ length: 9 }, (_, n) => page(n)), ...steps], PURCHASE, {
      isAnonymous: true,
    });
    expect(told(places).map(([minute]) => minute)).toEqual([0, 1, 2, 4, 7, 10, 12, 13, 14]);
  });

  it('is anew in the next session', () => {
    const places = list([page(0), page(1), page(40)], PURCHASE, { isAnonymous: true });
    expect(told(places).map(([minute]) => minute)).toEqual([0, 1, 40]);
  });

  it('is on quiet midnights 1, 3, 7, 14, 28, until something happens', () => {
    const days = (examples: readonly Example[]) => told(examples).map(([minute = 0]) => minute / DAYS);
    expect(days(list([page(DAYS / 2)], PURCHASE))).toEqual([0.5, 1, 3, 7, 14, 28]);
    expect(days(list([page(DAYS / 2), page(3.5 * DAYS)], PURCHASE))).toEqual([
      0.5, 1, 3, 3.5, 4, 6, 10, 17, 31,
    ]);
  });

  it('is never after the day, of whoever is known for the day alone', () => {
    expect(told(list([page(60)], PURCHASE, { isAnonymous: true }))).toEqual([[60, 0]]);
  });

  it('is once for events at one instant, with all of them', () => {
    const [only, ...more] = list([page(1), page(1)], PURCHASE, { isAnonymous: true });
    expect([valueIn(only?.features ?? [], 'session_events'), more]).toEqual([2, []]);
  });

  it('sorts what is given in any order, and looks at events alone', () => {
    const entries = toEvents([page(0), page(1), page(2)]);
    const mixed = [...entries.toReversed(), consent({ analytics: true }, { t: START + MINUTE })];
    expect(listEntries(mixed, PURCHASE, {})).toEqual(listEntries(entries, PURCHASE, {}));
  });
});

describe('purchase within 7 days', () => {
  it('is so up to the 7th day, the instant itself included', () => {
    const targets = list([page(0), order(7 * DAYS)], PURCHASE);
    expect(told(targets).filter(([minute]) => minute === 0)).toEqual([[0, 1]]);
    expect(told(list([page(0), order(7 * DAYS + 1)], PURCHASE))[0]).toEqual([0, 0]);
  });

  it('is about the order where it comes, else about the session', () => {
    const steps = [page(0), page(1), order(2), page(10 * DAYS), page(10 * DAYS + 1)];
    const examples = list(steps, PURCHASE, { isAnonymous: true });
    expect(examples.map(({ target }) => target)).toEqual([1, 1, 0, 0]);
    const [a, b, c, d] = examples.map(({ about }) => about);
    expect([a === b, c === d, a === c]).toEqual([true, true, false]);
  });

  it('has no rows of a session after its order, which thank for it', () => {
    const steps = [page(0), order(1), page(2), page(3), page(4)];
    expect(told(list(steps, PURCHASE, { isAnonymous: true }))).toEqual([[0, 1]]);
  });

  it('has rows again once the session is over', () => {
    const days = told(list([page(60), order(61), page(62)], PURCHASE)).map(([minute = 0]) => minute / DAYS);
    expect(days.slice(1)).toEqual([1, 3, 7, 14, 28]);
  });

  it('of an order without a page before it has none but the quiet midnights after it', () => {
    expect(told(list([order(60)], PURCHASE)).map(([minute = 0]) => minute / DAYS)).toEqual([1, 3, 7, 14, 28]);
  });
});

describe('the embargo', () => {
  const all: readonly Label[] = [PURCHASE, CHURN, VALUE, NEXT];
  it.each(all.map((label) => [label.key, label] as const))(
    '%s: nothing whose outcome is not known',
    (_, label) => {
      fc.assert(
        fc.property(anyHistory, fc.integer({ min: 0, max: 40 * DAYS }), (entries, untilMinutes) => {
          const until = START + untilMinutes * MINUTE;
          const examples = listEntries(entries, label, { untilMinutes });
          expect(examples.filter(({ t }) => t + label.withinMs > until)).toEqual([]);
          // What comes later changes nothing that is known.
          const more = [...entries, ...toEvents([order(untilMinutes + 1), page(untilMinutes + 2)])];
          expect(listEntries(more, label, { untilMinutes })).toEqual(examples);
        }),
        { seed: 5, numRuns: 40 },
      );
    },
  );

  it('ends as the last outcome is known, to the millisecond', () => {
    expect(told(list([page(0)], PURCHASE, { untilMinutes: 7 * DAYS }))).toEqual([[0, 0]]);
    expect(list([page(0)], PURCHASE, { untilMinutes: 7 * DAYS - 1 / MINUTE })).toEqual([]);
  });

  it('is not over though the order is there: late rows of one kind would tilt what is learned', () => {
    expect(list([page(0), order(1)], PURCHASE, { untilMinutes: DAYS })).toEqual([]);
  });
});

describe('churn within 30 days', () => {
  it('is that nothing at all happens', () => {
    expect(told(list([page(0)], CHURN))[0]).toEqual([0, 1]);
    expect(told(list([page(0), page(30 * DAYS)], CHURN))[0]).toEqual([0, 0]);
    expect(told(list([page(0), page(30 * DAYS + 1)], CHURN))[0]).toEqual([0, 1]);
  });

  it.each([
    ['a letter that was delivered', 'Email Delivered', { source: 'server' }],
    ['a letter that was opened', 'Email Opened', { source: 'email' }],
  ] as const)('%s brings nobody back', (_, name, parts) => {
    expect(told(list([page(0), [DAYS, name, {}, parts]], CHURN))[0]).toEqual([0, 1]);
  });

  it('is asked of persons alone', () => {
    expect(list([page(0)], CHURN, { isAnonymous: true })).toEqual([]);
  });
});

describe('order value', () => {
  it('is what the next order within 7 days brings, in minor units', () => {
    const examples = list([page(0), order(1, 2_500), page(DAYS), order(2 * DAYS, 900)], VALUE, {
      isAnonymous: true,
    });
    expect(told(examples)).toEqual([
      [0, 2_500],
      [DAYS, 900],
    ]);
  });

  it('has no rows where none comes, or one without a value', () => {
    expect(list([page(0)], VALUE)).toEqual([]);
    expect(list([page(0), [1, 'Order Completed', { order_id: 'o' }]], VALUE, { isAnonymous: true })).toEqual(
      [],
    );
    expect(list([page(0), order(1, 0)], VALUE, { isAnonymous: true })).toEqual([]);
  });
});

describe('the next action', () => {
  const nextAfter = (...steps: readonly Step[]) => {
    const [first] = list([page(0), ...steps], NEXT);
    return NEXT_ACTIONS[first?.target ?? -1];
  };
  it.each([
    ['Product Viewed', 'view'],
    ['Products Searched', 'view'],
    ['constructor', 'view'],
    ['Product Added', 'cart'],
    ['Product Removed', 'cart'],
    ['Cart Viewed', 'cart'],
    ['Checkout Started', 'checkout'],
    ['Checkout Step Viewed', 'checkout'],
    ['Checkout Step Completed', 'checkout'],
    ['Payment Info Entered', 'checkout'],
    ['Order Completed', 'order'],
  ])('%s is %s', (name, action) => {
    expect(nextAfter([5, name])).toBe(action);
  });

  it('is to leave where none follows within 30 minutes', () => {
    expect(nextAfter()).toBe('leave');
    expect(nextAfter([30 - 1 / MINUTE, 'Cart Viewed'])).toBe('cart');
    expect(nextAfter([30, 'Cart Viewed'])).toBe('leave');
  });

  it('is not what the page says as it is left, nor what reaches a mailbox', () => {
    const engaged: Step = [1, 'Page Engaged', { seconds_active: 9 }];
    const exit: Step = [1, 'Exit Intent Detected'];
    const mail: Step = [1, 'Email Delivered', {}, { source: 'email' }];
    expect([nextAfter(engaged), nextAfter(exit), nextAfter(mail)]).toEqual(['leave', 'leave', 'leave']);
    expect(nextAfter(engaged, [2, 'Cart Viewed'])).toBe('cart');
  });

  it('is asked at events alone: on a quiet midnight nobody is there', () => {
    expect(told(list([page(60)], NEXT))).toEqual([[60, NEXT_ACTIONS.indexOf('leave')]]);
  });
});

it('any event within any horizon can be a label', () => {
  const label: Label = { key: 'trial', kind: 'event', event: 'Trial Started', withinMs: DAY };
  const examples = list([page(0), [DAYS, 'Trial Started'], page(5 * DAYS)], label, { isAnonymous: true });
  expect(told(examples)).toEqual([
    [0, 1],
    [5 * DAYS, 0],
  ]);
});
