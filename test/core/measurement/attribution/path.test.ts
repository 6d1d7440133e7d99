import { describe, expect, it } from 'vitest';
import { conversionsOf, pathsOf } from '../../../../core/measurement/attribution/path.ts';
import { touchesOf } from '../../../../core/measurement/attribution/touch.ts';
import { DAY, event, exposure, GAP, HOUR, order } from './entries.ts';

const WINDOW = 3 * DAY;
const GOAL = 'Order Completed';

function pathsIn(entries: Parameters<typeof touchesOf>[0], range = { from: 0, to: 100 * DAY }) {
  const { paths, open } = pathsOf(touchesOf(entries, GAP), conversionsOf(entries, GOAL), {
    windowMs: WINDOW,
    ...range,
  });
  const told = paths.map(({ touches, conversion }) => {
    const way = touches.map(({ campaign }) => campaign).join(' ');
    return conversion === null ? `${way} -` : `${way} = ${conversion.valueMinor}`;
  });
  return { told, open: open.length };
}

describe('paths', () => {
  it.each([
    [
      'hold the touches before a conversion, in time order',
      [exposure('shown', DAY, 'a'), exposure('shown', 2 * DAY, 'b'), order(2 * DAY + 1, 500)],
      ['a b = 500'],
    ],
    ['leave out what was withheld', [exposure('withheld', DAY, 'a'), order(DAY + 1, 500)], [' = 500']],
    [
      'know no touch after the conversion',
      [order(DAY, 500), exposure('shown', DAY + 1, 'a')],
      [' = 500', 'a -'],
    ],
    [
      'reach back less than the window',
      [exposure('shown', DAY, 'a'), exposure('shown', DAY + 1, 'b'), order(DAY + WINDOW, 500)],
      ['b = 500', 'a -'],
    ],
    [
      'stand once for each conversion, and may share touches',
      [
        exposure('shown', DAY, 'a'),
        order(DAY + 1, 500),
        exposure('shown', DAY + 2, 'b'),
        order(DAY + 3, 700),
      ],
      ['a = 500', 'a b = 700'],
    ],
    [
      'that led to nothing are paths too',
      [exposure('shown', DAY, 'a'), exposure('shown', 2 * DAY, 'b')],
      ['a b -'],
    ],
    [
      'that led to nothing end where a conversion lies',
      [
        exposure('shown', DAY, 'a'),
        exposure('shown', 9 * DAY, 'b'),
        order(9 * DAY + 1, 500),
        exposure('shown', 20 * DAY, 'c'),
      ],
      ['b = 500', 'a -', 'c -'],
    ],
  ])('%s', (_, entries, expected) => {
    expect(pathsIn(entries)).toEqual({ told: expected, open: 0 });
  });

  it('are open as long as a conversion may come within the window', () => {
    const shown = [exposure('shown', DAY, 'a')];
    expect(pathsIn(shown, { from: 0, to: DAY + WINDOW - 1 })).toEqual({ told: ['a -'], open: 1 });
    expect(pathsIn(shown, { from: 0, to: DAY + WINDOW })).toEqual({ told: ['a -'], open: 0 });
  });

  it('that led to nothing are of the period', () => {
    const shown = [
      exposure('shown', DAY, 'a'),
      exposure('shown', 2 * DAY, 'b'),
      exposure('shown', 9 * DAY, 'c'),
    ];
    expect(pathsIn(shown, { from: DAY + 1, to: 8 * DAY })).toEqual({ told: ['b -'], open: 0 });
  });

  it('belong to conversions of the period, and reach back beyond it', () => {
    const entries = [
      exposure('shown', DAY, 'a'),
      order(2 * DAY - 1, 1),
      order(2 * DAY, 2),
      order(4 * DAY, 3),
      order(4 * DAY + 1, 4),
    ];
    expect(pathsIn(entries, { from: 2 * DAY, to: 4 * DAY })).toEqual({ told: ['a = 2', ' = 3'], open: 0 });
  });
});

describe('conversions', () => {
  it('count an order once, by what the server said of it', () => {
    const twice = [
      order(DAY, 500, { id: 'pixel', properties: { order_id: '7' } }),
      order(DAY + HOUR, 450, { id: 'order:7', source: 'server', properties: { order_id: '7' } }),
      order(2 * DAY, 300, { id: 'a' }),
      order(2 * DAY, 300, { id: 'a' }),
      order(2 * DAY, 200, { id: 'b' }),
    ];
    expect(conversionsOf(twice, GOAL).map(({ id, valueMinor }) => [id, valueMinor])).toEqual([
      ['order:7', 450],
      ['a', 300],
      ['b', 200],
    ]);
  });

  it('may be any event, with its amount or without, never one in another currency', () => {
    const entries = [
      event('Trial Converted', 1, { properties: { value: 900 } }),
      event('Trial Converted', 2),
      event('Trial Converted', 3, { properties: { value: 900 }, flags: ['currency_mismatch'] }),
      exposure('Trial Converted', 4, 'a'),
    ];
    expect(conversionsOf(entries, 'Trial Converted').map(({ valueMinor }) => valueMinor)).toEqual([
      900, 0, 0,
    ]);
  });
});
