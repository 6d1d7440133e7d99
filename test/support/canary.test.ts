import { createHash } from 'node:crypto';
import { deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findCanaries, writeIdNeedles, writeNeedles } from './canary.ts';

const CANARY = 'Käthe.Canary+7@example.com';
const NEEDLES = writeNeedles([CANARY]);
const normalized = CANARY.toLowerCase();

/** Bytes that nobody would call text, the same at every run. */
function noise(bytes: number, seed = 1): Buffer {
  const noisy = Buffer.alloc(bytes);
  let state = seed;
  for (let i = 0; i < bytes; i += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    noisy[i] = state >>> 24;
  }
  return noisy;
}

const hide = (text: string | Uint8Array) => Buffer.concat([noise(500), Buffer.from(text), noise(500, 7)]);
const row = Buffer.from(`{"id":1,"note":"mail ${CANARY} soon"}`);
const percent = (bytes: Buffer) =>
  [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
const escapeAll = (text: string) =>
  Array.from(text, (_, i) => `\\u${text.charCodeAt(i).toString(16).padStart(4, '0')}`).join('');

const FORMS: readonly [string, string | Uint8Array][] = [
  ['itself', CANARY],
  ['lower case', normalized],
  ['upper case', CANARY.toUpperCase()],
  ['letters and digits alone', 'KätheCanary7examplecom'],
  ['backwards', [...CANARY].reverse().join('')],
  ['UTF-16LE', Buffer.from(CANARY, 'utf16le')],
  ['UTF-16BE', Buffer.from(CANARY, 'utf16le').swap16()],
  ['hex', Buffer.from(CANARY).toString('hex')],
  ['hex in capitals', Buffer.from(CANARY).toString('hex').toUpperCase()],
  ['base64 of a row around it', row.toString('base64')],
  ['base64 of a row, a byte later', Buffer.concat([Buffer.from('x'), row]).toString('base64')],
  ['base64 of a row, two bytes later', Buffer.concat([Buffer.from('xx'), row]).toString('base64')],
  ['base64url of a row around it', row.toString('base64url')],
  ['a part of an address', encodeURIComponent(CANARY)],
  ['a part of a form', new URLSearchParams({ q: CANARY }).toString()],
  ['percent-encoding of every byte', percent(Buffer.from(CANARY))],
  ['percent-encoding in capitals', percent(Buffer.from(CANARY)).toUpperCase()],
  ['JSON', JSON.stringify({ a: CANARY })],
  ['JSON with an escaped at sign', CANARY.replace('@', '\\u0040')],
  ['JSON with every character escaped', escapeAll(CANARY)],
  ['HTML with an entity', CANARY.replace('@', '&#64;')],
  ['gzip', gzipSync(row)],
  ['gzip cut short', gzipSync(Buffer.concat([row, noise(5_000)])).subarray(0, 200)],
  ['zlib at every level', Buffer.concat([deflateSync(row, { level: 0 }), deflateSync(row, { level: 9 })])],
  ['gzip of base64 in gzip', gzipSync(gzipSync(row.toString('base64')))],
  ...['md5', 'sha1', 'sha256', 'sha512'].flatMap((name): [string, string | Uint8Array][] => {
    const digest = createHash(name).update(normalized).digest();
    return [
      [`${name} of its normal form, in bytes`, digest],
      [`${name} of its normal form, cut to 16 bytes`, digest.subarray(0, 16)],
      [`${name} of its normal form, in hex`, digest.toString('hex')],
      [`${name} in base64`, createHash(name).update(CANARY).digest('base64')],
      [`${name} in base64url`, createHash(name).update(CANARY).digest('base64url')],
    ];
  }),
];

describe('the search for canaries', () => {
  it.each(FORMS)('finds %s between bytes of noise', (_title, form) => {
    expect(findCanaries(hide(form), NEEDLES)).not.toEqual([]);
  });

  it('finds it wherever it stands', () => {
    const [itself = ['', '']] = FORMS;
    fc.assert(
      fc.property(fc.nat(3_000), fc.constantFrom(...FORMS), fc.nat(3_000), (before, [, form], after) => {
        const bytes = Buffer.concat([noise(before, 3), Buffer.from(form ?? itself[1]), noise(after, 5)]);
        return findCanaries(bytes, NEEDLES).length > 0;
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it('says which canary, in which form, where', () => {
    expect(findCanaries(Buffer.from(`..${Buffer.from(CANARY).toString('hex')}`), NEEDLES)).toEqual([
      { canary: CANARY, form: 'hex', at: 2 },
    ]);
  });

  it('sees nothing in noise, in other texts, and in a hash with a key', () => {
    const others = 'kathe.canary@example.com, Canary, example.com, canary+7';
    expect(findCanaries(Buffer.concat([noise(1_000_000), Buffer.from(others)]), NEEDLES)).toEqual([]);
  });
});

describe('the search for ids', () => {
  const id = createHash('md5').update('somebody').digest('hex');
  const bytes = Buffer.from(id, 'hex');
  const needles = writeIdNeedles([id]);
  const digest = (name: string, data: string | Buffer) => createHash(name).update(data).digest();

  it.each<[string, string | Uint8Array]>([
    ['in hex', id],
    ['in capitals', id.toUpperCase()],
    ['in bytes', bytes],
    ['in base64 of the bytes', bytes.toString('base64')],
    ['in base64url amid others', Buffer.concat([Buffer.from('a'), bytes]).toString('base64url')],
    ['in UTF-16', Buffer.from(id, 'utf16le')],
    [
      'in JSON, escaped',
      [...id].map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
    ],
    ['in hex of its digits', Buffer.from(id).toString('hex')],
    ['as a digest of its digits', digest('sha256', id)],
    ['as a digest of its bytes, cut short', digest('sha256', bytes).subarray(0, 16)],
    ['as a digest of its bytes, in hex', digest('sha1', bytes).toString('hex')],
    ['in a compressed stream', gzipSync(`{"visitor":"${id}"}`)],
  ])('finds one %s', (_, form) => {
    expect(findCanaries(hide(form), needles)).not.toEqual([]);
  });

  it('sees nothing in noise, and nothing of another id', () => {
    const other = createHash('md5').update('somebody else').digest();
    const text = `${other.toString('hex')} ${other.toString('base64')}`;
    expect(findCanaries(Buffer.concat([noise(1_000_000), other, Buffer.from(text)]), needles)).toEqual([]);
  });
});
