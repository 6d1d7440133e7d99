import { describe, expect, it } from 'vitest';
import { createWorld, EDGES_FACT, worldAsOf } from '../../../core/segments/world.ts';

const T = Date.UTC(2026, 3, 15);
const [NAME, PER, ONE] = ['Price Increased', 'product_id', 'p1'] as const;

describe('what a site knew at an instant', () => {
  const edges = (n: number) => ({ r: [n], f: [n], m: [n] });
  const world = createWorld();
  world.add([0, 10, 20].map((ms) => ({ name: NAME, t: T + ms, properties: { [PER]: ONE } })));
  world.add([0, 10, 20].map((ms) => ({ name: EDGES_FACT, t: T + ms, properties: edges(ms) })));

  it.each<[number, number, number | null, number | null]>([
    [10, -1, null, 0],
    [10, 0, 0, 10],
    [10, 5, 0, 10],
    [10, 10, 10, null],
    [10, 15, 10, null],
    [10, 25, 10, null],
    [9, 0, 0, null],
    [20, 15, 10, 20],
  ])('as of %i: at %i the latest was %j, the next %j', (asOf, at, latest, next) => {
    const known = worldAsOf(world, T + asOf);
    const place = (ms: number | null) => (ms === null ? null : T + ms);
    expect(known.factAt(NAME, PER, ONE, T + at)).toBe(place(latest));
    expect(known.factAfter(NAME, PER, ONE, T + at)).toBe(place(next));
    expect(known.edgesAt(T + at)).toEqual(latest === null ? null : edges(latest));
    expect(known.edgesAfter(T + at)).toBe(place(next));
  });
});
