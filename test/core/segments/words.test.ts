import fc from 'fast-check';
import { expect, describe as group, it } from 'vitest';
import type { Condition } from '../../../core/segments/condition.ts';
import { parseCondition } from '../../../core/segments/parse.ts';
import { describe, readWords } from '../../../core/segments/words.ts';
import { drawQuestion } from './brute/questions.ts';
import { conditions } from './conditions.ts';
import { EXAMPLES } from './examples.ts';

/** In the order of {@link EXAMPLES}. */
const LINES = [
  'viewed a product and not in segment "loyal"',
  'any of (in stage "trial")',
  'viewed the same product 3 times in 7 days from web with category "Shoes" and price at least 50 without adding it',
  'did any of ("Product Viewed", "Product Clicked") between 90 days and 30 days ago',
  'started a session today',
  'completed an order in all time whose total revenue is at least 200',
  'completed an order of the same products.product_id 2 times before the last "Price Increased" at least 30 days ago without completing an order after the last "Price Increased"',
  'first added a product, then started a checkout within 30 minutes, then without completing an order for 1 hour, all of the same cart_id, begun in 3 days',
  'idle for 3 days from web',
  'last completed an order at least 30 days ago',
  'trait plan is "pro"',
  'trait birthday has its anniversary today',
  'account seats at least 5',
  'account as a whole (used a feature whose distinct feature count is at least 3)',
  'context device one of ("mobile")',
  'context campaign.utm_source unknown',
  'in stage "trial"',
  'rfm (recency at most 30 days, frequency at least 3, monetary at least 200)',
  'rfm (r at least 4)',
  'score "purchase_7d" at least 0.7 until under 0.6 staying 10 minutes',
  'random share 0.1 by seed "holdout-2026"',
] as const;

const viewed = { event: 'Product Viewed' } as const;
const added = { event: 'Product Added' } as const;

group('a condition in words', () => {
  it.each(LINES.map((line, i) => [line, EXAMPLES[i]] as const))('%s', (line, example) => {
    expect(example && describe(example)).toBe(line);
    expect(readWords(line)).toEqual({ ok: true, value: example });
  });

  it('is there for every example', () => {
    expect(LINES).toHaveLength(EXAMPLES.length);
  });

  it('is read back as the very same condition, whatever it is', { timeout: 120_000 }, () => {
    const property = fc.property(conditions, (condition) => {
      const parsed = parseCondition(condition);
      if (!parsed.ok) throw new Error(`${parsed.at}: ${parsed.hint}`);
      expect(readWords(describe(parsed.value))).toStrictEqual({ ok: true, value: parsed.value });
    });
    fc.assert(property, { seed: 7, numRuns: 600 });
  });

  it('is read back too where it asks what logs hold', { timeout: 120_000 }, () => {
    const drawn = Array.from({ length: 300 }, (_, number) => drawQuestion(7, number).condition);
    const valid = drawn.map(parseCondition).flatMap((parsed) => (parsed.ok ? [parsed.value] : []));
    expect(valid.length).toBeGreaterThan(240);
    for (const condition of valid) {
      expect(readWords(describe(condition))).toStrictEqual({ ok: true, value: condition });
    }
  });

  it('says the sentence that the language is for', () => {
    const condition = {
      ...viewed,
      within: '7d',
      count: { gte: 3 },
      per: 'product_id',
      unless: { ...added, within: '7d' },
    } as const;
    const line = 'viewed the same product 3 times in 7 days without adding it';
    expect(describe(condition)).toBe(line);
    expect(readWords(line)).toEqual({ ok: true, value: condition });
  });

  it.each<[string, Condition]>([
    ['did "Wishlist Shared"', { event: 'Wishlist Shared' }],
    ['viewed a product in 1 day', { ...viewed, within: '1d' }],
    ['viewed a product at least 1 time', { ...viewed, count: { gte: 1 } }],
    ['viewed a product in 7 days without ever adding a product', { ...viewed, within: '7d', unless: added }],
    [
      'viewed the same product in 7 days without ever adding it from web',
      { ...viewed, per: 'product_id', within: '7d', unless: { ...added, source: 'web' } },
    ],
    ['viewed a product without adding a product', { ...viewed, unless: added }],
    [
      'viewed a product with category is "x" and "is" true',
      { ...viewed, where: { category: { eq: 'x' }, is: true } },
    ],
    [
      '(viewed a product or added a product) and idle for 3 days',
      { all: [{ any: [viewed, added] }, { idle: '3d' }] },
    ],
    ['not (not viewed a product)', { not: { not: viewed } }],
    ['all of (viewed a product and added a product)', { all: [{ all: [viewed, added] }] }],
  ])('%s', (line, condition) => {
    expect(describe(condition)).toBe(line);
    expect(readWords(line)).toEqual({ ok: true, value: condition });
  });

  it.each([
    ['Viewed a product twice today.', 'viewed a product 2 times today'],
    ['viewed a product more than 2 times in the last 7 days', 'viewed a product over 2 times in 7 days'],
    ['did "Product Viewed" within 7d', 'viewed a product in 7 days'],
    ['viewed the same product without adding a product', 'viewed the same product without adding it'],
    ['all of (viewed a product; added a product)', 'viewed a product and added a product'],
    ['trait plan "pro"', 'trait plan is "pro"'],
  ])('%s is another way of saying so', (line, written) => {
    const read = readWords(line);
    expect(read.ok && describe(read.value)).toBe(written);
  });
});

group('words that are no condition', () => {
  it.each<[line: string, column: number, hint: RegExp]>([
    ['', 1, /line ends here.*like viewed a product/],
    ['viewd a product 3 times', 1, /did you mean "viewed a product"/],
    ['viewed a prodct', 1, /did you mean "viewed a product"/],
    ['idle 3 days', 1, /did you mean "idle for"/],
    ['did Wishlist Shared', 5, /in quotes/],
    ['did "order_completed" in 3 days', 1, /event: call it "Order Completed"/],
    ['viewed a product in 7 dayz', 23, /did you mean "days"/],
    ['viewed a product in 0 days', 1, /within: write more than nothing/],
    ['viewed a product three times', 18, /did you mean "3"\?/],
    ['viewed a product in seven days', 21, /did you mean "7"\?/],
    ['viewed a product 3', 19, /expected times/],
    ['viewed a product @', 18, /"@" is not understood/],
    ['viewed a product and idle for 3 days or in stage "x"', 38, /brackets/],
    ['viewed a product with', 22, /a property/],
    ['viewed a product with price atleast 50', 29, /did you mean "at least"/],
    ['viewed a product with price "50" and at least 3', 38, /"at" is not understood/],
    ['viewed a product with price 5 and price 6', 35, /price once/],
    ['viewed a product with price at least 5 and at least 6', 44, /each comparison once/],
    ['viewed a product at least 3 and at least 4 times', 33, /each bound once/],
    ['viewed a product with "__proto__" 1', 23, /not allowed/],
    ['viewed a product without adding it', 33, /"it" is what stands after "the same"/],
    ['viewed a product without ading a product', 26, /did you mean "adding a product"/],
    ['viewed a product from app', 23, /web, server, email/],
    ['viewed a product 2 times whose total price is over 5', 1, /count: count or sum, not both/],
    ['viewed a product whose sum of price is over 5', 24, /total, average, lowest/],
    ['(viewed a product', 18, /and, or, \)/],
    ['viewed a product)', 17, /end of the line/],
    ['first added a product', 1, /second step/],
    ['first added a product, than started a checkout', 24, /did you mean "then"/],
    ['first added a product, then without completing an order for 1 hour, begun soon', 75, /in 3 days/],
    ['in segment loyal', 12, /in quotes/],
    ['viewed a product and (in stage "X" or idle for 3 days)', 23, /all\[1\].any\[0\].stage: write/],
    ['trait plan is pro', 15, /text in quotes/],
    ['rfm (recent at most 3 days)', 6, /did you mean "recency"/],
    ['score "x" at least 0.5 until under 0.6', 1, /leave: write at most 0.5/],
    ['('.repeat(5_000), 61, /fewer brackets/],
    ['not '.repeat(5_000), 241, /fewer brackets/],
  ])('%s', (line, column, hint) => {
    expect(readWords(line)).toMatchObject({
      ok: false,
      at: `column ${column}`,
      hint: expect.stringMatching(hint),
    });
  });

  it('that never end are not read', () => {
    expect(readWords(' '.repeat(100_001))).toMatchObject({ ok: false, code: 'too_large' });
  });
});
