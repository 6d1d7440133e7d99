import { createHash, createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SiteId } from '../../../core/entry.ts';
import { isBlockedIdentifier } from '../../../core/identity/blocked.ts';
import {
  createHashKey,
  derivedId,
  deviceVisitor,
  innerHash,
  isDeviceId,
  isInnerHash,
  isProven,
  isVisitorId,
  keyedReference,
  normalizeIdentifier,
  personVisitor,
} from '../../../core/identity/hash.ts';
import { asRawId } from '../../../core/identity/raw.ts';

type Vector = {
  readonly name: string;
  readonly siteId: string;
  readonly identifier: string;
  readonly normalized: string;
  readonly inner: string;
};
const VECTORS: readonly Vector[] = JSON.parse(
  readFileSync(new URL('../../cases/inner-hash.json', import.meta.url), 'utf8'),
);

const SITE = 'st_5f0c1d2e3a4b5c6d' as SiteId;
const KEY = createHashKey(Buffer.alloc(32, 1));
const OTHER_KEY = createHashKey(Buffer.alloc(32, 2));

describe('the inner hash', () => {
  it.each(VECTORS)(
    'is the same here and in the browser: $name',
    ({ siteId, identifier, normalized, inner }) => {
      expect(normalizeIdentifier(identifier)).toBe(normalized);
      expect(innerHash(siteId as SiteId, asRawId(identifier))).toBe(inner);
    },
  );

  it('follows RFC 2104 over the normal form', () => {
    const expected = createHmac('sha256', 'st_5f0c1d2e3a4b5c6d').update('ann@example.com').digest('hex');
    expect(innerHash(SITE, asRawId(' Ann@Example.COM\n'))).toBe(expected);
  });

  it('has no vectors that agree by chance', () => {
    expect(new Set(VECTORS.map(({ siteId, normalized }) => `${siteId} ${normalized}`)).size).toBe(
      new Set(VECTORS.map(({ inner }) => inner)).size,
    );
  });
});

describe('a visitor id', () => {
  it('is keyed: nobody without the key can make it, and every key makes another', () => {
    const device = 'ab'.repeat(16);
    const unkeyed = createHash('sha256').update(device).digest('hex').slice(0, 32);
    const ids = [deviceVisitor(KEY, device), deviceVisitor(OTHER_KEY, device), unkeyed];
    expect(new Set(ids).size).toBe(3);
    expect(ids.every(isVisitorId)).toBe(true);
    expect(deviceVisitor(KEY, device)).toBe(
      createHmac('sha256', Buffer.alloc(32, 1)).update(device).digest('hex').slice(0, 32),
    );
  });

  it('of a person is made of the inner hash, and a reference names its kind', () => {
    const inner = innerHash(SITE, asRawId('u1'));
    expect(personVisitor(KEY, inner)).toBe(
      createHmac('sha256', Buffer.alloc(32, 1)).update(inner).digest('hex').slice(0, 32),
    );
    const kinds = ['order', 'cart', 'page'].map((kind) => keyedReference(KEY, kind, '1001'));
    expect(new Set(kinds).size).toBe(3);
    expect(keyedReference(KEY, 'a', 'b\0c')).not.toBe(keyedReference(KEY, 'a\0b', 'c\0'));
  });

  it.each([
    ['ab'.repeat(16), true],
    ['AB'.repeat(16), false],
    ['ab'.repeat(15), false],
    [`${'ab'.repeat(16)}\n`, false],
    [7, false],
    [undefined, false],
  ])('%j has its shape: %s', (text, expected) => {
    expect([isDeviceId(text), isVisitorId(text)]).toEqual([expected, expected]);
  });

  it('of an entry that follows from others depends on every cause and on where one ends', () => {
    expect(derivedId('link', 'a', 1)).toBe(derivedId('link', 'a', '1'));
    expect(
      new Set([
        derivedId('link', 'a', 'b'),
        derivedId('link', 'ab'),
        derivedId('consent', 'a', 'b'),
        derivedId('link', 'b', 'a'),
      ]).size,
    ).toBe(4);
    expect(derivedId('link', 'a')).toMatch(/^link:[0-9a-f]{32}$/);
  });
});

describe('proof', () => {
  const inner = 'ab'.repeat(32);
  const proof = createHmac('sha256', 'sk_one').update(inner).digest('hex');

  it.each([
    ['of the key in force', proof, ['sk_one'], true],
    ['of a key in its overlap', proof, ['sk_two', 'sk_one'], true],
    ['of another key', proof, ['sk_two'], false],
    ['where no key is in force', proof, [], false],
    ['in capitals', proof.toUpperCase(), ['sk_one'], false],
    ['cut short', proof.slice(0, 62), ['sk_one'], false],
    ['empty', '', ['sk_one'], false],
  ])('%s', (_title, given, keys, expected) => {
    expect(isProven(inner, given, keys)).toBe(expected);
  });

  it('of another hash proves nothing', () => {
    expect(isProven('cd'.repeat(32), proof, ['sk_one'])).toBe(false);
    expect([isInnerHash(inner), isInnerHash(inner.slice(1)), isInnerHash(null)]).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe('identifiers that stand for nobody', () => {
  it.each(['', ' ', 'null', 'NULL', 'undefined', '0', '-1', 'unknown', 'Guest', 'test@example.com'])(
    '"%s"',
    (text) => {
      expect(isBlockedIdentifier(asRawId(text))).toBe(true);
    },
  );

  it('are few: every other one is somebody', () => {
    fc.assert(
      fc.property(
        fc.emailAddress(),
        (email) => email === 'test@example.com' || !isBlockedIdentifier(asRawId(email)),
      ),
      { seed: 5 },
    );
    for (const text of ['1', '00', 'nulls', 'a']) expect(isBlockedIdentifier(asRawId(text))).toBe(false);
  });
});
