import { describe, expect, it } from 'vitest';
import { findShapeFault, isDeeperThan, isObject, MOST_DEPTH, readJson } from '../../../core/collect/json.ts';

describe('reading JSON from strangers', () => {
  it.each([
    ['{}', {}],
    ['{"a":[1,{"b":null}]}', { a: [1, { b: null }] }],
    [' \n{"a":1}\t', { a: 1 }],
    ['{"a":1,"a":2}', { a: 2 }],
  ])('%s is read', (text, value) => {
    expect(readJson(Buffer.from(text))).toEqual({ ok: true, value });
  });

  it.each([
    ['', 'malformed_json'],
    ['{', 'malformed_json'],
    ["{'a':1}", 'malformed_json'],
    ['{"a":01}', 'malformed_json'],
    ['\ufeff{}', 'malformed_json'],
    ['undefined', 'malformed_json'],
    ['[]', 'invalid_body'],
    ['"x"', 'invalid_body'],
    ['null', 'invalid_body'],
    ['['.repeat(200_000), 'malformed_json'],
  ])('%.20s is refused as %s', (text, code) => {
    expect(readJson(Buffer.from(text))).toMatchObject({ code });
  });

  it.each([[[0xff]], [[0xc3, 0x28]], [[0xed, 0xa0, 0x80]], [[0xf5, 0x80, 0x80, 0x80]], [[0xc0, 0x80]]])(
    'bytes %j are no UTF-8',
    (bytes) => {
      expect(
        readJson(Buffer.concat([Buffer.from('{"a":"'), Buffer.from(bytes), Buffer.from('"}')])),
      ).toMatchObject({ code: 'invalid_utf8' });
    },
  );
});

const nest = (depth: number): unknown => Array.from({ length: depth }).reduce<unknown>((inner) => [inner], 0);

describe('the shape of what was sent', () => {
  it.each(['__proto__', 'constructor', 'prototype'])('may not name %s, at any depth', (key) => {
    const inner = JSON.parse(`{"a":[{"${key}":{}}]}`);
    expect(findShapeFault(inner, 'here')).toMatchObject({ code: 'forbidden_key', at: 'here' });
    expect(findShapeFault({ [`${key}s`]: 1 }, '')).toBeNull();
  });

  it('may be nested eight levels and no more, however deep it goes', () => {
    expect(findShapeFault(nest(MOST_DEPTH), '')).toBeNull();
    for (const depth of [MOST_DEPTH + 1, 100_000])
      expect(findShapeFault(nest(depth), '')).toMatchObject({ code: 'too_deep' });
  });

  it('is measured level by level, so that the deepest cannot end the process', () => {
    expect(isDeeperThan(nest(5), 5)).toBe(false);
    expect(isDeeperThan(nest(6), 5)).toBe(true);
    expect(isDeeperThan(nest(1_000_000), 12)).toBe(true);
    for (const flat of [null, 1, 'x']) expect(isDeeperThan(flat, 0)).toBe(false);
    expect(isDeeperThan({}, 0)).toBe(true);
  });

  it('knows an object from all else', () => {
    expect([{}, Object.create(null)].map(isObject)).toEqual([true, true]);
    expect([null, [], '', 0, undefined].map(isObject)).toEqual([false, false, false, false, false]);
  });
});
