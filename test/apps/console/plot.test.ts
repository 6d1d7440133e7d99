import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawPlot, roundTicks, ticksAround } from '../../../apps/console/view-models/plot.ts';

const BOX = { width: 600, height: 200 };

describe('ticks', () => {
  it.each([
    [0, 1_000, [0, 250, 500, 750, 1_000]],
    [0, 1, [0, 0.25, 0.5, 0.75, 1]],
    [0, 7, [0, 2, 4, 6]],
    [-3, 3, [-2, 0, 2]],
    [5, 5, [5]],
  ])('of %s to %s are round', (low, high, ticks) => {
    expect(roundTicks(low, high)).toEqual(ticks);
  });

  it('are a few, in order, and within their range', () => {
    // Figures of shops: nothing is told apart in its seventh digit.
    const range = fc.tuple(fc.integer({ min: -1e6, max: 1e6 }), fc.integer({ min: 1, max: 1e6 }));
    fc.assert(
      fc.property(range, ([low, width]) => {
        const ticks = roundTicks(low, low + width);
        expect(ticks.length).toBeLessThanOrEqual(5);
        expect(ticks.filter((tick) => tick < low - width * 1e-6 || tick > low + width * (1 + 1e-6))).toEqual(
          [],
        );
        expect(ticks.toSorted((a, b) => a - b)).toEqual(ticks);
      }),
    );
  });
});

describe('ticks around', () => {
  it.each([
    [0, 7, false, [0, 2, 4, 6, 8]],
    [0, 550, false, [0, 200, 400, 600]],
    [-3, 3, false, [-4, -2, 0, 2, 4]],
    [0, 1, true, [0, 1]],
    [0, 3, true, [0, 1, 2, 3]],
    [0, 9, true, [0, 5, 10]],
    [0, 1, false, [0, 0.25, 0.5, 0.75, 1]],
    [5, 5, true, [5]],
  ])('%s to %s enclose it, whole where it is whole (%s)', (low, high, isWhole, ticks) => {
    expect(ticksAround(low, high, isWhole)).toEqual(ticks);
  });
});

describe('a plot', () => {
  const points = [
    { x: 0, y: 10 },
    { x: 1, y: 40 },
    { x: 2, y: 20 },
  ];

  it('begins at nothing and ends at a round figure', () => {
    const { yTicks, lines } = drawPlot({ series: [{ key: 'a', label: 'A', points }], box: BOX });
    expect(yTicks.map(({ value }) => value)).toEqual([0, 10, 20, 30, 40]);
    expect(yTicks.map(({ at }) => at)).toEqual([200, 150, 100, 50, 0]);
    expect(lines[0]?.path).toBe('M0 150L300 0L600 100');
  });

  it('goes by steps where what it shows stays until it changes', () => {
    const { lines } = drawPlot({ series: [{ key: 'a', label: 'A', points, look: 'steps' }], box: BOX });
    expect(lines[0]?.path).toBe('M0 150H300V0H600V100');
  });

  it('has room for the interval around each point', () => {
    const band = points.map(({ y }) => ({ low: y - 5, high: y + 40 }));
    const { yTicks, lines } = drawPlot({ series: [{ key: 'a', label: 'A', points, band }], box: BOX });
    expect(yTicks.at(-1)?.value).toBe(80);
    expect(lines[0]?.band).toMatch(/^M0 75L300 0L600 50L600 162.5L300 112.5L0 187.5Z$/);
  });

  it('stands in the middle where there is one point, and draws nothing where there is none', () => {
    const one = drawPlot({ series: [{ key: 'a', label: 'A', points: [{ x: 3, y: 0 }] }], box: BOX });
    expect(one.lines[0]?.dots).toEqual([{ cx: 300, cy: 200 }]);
    expect(drawPlot({ series: [{ key: 'a', label: 'A', points: [] }], box: BOX }).lines[0]?.path).toBe('');
  });

  it('never leaves its box', () => {
    const point = fc.record({
      x: fc.integer({ min: -1e6, max: 1e6 }),
      y: fc.integer({ min: -1e6, max: 1e6 }),
    });
    fc.assert(
      fc.property(fc.array(point, { minLength: 1, maxLength: 20 }), (some) => {
        const { lines } = drawPlot({ series: [{ key: 'a', label: 'A', points: some }], box: BOX });
        const outside = lines[0]?.dots.filter(
          ({ cx, cy }) => cx < 0 || cx > BOX.width || cy < -0.1 || cy > BOX.height,
        );
        expect(outside).toEqual([]);
      }),
    );
  });

  it('names as many places along the x axis as have room beside each other', () => {
    const days = Array.from({ length: 6 }, (_, day) => day);
    const along = (width: number): readonly number[] =>
      drawPlot({
        series: [{ key: 'a', label: 'A', points: days.map((x) => ({ x, y: 1 })) }],
        box: { width, height: 200 },
        xAt: days,
      }).xTicks.map(({ value }) => value);
    expect(along(600)).toEqual(days);
    expect(along(240)).toEqual([0, 2, 4]);
    expect(along(50)).toEqual([0, 3]);
  });
});
