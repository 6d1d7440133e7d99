/** Bodies for the collect door, good and bad, each with the code it is refused with (none: it is taken). */
import { gzipSync } from 'node:zlib';
import type { RefusalCode } from '../../../core/errors.ts';
import { NOON } from '../../support/served.ts';

export type CollectCase = {
  readonly title: string;
  readonly body: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  /** Refusal of the whole post. */
  readonly refused?: RefusalCode;
  /** Refusals of its items, in order. */
  readonly items?: readonly RefusalCode[];
  readonly accepted?: number;
};

export const USUAL_ITEM = {
  i: 'usual-1',
  n: 'Product Viewed',
  t: NOON,
  p: { product_id: 'p1', price: 19.99 },
};

const envelope = (more: object): string =>
  JSON.stringify({ ver: 1, s: NOON, pg: 'ab'.repeat(16), q: 0, e: [USUAL_ITEM], ...more });
const items = (...e: readonly unknown[]): string => envelope({ e });
const item = (more: object): string => items({ ...USUAL_ITEM, ...more });

/** A pair of brackets inside the other, `depth` times. */
const nest = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

const utf16 = Buffer.from(envelope({}), 'utf16le');

export const COLLECT_CASES: readonly CollectCase[] = [
  { title: 'one item', body: envelope({}), accepted: 1 },
  { title: 'no item', body: envelope({ e: [] }), accepted: 0 },
  {
    title: 'a hundred items',
    body: items(...Array.from({ length: 100 }, (_, n) => ({ ...USUAL_ITEM, i: `h${n}` }))),
    accepted: 100,
  },
  {
    title: 'more than a hundred items',
    body: items(...Array.from({ length: 101 }, () => USUAL_ITEM)),
    refused: 'too_many_items',
  },
  {
    title: 'a bad item between good ones',
    body: items(USUAL_ITEM, 7, { ...USUAL_ITEM, i: 'usual-2' }),
    accepted: 2,
    items: ['invalid_body'],
  },
  { title: 'the same id twice', body: items(USUAL_ITEM, USUAL_ITEM), accepted: 2 },
  { title: 'unknown fields', body: envelope({ zzz: { deep: [1] }, later: null }), accepted: 1 },
  { title: 'gzip', body: gzipSync(envelope({})), headers: { 'content-encoding': 'gzip' }, accepted: 1 },
  { title: 'letters of every script', body: item({ p: { name: 'Grüße 😀 你好 \u0000' } }), accepted: 1 },
  { title: 'nothing', body: '', refused: 'malformed_json' },
  { title: 'half a document', body: envelope({}).slice(0, -3), refused: 'malformed_json' },
  { title: 'two documents', body: envelope({}) + envelope({}), refused: 'malformed_json' },
  { title: 'a comment', body: `/* hello */${envelope({})}`, refused: 'malformed_json' },
  { title: 'a number that is none', body: '{"ver":1,"s":NaN,"e":[]}', refused: 'malformed_json' },
  { title: 'null', body: 'null', refused: 'invalid_body' },
  { title: 'an array', body: '[]', refused: 'invalid_body' },
  { title: 'a string', body: '"ver"', refused: 'invalid_body' },
  { title: 'another version', body: envelope({ ver: 2 }), refused: 'invalid_body' },
  { title: 'no version', body: envelope({ ver: undefined }), refused: 'invalid_body' },
  { title: 'a time of sending that is text', body: envelope({ s: String(NOON) }), refused: 'invalid_body' },
  {
    title: 'a time of sending beyond numbers',
    body: envelope({}).replace(`"s":${NOON}`, '"s":1e999'),
    refused: 'invalid_body',
  },
  { title: 'items that are an object', body: envelope({ e: {} }), refused: 'invalid_body' },
  { title: 'UTF-16', body: utf16, refused: 'malformed_json' },
  {
    title: 'bytes that are no UTF-8',
    body: Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x7d]),
    refused: 'invalid_utf8',
  },
  {
    title: 'an overlong encoding',
    body: Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xc0, 0xaf]), Buffer.from('"}')]),
    refused: 'invalid_utf8',
  },
  {
    title: 'an encoding nobody takes',
    body: envelope({}),
    headers: { 'content-encoding': 'br' },
    refused: 'unsupported_encoding',
  },
  {
    title: 'gzip that is none',
    body: envelope({}),
    headers: { 'content-encoding': 'gzip' },
    refused: 'invalid_body',
  },
  {
    title: 'gzip cut short',
    body: gzipSync(envelope({})).subarray(0, 40),
    headers: { 'content-encoding': 'gzip' },
    refused: 'invalid_body',
  },
  { title: 'a body above 64 kB', body: item({ p: { note: 'x'.repeat(70_000) } }), refused: 'too_large' },
  {
    title: 'a gzip bomb',
    body: gzipSync(Buffer.alloc(20_000_000, 0x20)),
    headers: { 'content-encoding': 'gzip' },
    refused: 'too_large',
  },
  { title: '20,000 brackets', body: nest(20_000), refused: 'invalid_body' },
  {
    title: '20,000 brackets for an item',
    body: envelope({ e: [] }).replace('"e":[]', `"e":[${nest(20_000)}]`),
    accepted: 0,
    items: ['invalid_body'],
  },
  {
    title: '20,000 brackets in a property',
    body: item({ p: { a: 0 } }).replace('"a":0', `"a":${nest(20_000)}`),
    accepted: 0,
    items: ['too_deep'],
  },
  {
    title: 'a prototype key',
    body: item({ p: { a: 0 } }).replace('"a":0', '"__proto__":{"admin":true}'),
    accepted: 0,
    items: ['forbidden_key'],
  },
  {
    title: 'an escaped prototype key',
    body: item({ p: { a: 0 } }).replace('"a":0', '"\\u005f_proto__":{"admin":true}'),
    accepted: 0,
    items: ['forbidden_key'],
  },
  {
    title: 'a constructor, deeper',
    body: item({ p: { a: [{ constructor: { prototype: 1 } }] } }),
    accepted: 0,
    items: ['forbidden_key'],
  },
  {
    title: 'a prototype key beside the items',
    body: envelope({}).replace('{"ver"', '{"__proto__":{"e":[]},"ver"'),
    accepted: 1,
  },
  { title: 'an event of 1970', body: item({ t: 0 }), accepted: 0, items: ['time_out_of_range'] },
  {
    title: 'an event of 9999',
    body: item({ t: Date.UTC(9999, 11, 31) }),
    accepted: 0,
    items: ['time_out_of_range'],
  },
  { title: 'a time that is text', body: item({ t: '2026-01-05' }), accepted: 0, items: ['invalid_value'] },
  {
    title: 'a time beyond numbers',
    body: item({}).replace(`"t":${NOON}`, '"t":-1e999'),
    accepted: 0,
    items: ['invalid_value'],
  },
  { title: 'no id', body: item({ i: undefined }), accepted: 0, items: ['invalid_value'] },
  { title: 'an id with a space', body: item({ i: 'a b' }), accepted: 0, items: ['invalid_value'] },
  {
    title: 'an id of 101 characters',
    body: item({ i: 'x'.repeat(101) }),
    accepted: 0,
    items: ['invalid_value'],
  },
  { title: 'no name', body: item({ n: '' }), accepted: 0, items: ['invalid_name'] },
  {
    title: 'a name that is an object',
    body: item({ n: { toString: 1 } }),
    accepted: 0,
    items: ['invalid_name'],
  },
  {
    title: 'a name of 101 characters',
    body: item({ n: 'N'.repeat(101) }),
    accepted: 0,
    items: ['invalid_name'],
  },
  {
    title: 'an e-mail address as a name',
    body: item({ n: 'ann@example.com' }),
    accepted: 0,
    items: ['personal_data'],
  },
  { title: 'properties that are a list', body: item({ p: [] }), accepted: 0, items: ['invalid_value'] },
  {
    title: 'more than 2,000 values in an event',
    body: item({ p: { list: Array.from({ length: 2_001 }, () => 0) } }),
    accepted: 0,
    items: ['too_many_items'],
  },
];
