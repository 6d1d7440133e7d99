import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHeap } from '../../../core/deliveries/heap.ts';
import { createPlaces } from '../../../core/deliveries/places.ts';
import { createRoom, createSeat } from '../../../core/deliveries/room.ts';
import { createWaiting, type Delivery } from '../../../core/deliveries/waiting.ts';

function delivery(seq: number, lane: string, due: number): Delivery {
  return { id: `n${seq}`, seq, lane, due, attempts: 1, firstAt: 0, reason: '', isStored: true };
}

describe('deliveries that wait', () => {
  it('leave earliest due first, of each visitor only the earliest in the log', () => {
    const waiting = createWaiting();
    const [first, second, other] = [delivery(1, 'a', 30), delivery(2, 'a', 10), delivery(3, 'b', 20)];
    for (const one of [second, other, first]) waiting.add(one);
    expect([waiting.nextDue(), waiting.take(19), waiting.take(20), waiting.take(29)]).toEqual([
      20,
      null,
      other,
      null,
    ]);
    expect([waiting.take(30), waiting.take(99), waiting.nextDue()]).toEqual([first, null, null]);
    waiting.leave(first);
    expect([waiting.take(30), waiting.size()]).toEqual([second, 2]);
  });

  it('hold their visitor back while one of them is tried again and again', () => {
    const waiting = createWaiting();
    const [first, second] = [delivery(1, 'a', 0), delivery(2, 'a', 0)];
    waiting.add(first);
    waiting.add(second);
    expect(waiting.take(0)).toBe(first);
    first.due = 500;
    waiting.add(first);
    expect([waiting.take(499), waiting.nextDue(), waiting.size()]).toEqual([null, 500, 2]);
    expect(waiting.take(500)).toBe(first);
    waiting.leave(first);
    expect(waiting.take(500)).toBe(second);
    waiting.leave(second);
    expect([waiting.hasLane('a'), waiting.size(), waiting.nextDue()]).toEqual([false, 0, null]);
  });
});

it('a heap gives what was put in, smallest first', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), (numbers) => {
      const heap = createHeap<number>((number) => number);
      for (const number of numbers) heap.push(number);
      expect(numbers.map(() => heap.pop())).toEqual(numbers.toSorted((a, b) => a - b));
      expect([heap.pop(), heap.peek()]).toEqual([undefined, undefined]);
    }),
  );
});

it('a place is settled when nothing at or before it is under way', () => {
  const places = createPlaces(7);
  expect(places.settled()).toBe(7);
  for (const place of [9, 12, 20]) places.open(place);
  places.close(12);
  expect([places.settled(), places.read()]).toEqual([8, 20]);
  places.close(9);
  expect(places.settled()).toBe(19);
  places.close(20);
  expect(places.settled()).toBe(20);
});

it('the receivers of a site share its room, and give it back when they go', () => {
  const room = createRoom(3);
  const [seat, neighbour] = [createSeat(room, 'st_a'), createSeat(room, 'st_a')];
  seat.note(2);
  expect([neighbour.take(), neighbour.take(), createSeat(room, 'st_b').take()]).toEqual([true, false, true]);
  seat.leave();
  expect([neighbour.take(), neighbour.take(), neighbour.take()]).toEqual([true, true, false]);
});
