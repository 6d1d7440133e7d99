import { describe, expect, it } from 'vitest';
import type { Condition } from '../../../core/segments/condition.ts';
import { doubtsOf } from '../../../core/segments/doubts.ts';
import { FAMILIES, TEMPLATES } from '../../../core/segments/templates/index.ts';
import { readWords } from '../../../core/segments/words.ts';

function read(line: string): Condition {
  const condition = readWords(line);
  if (!condition.ok) throw new Error(condition.hint);
  return condition.value;
}

describe('names that are probably slips', () => {
  it.each<[line: string, meant: string]>([
    ['did "Chekout Started"', '"Checkout Started"'],
    ['viewed a product with categry "Shoes"', '"category"'],
    ['viewed a product of the same produkt_id 3 times', '"product_id"'],
    ['completed an order whose total revenu is at least 200', '"revenue"'],
    ['completed an order with products.brnd "Pilot"', '"products.brand"'],
    ['idle for 3 days and not viewed a product with pirce 5', '"price"'],
    ['first added a product, then viewed a product with brnad "Pilot"', '"brand"'],
  ])('%s', (line, meant) => {
    expect(doubtsOf(read(line))).toEqual([expect.stringContaining(`did you mean ${meant}?`)]);
  });

  it.each([
    'did "Gift Wrapped" with paper "red"',
    'viewed a product with size "L"',
    'did "Gift Wrapped" with categry "red"',
    'completed an order with products.brand "Pilot" and total at least 5',
  ])('leave what may be of the site’s own: %s', (line) => {
    expect(doubtsOf(read(line))).toEqual([]);
  });

  it('are in no template', () => {
    for (const family of FAMILIES) {
      for (const { when } of TEMPLATES[family]) expect(doubtsOf(when)).toEqual([]);
    }
  });
});
