import { describe, expect, it } from 'vitest';
import type { FoundBuyer } from '../../../../core/scoring/lifetime/buyers.ts';
import { tellBuyers, tellToCome } from '../../../../core/scoring/lifetime/customers.ts';

const DAY = 86_400_000;
const K = 10;

function buyersOf(count: number, buyer: Partial<FoundBuyer> = {}): readonly FoundBuyer[] {
  const one = { recencyMs: 10 * DAY, frequency: 1, monetaryMinor: 1_234, foreseen: null, ...buyer };
  return Array.from({ length: count }, () => one);
}

const foreseen = (alive: number | null, valueMinor: number | null = null) => ({
  foreseen: { alive, valueMinor },
});
const told = (buyers: readonly FoundBuyer[]) => tellBuyers({ buyers, isSample: false }, K);
const cellAt = (buyers: readonly FoundBuyer[], recency: number, orders: number) =>
  told(buyers).cells.find((cell) => cell.recencyDays.from === recency && cell.orders.from === orders);

describe('buyers by how lately and how often they bought', () => {
  it.each([
    [0, 1, 0, 1],
    [29.9, 2, 0, 2],
    [30, 3, 30, 3],
    [59.9, 5, 30, 4],
    [180, 6, 180, 6],
    [900, 400, 180, 6],
  ])('%d days ago and %d orders are one field of 25, and no other', (days, orders, recency, from) => {
    const { cells } = told(buyersOf(12, { recencyMs: days * DAY, frequency: orders }));
    const filled = cells.filter(({ buyers }) => buyers > 0);
    expect(cells).toHaveLength(25);
    expect(filled.map(({ recencyDays, orders: own }) => [recencyDays.from, own.from])).toEqual([
      [recency, from],
    ]);
  });

  it('are told in steps, and nothing of a field of few', () => {
    expect(cellAt(buyersOf(19, foreseen(0.777)), 0, 1)).toMatchObject({
      buyers: 15,
      meanSpentMinor: 1_200,
      alive: 0.78,
    });
    expect(cellAt(buyersOf(9, foreseen(0.777)), 0, 1)).toMatchObject({
      buyers: 0,
      meanSpentMinor: null,
      alive: null,
    });
  });

  it('have totals in the same steps, so that a total less the fields is no field either', () => {
    const buyers = [...buyersOf(12), ...buyersOf(3, { frequency: 2 })];
    expect(told(buyers)).toMatchObject({ hasBuyers: true, buyers: 15, repeatBuyers: 0 });
    expect(told([])).toMatchObject({ hasBuyers: false, buyers: 0 });
  });

  it('are told no chance where those who may be foreseen are few', () => {
    const buyers = [...buyersOf(20), ...buyersOf(9, foreseen(0.5))];
    expect(cellAt(buyers, 0, 1)).toMatchObject({ buyers: 25, alive: null });
  });
});

describe('what is to come of buyers', () => {
  it('is told in fifths of the chance, of who bought again alone; a certain one is in the last', () => {
    const buyers = [
      ...buyersOf(12, foreseen(0.2)),
      ...buyersOf(21, foreseen(1)),
      ...buyersOf(50, foreseen(null)),
      ...buyersOf(50),
    ];
    const { alive } = tellToCome({ buyers }, K);
    expect(alive.map(({ from, buyers: own }) => [from, own])).toEqual([
      [0, 0],
      [0.2, 15],
      [0.4, 0],
      [0.6, 0],
      [0.8, 25],
    ]);
  });

  it('is told by fifths of the buyers, the best first, from five crowds on', () => {
    const values = Array.from({ length: 50 }, (_, n) => buyersOf(1, foreseen(null, (n + 1) * 1_000))).flat();
    const { fifths } = tellToCome({ buyers: values }, K);
    expect(fifths).toHaveLength(5);
    expect(fifths?.[0]).toEqual({ buyers: 15, meanMinor: 46_000, share: 0.36 });
    expect(fifths?.[4]).toEqual({ buyers: 15, meanMinor: 5_500, share: 0.043 });
    expect(tellToCome({ buyers: values.slice(1) }, K).fifths).toBe(null);
  });
});
