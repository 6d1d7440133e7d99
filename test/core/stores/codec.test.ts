import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeEntry, fromSortable, toSortable, toStoredId } from '../../../core/stores/codec.ts';

const anyText = fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units));
const utf8 = (text: string) => Buffer.from(toSortable(text));

describe('text in the file', () => {
  it('comes back unit for unit, unpaired surrogates too', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(fromSortable(utf8(text).toString())).toBe(text);
      }),
      { seed: 2026, numRuns: 500 },
    );
  });

  it('has the order of code units', () => {
    fc.assert(
      fc.property(anyText, anyText, (a, b) => {
        expect(Math.sign(Buffer.compare(utf8(a), utf8(b)))).toBe(a === b ? 0 : a < b ? -1 : 1);
      }),
      { seed: 2026, numRuns: 500 },
    );
  });

  it('is left as it is where it has no such unit', () => {
    expect(toSortable('order:1001 grüße')).toBe('order:1001 grüße');
  });
});

describe('an id in the file', () => {
  it('takes 16 bytes when it is a lower-case UUID, and is text otherwise', () => {
    expect(toStoredId('01890b6c-0000-7000-8000-00000000000a')).toHaveLength(16);
    for (const id of [
      '01890B6C-0000-7000-8000-00000000000A',
      'order:1',
      '01890b6c00007000800000000000000a',
    ]) {
      expect(toStoredId(id)).toBe(id);
    }
  });
});

describe('the row of an entry', () => {
  const row = { seq: 7, site: 'st', id: 'e1', type: 0, source: 0, name: 'A', t: 1, received: 1, visitor: '' };

  it.each(['{"p":{"a":"ann@example.com"', '{"p":7}', 'null', ''])(
    'that was damaged is an error that repeats nothing of it: %s',
    (data) => {
      expect(() => decodeEntry({ ...row, data })).toThrow(/\[embedded store\] entry 7 .+damaged: stop/);
      expect(() => decodeEntry({ ...row, data })).not.toThrow(/example/);
    },
  );
});
