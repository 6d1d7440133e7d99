import { describe, expect, it } from 'vitest';
import { judgeProduct } from '../../../core/decisions/goods.ts';

const TENTH = { discount: 0.1 };

describe('a discount and a product', () => {
  it.each([
    ['nothing is asked', { price: 10, cost: 9.9, priceBefore: 20 }, TENTH, null],
    ['what it costs is not known', { price: 10 }, { ...TENTH, leastMargin: 0.9 }, null],
    ['the margin is what it has to be', { price: 10, cost: 6.3 }, { ...TENTH, leastMargin: 0.3 }, null],
    [
      'the margin is a little less',
      { price: 10, cost: 6.31 },
      { ...TENTH, leastMargin: 0.3 },
      'margin_too_low',
    ],
    [
      'it would be sold below its cost',
      { price: 10, cost: 9.5 },
      { ...TENTH, leastMargin: 0 },
      'margin_too_low',
    ],
    ['it is on sale', { price: 10, priceBefore: 12 }, { ...TENTH, excludesSaleItems: true }, 'sale_item'],
    ['its price went up', { price: 12, priceBefore: 10 }, { ...TENTH, excludesSaleItems: true }, null],
    ['it has no price', { priceBefore: 12 }, { ...TENTH, excludesSaleItems: true }, null],
  ])('where %s', (_, product, offer, fault) => {
    expect(judgeProduct(product, offer)).toBe(fault);
  });
});
