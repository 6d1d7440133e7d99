import { describe, expect, it } from 'vitest';
import { FEATURES } from '../../../core/scoring/features/table.ts';
import { describeReason, type Wording } from '../../../core/scoring/words.ts';

const WORDING: Wording = { currency: 'EUR', sessionMs: 600_000 };
const tell = (feature: string, value: number, shap = 0.9, wording = WORDING) =>
  describeReason({ feature, value, shap }, wording);

describe('a reason in words', () => {
  it.each<readonly [string, number, number, string]>([
    ['views_of_product', 4, 0.9, 'viewed this product 4 times in 10 minutes: +0.9'],
    ['views_of_product', 1, -0.12, 'viewed this product once in 10 minutes: −0.1'],
    ['products_viewed', 1, 0.3, 'viewed 1 product in 10 minutes: +0.3'],
    ['products_viewed', 12, 0.3, 'viewed 12 products in 10 minutes: +0.3'],
    ['searches', 0, -0.2, 'did not search: −0.2'],
    ['limit_hits', 0, -0.2, 'reached no limit of the plan: −0.2'],
    ['searches', 2, 0.2, 'searched twice: +0.2'],
    ['cart_pieces', 0, -0.2, 'has nothing in the cart: −0.2'],
    ['cart_value', 1_250, 0.2, 'has 12.50 EUR in the cart: +0.2'],
    ['cart_age', 90_000, -0.2, 'began the cart 1 day ago: −0.2'],
    ['since_added', 59.9, 0.2, 'put the last piece into the cart 59 seconds ago: +0.2'],
    ['idle', 0.2, 0.2, 'did something just now: +0.2'],
    ['since_order', 3.5, 0.2, 'ordered 3 days ago: +0.2'],
    ['visits', 1, 0.2, 'is here for the first time: +0.2'],
    ['visits', 2, 0.2, 'is here for the 2nd time: +0.2'],
    ['visits', 11, 0.2, 'is here for the 11th time: +0.2'],
    ['visits', 23, 0.2, 'is here for the 23rd time: +0.2'],
    ['visits', 111, 0.2, 'is here for the 111th time: +0.2'],
    ['distinct_categories', 2, 0.2, 'looked into 2 categories: +0.2'],
    ['price_to_mean', 1.25, 0.2, 'looks at a product at 1.3 times the mean price of those viewed: +0.2'],
    ['weekday', 6, 0.2, 'it is a Sunday: +0.2'],
    ['hour', 7, 0.2, 'it is 07:00 or after: +0.2'],
    ['origin', 0, 0.2, 'came straight to the site: +0.2'],
    ['origin', 3, 0.2, 'came from an e-mail: +0.2'],
    ['device', 1, 0.2, 'uses a phone: +0.2'],
    ['last_action', 5, 0.2, 'last put something into the cart: +0.2'],
    ['anonymous', 1, -0.2, 'is known for today only: −0.2'],
    ['lively_added_to_cart_1d', 1.5, 0.2, '1.5 added to cart, each counting half as much every 1d: +0.2'],
    [
      'scroll_depth',
      Number.NaN,
      -0.2,
      'not known: how far the page scrolled deepest was scrolled in the session: −0.2',
    ],
    ['of_another_version', 2, 0.2, '2 of another version: +0.2'],
  ])('%s %d, %d', (feature, value, shap, words) => {
    expect(tell(feature, value, shap)).toBe(words);
  });

  it('says no duration where no session is open', () => {
    expect(tell('views_of_product', 4, 0.9, { currency: 'EUR', sessionMs: null })).toBe(
      'viewed this product 4 times: +0.9',
    );
  });

  it("has amounts as the site's currency writes them", () => {
    expect(tell('spent', 1_000, 0.2, { ...WORDING, currency: 'JPY' })).toBe('spent 1000 JPY so far: +0.2');
    expect(tell('spent', 1_000, 0.2, { ...WORDING, currency: 'KWD' })).toBe('spent 1.000 KWD so far: +0.2');
  });

  const VALUES = [0, 1, 2, 3, 4, 5, 6, 11, 0.25, 59.99, 86_400, 1e7, Number.NaN];
  it.each(FEATURES.map(({ name }) => name))('%s: is a phrase whatever the value', (feature) => {
    for (const value of VALUES) {
      for (const shap of [0.94, -0.94, 0, 1e-12, -1e-12]) {
        for (const sessionMs of [null, 0, 600_000]) {
          const words = tell(feature, value, shap, { currency: 'EUR', sessionMs });
          expect(words).toMatch(/^[a-z\d].{5,150}: [+−]\d\.\d$/);
          expect(words).not.toMatch(/undefined|NaN|null|Infinity|object|function|\d e[+-]|_| {2}/);
        }
      }
    }
  });

  it.each(FEATURES.map(({ name }) => name))('%s: says which value it was', (feature) => {
    const said = new Set([0, 1, 2, 3, 4].map((value) => tell(feature, value)));
    expect(said.size).toBeGreaterThan(1);
  });
});
