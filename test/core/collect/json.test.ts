import { describe, expect, it } from 'vitest';
import {
  findBodyFault,
  findShapeFault,
  isObject,
  MOST_DEPTH,
  readAnyJson,
  readJson,
} from '../../../core/collect/json.ts';

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
    expect(findBodyFault(nest(5), 5)).toBeNull();
    expect(findBodyFault(nest(6), 5)).toMatchObject({ code: 'too_deep' });
    expect(findBodyFault(nest(1_000_000), 12)).toMatchObject({ code: 'too_deep' });
    for (const flat of [null, 1, 'x']) expect(findBodyFault(flat, 0)).toBeNull();
    expect(findBodyFault({}, 0)).toMatchObject({ code: 'too_deep' });
  });

  it.each([
    ['{"name":{"length":{"toString":null}}}', 'name.length'],
    ['{"a":[{"b":{"valueOf":1}}]}', 'a[0].b'],
    ['{"toString":"x"}', ''],
  ])('%s, which no schema could compare, is refused at its place', (text, at) => {
    expect(findBodyFault(JSON.parse(text), 8)).toMatchObject({ code: 'forbidden_key', at });
    expect(findShapeFault(JSON.parse(text), 'e')).toMatchObject({ code: 'forbidden_key' });
  });

  it('may be a list where the sender says so', () => {
    expect(readAnyJson(Buffer.from('[1]'))).toEqual({ ok: true, value: [1] });
    expect(readAnyJson(Buffer.from('[1'))).toMatchObject({ code: 'malformed_json' });
  });

  it('knows an object from all else', () => {
    expect([{}, Object.create(null)].map(isObject)).toEqual([true, true]);
    expect([null, [], '', 0, undefined].map(isObject)).toEqual([false, false, false, false, false]);
  });
});
