import { describe, expect, it } from 'vitest';
import { createThrottle, type Throttle } from '../../../core/decisions/throttle.ts';
import { MINUTE, NOW, SECOND } from './world.ts';

const send = (throttle: Throttle, ids: readonly string[], now = NOW, most = 2, priority = 50) =>
  ids.filter((id) => throttle.waitFor(id, { most, priority }, now) === null);

describe('a throttle', () => {
  it('lets as many leave in any minute as it may, to the millisecond', () => {
    const throttle = createThrottle();
    expect(send(throttle, ['a', 'b', 'c'])).toEqual(['a', 'b']);
    expect(send(throttle, ['c'], NOW + MINUTE - 1)).toEqual([]);
    expect(send(throttle, ['c', 'd', 'e'], NOW + MINUTE)).toEqual(['c', 'd']);
  });

  it('says when to ask again: when the first has left for a minute', () => {
    const throttle = createThrottle();
    send(throttle, ['a'], NOW);
    send(throttle, ['b'], NOW + 10 * SECOND);
    expect(throttle.waitFor('c', { most: 2, priority: 50 }, NOW + 20 * SECOND)).toBe(NOW + MINUTE);
  });

  it('gives the place of what did not leave to the next', () => {
    const throttle = createThrottle();
    send(throttle, ['a', 'b']);
    throttle.done('a', false);
    throttle.done('b', true);
    expect(send(throttle, ['c', 'd'])).toEqual(['c']);
  });

  it('lets the more important of those that wait leave first', () => {
    const throttle = createThrottle();
    send(throttle, ['a', 'b']);
    expect(throttle.waitFor('low', { most: 2, priority: 10 }, NOW)).toBe(NOW + MINUTE);
    for (const id of ['high', 'higher'])
      expect(throttle.waitFor(id, { most: 2, priority: 90 }, NOW + 1)).toBe(NOW + MINUTE);
    const later = NOW + MINUTE;
    expect(send(throttle, ['low'], later, 2, 10)).toEqual([]);
    expect(send(throttle, ['high', 'higher'], later, 2, 90)).toEqual(['high', 'higher']);
    expect(send(throttle, ['low'], later + SECOND, 2, 10)).toEqual([]);
    expect(send(throttle, ['low'], later + MINUTE, 2, 10)).toEqual(['low']);
  });

  it('keeps nobody waiting for somebody who does not ask again', () => {
    const throttle = createThrottle();
    send(throttle, ['a', 'b']);
    throttle.waitFor('gone', { most: 2, priority: 90 }, NOW);
    throttle.waitFor('gone too', { most: 2, priority: 90 }, NOW);
    expect(send(throttle, ['low'], NOW + MINUTE, 2, 10)).toEqual([]);
    expect(send(throttle, ['low'], NOW + 2 * MINUTE + 1, 2, 10)).toEqual(['low']);
  });

  it.each([
    ['none at all', 0, []],
    ['all where nothing is said', Number.POSITIVE_INFINITY, ['a', 'b', 'c']],
  ])('lets %s leave', (_, most, left) => {
    expect(send(createThrottle(), ['a', 'b', 'c'], NOW, most)).toEqual(left);
  });
});
