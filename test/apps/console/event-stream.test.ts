import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEventReader, type StreamEvent } from '../../../apps/console/api/event-stream.ts';

function readAll(pieces: readonly string[], lastId = '') {
  const reader = createEventReader(lastId);
  return { events: pieces.flatMap((piece) => reader.take(piece)), lastId: reader.lastId() };
}

/** From the standard's own examples, and what servers and proxies make of them. */
const CASES: readonly [title: string, text: string, events: readonly StreamEvent[], lastId: string][] = [
  ['one event', 'data: a\n\n', [{ type: 'message', data: 'a' }], ''],
  ['lines of data', 'data: YHOO\ndata: +2\ndata: 10\n\n', [{ type: 'message', data: 'YHOO\n+2\n10' }], ''],
  ['a named one', 'event: add\ndata: 7\n\n', [{ type: 'add', data: '7' }], ''],
  ['a comment', ': test\n\ndata: a\n\n', [{ type: 'message', data: 'a' }], ''],
  ['ids', 'data: a\nid: 1\n\ndata: b\nid\n\ndata:  c\n\n', said('a', 'b', ' c'), ''],
  ['an id that stays', 'id: 7\ndata: a\n\ndata: b\n\n', said('a', 'b'), '7'],
  ['an id alone', 'id: 8\n\n', [], '8'],
  ['an id that is not complete', 'id: 8\n\nid: 9\ndata: a\n', [], '8'],
  ['an id with a zero', 'id: 1\n\nid: 2\0\ndata: a\n\n', said('a'), '1'],
  ['empty data', 'data\n\ndata\ndata\n\ndata:', [...said(''), ...said('\n')], ''],
  ['with and without a space', 'data:test\n\ndata: test\n\n', said('test', 'test'), ''],
  ['a name without data', 'event: add\n\ndata: a\n\n', said('a'), ''],
  ['fields that nobody knows', 'retry: 5\nfoo: bar\ndata: a\n\n', said('a'), ''],
  ['line ends of every kind', 'data: a\r\n\r\ndata: b\r\rdata: c\n\n', said('a', 'b', 'c'), ''],
  ['a byte order mark', '\uFEFFdata: a\n\n\uFEFFdata: b\n\n', said('a'), ''],
];

function said(...data: readonly string[]): readonly StreamEvent[] {
  return data.map((text) => ({ type: 'message', data: text }));
}

describe('server-sent events', () => {
  it.each(CASES)('are read: %s', (_, text, events, lastId) => {
    expect(readAll([text])).toEqual({ events, lastId });
  });

  it.each(CASES)('are the same wherever the pieces end: %s', (_, text, events, lastId) => {
    for (let cut = 0; cut <= text.length; cut += 1)
      expect(readAll([text.slice(0, cut), text.slice(cut)])).toEqual({ events, lastId });
    expect(readAll([...text])).toEqual({ events, lastId });
  });

  it('are the same whatever is in them, and however it is cut', () => {
    const part = fc.constantFrom('data', 'id', 'event', ':', ' ', '\n', '\r', '\r\n', 'x', '\n\n', '\0');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 40 }), fc.array(fc.nat(60)), (parts, cuts) => {
        const text = parts.join('');
        const places = [0, ...cuts.filter((cut) => cut < text.length).toSorted((a, b) => a - b), text.length];
        const pieces = places.slice(1).map((place, at) => text.slice(places[at], place));
        expect(readAll(pieces)).toEqual(readAll([text]));
      }),
    );
  });

  it('go on from the id of the connection before, until there is another', () => {
    expect(readAll(['data: a\n\n'], '6').lastId).toBe('6');
    expect(readAll(['id: 7\n\n'], '6').lastId).toBe('7');
  });
});
