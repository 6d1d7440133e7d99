import { describe, expect, it } from 'vitest';
import { sayCondition } from '../../../apps/console/view-models/condition-gist.ts';
import { PSEUDO_LOCALE } from '../../../apps/console/words/words.ts';
import type { Condition } from '../../../core/segments/condition.ts';
import { TEMPLATES } from '../../../core/segments/templates/index.ts';
import { describe as lineOf } from '../../../core/segments/words-describe.ts';
import { EXAMPLES } from '../../core/segments/examples.ts';

const CONDITIONS = [
  ...EXAMPLES,
  ...Object.values(TEMPLATES).flatMap((family) => family.map(({ when }) => when)),
];

describe('what a condition asks', () => {
  it.each<[string, Condition]>([
    ['„Product Viewed“ innerhalb von 7 Tagen', { event: 'Product Viewed', within: '7d' }],
    [
      '„Product Viewed“ innerhalb von 1 Stunde, mindestens 3-mal, jeweils mit demselben Wert von product_id, auf der Website, price mindestens 49,5, ohne „Product Added“',
      {
        ...{ event: 'Product Viewed', within: '1h', count: { gte: 3 }, per: 'product_id', source: 'web' },
        ...{ where: { price: { gte: 49.5 } }, unless: { event: 'Product Added' } },
      },
    ],
    [
      'im Segment „loyal“ und („Product Viewed“ oder nicht (in der Stufe „trial“))',
      { all: [{ segment: 'loyal' }, { any: [{ event: 'Product Viewed' }, { not: { stage: 'trial' } }] }] },
    ],
    [
      '„Product Added“, dann „Checkout Started“ innerhalb von 30 Minuten, dann kein „Order Completed“ in 1 Stunde, begonnen innerhalb von 3 Tagen',
      {
        sequence: [
          { event: 'Product Added' },
          { event: 'Checkout Started', within: '30m' },
          { absent: 'Order Completed', for: '1h' },
        ],
        within: '3d',
      },
    ],
    ['zuletzt „Order Completed“ vor mindestens 30 Tagen', { since: 'Order Completed', gte: '30d' }],
    ['Merkmal plan eins von „pro“, „team“', { trait: 'plan', in: ['pro', 'team'] }],
    [
      'letzter Kauf vor höchstens 30 Tagen, Käufe mindestens 3',
      { rfm: { recency: { lte: '30d' }, frequency: { gte: 3 } } },
    ],
  ])('is said in German: %s', (said, condition) => {
    expect(sayCondition(condition, 'de')).toBe(said);
  });

  it('is said in English by its line', () => {
    for (const condition of CONDITIONS) expect(sayCondition(condition, 'en-GB')).toBe(lineOf(condition));
  });

  it.each(CONDITIONS.map((condition) => [lineOf(condition), condition] as const))(
    'has words of the page for all of it: %s',
    (_, condition) => {
      const said = sayCondition(condition, PSEUDO_LOCALE);
      // What is put in: names of events in quotes, keys and paths, and values.
      const own = said
        .replaceAll(/“[^”]*”|\b(true|false)\b/g, '')
        .replaceAll(/\b[a-z]+([_.-][a-z_]+)+\b/g, '');
      const names = JSON.stringify(condition).match(/(?<=")[a-z]+(?=")/g) ?? [];
      expect(names.reduce((rest, name) => rest.replaceAll(name, ''), own)).not.toMatch(/[aceinosuy]/i);
    },
  );
});
