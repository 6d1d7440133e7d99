import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cleanAddressValue,
  isSameSite,
  readPageAddress,
  referrerOrigin,
} from '../../../core/identity/page-address.ts';
import { createSecrets } from '../../../core/identity/secrets.ts';

describe('the address of a page', () => {
  it.each([
    ['/', { path: '/' }],
    ['', { path: '/' }],
    ['/shoes/red-runner', { path: '/shoes/red-runner' }],
    ['https://shop.example/shoes?size=42', { path: '/shoes' }],
    ['https://ann:pass@shop.example/shoes', { path: '/shoes' }],
    [
      '/a?utm_source=mail&gclid=abc&UTM_Medium=x#top',
      { path: '/a', campaign: { utm_source: 'mail', utm_medium: 'x' } },
    ],
    ['/a?utm_source=', { path: '/a' }],
    ['/a?utm_source=ann%40example.com', { path: '/a' }],
    ['/a#utm_source=x?b', { path: '/a' }],
    ['/reset/9f86d081884c7d659a2feaa0c55ad015', { path: '/reset/:redacted' }],
    ['/u/ann@example.com/orders', { path: '/u/:redacted/orders' }],
    ['/u/ann%40example.com', { path: '/u/:redacted' }],
    ['/call/+447700900123', { path: '/call/:redacted' }],
    ['/sommer-schuhe-in-allen-farben-und-groessen', { path: '/sommer-schuhe-in-allen-farben-und-groessen' }],
    ['/%E0%A4%A/x', { path: '/%E0%A4%A/x' }],
  ])('%s is %j', (address, expected) => {
    expect(readPageAddress(address)).toEqual(expected);
  });

  it('holds nothing of its sender, however it is written', () => {
    const secrets = createSecrets(['203.0.113.7', 'Mozilla/5.0 (X11; rv:1)', 'Customer-77', '42']);
    const clean = (address: string) => readPageAddress(address, secrets);
    expect(clean('/from/203.0.113.7')).toEqual({ path: '/:redacted' });
    expect(clean('/ua/Mozilla%2F5.0%20(X11%3B%20rv:1)/x')).toEqual({ path: '/:redacted' });
    expect(clean('/account/CUSTOMER-77')).toEqual({ path: '/:redacted' });
    expect(clean('/a?utm_source=customer-77&utm_medium=42&utm_term=x42')).toEqual({
      path: '/a',
      campaign: { utm_term: 'x42' },
    });
  });

  it('is bounded, and never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.webUrl({ withQueryParameters: true, withFragments: true }),
          fc.string({ unit: 'binary' }),
        ),
        (address) => {
          const { path, campaign = {} } = readPageAddress(address);
          expect(path).not.toMatch(/[?#]/);
          expect(Object.keys(campaign).every((key) => key.startsWith('utm_'))).toBe(true);
        },
      ),
      { seed: 4, numRuns: 500 },
    );
    expect(readPageAddress(`/${'x'.repeat(5_000)}`).path.length).toBeLessThanOrEqual(1_024);
  });
});

describe('the referrer', () => {
  it.each([
    ['https://search.example/?q=ann', 'https://search.example'],
    ['HTTPS://Search.Example:8443/x', 'https://search.example:8443'],
    ['https://ann@search.example/', null],
    ['https://ann%40example.com:pass@search.example/', null],
    ['android-app://com.example', null],
    ['javascript:alert(1)', null],
    ['', null],
  ])('%s is %s', (referrer, expected) => {
    expect(referrerOrigin(referrer)).toBe(expected);
  });
});

describe('a page', () => {
  it.each([
    [true, 'https://shop.example', 'https://shop.example/shoes?size=42'],
    [true, 'http://shop.example:8080', 'HTTPS://Shop.Example'],
    [true, 'https://www.shop.example', 'https://shop.example'],
    [true, 'https://shop.example', 'https://www.shop.example'],
    [true, 'https://pay.shop.example', 'https://www.shop.example'],
    [true, 'https://www.shop.example', 'https://blog.shop.example'],
    [false, 'https://myshop.example', 'https://shop.example'],
    [false, 'https://shop.example', 'https://other.example'],
    [false, 'https://shop.example.org', 'https://shop.example'],
    [false, 'https://shop.example', 'null'],
    [false, 'https://shop.example', '/shoes'],
    [false, 'https://shop.example', ''],
    [false, 'android-app://shop.example', 'https://shop.example'],
  ])('is of the same site: %s, %s from %s', (isSame, referrer, page) => {
    expect(isSameSite(referrer, page)).toBe(isSame);
  });
});

describe('a property that is an address', () => {
  it.each([
    ['https://shop.example/a?token=1&utm_source=x#y', 'https://shop.example/a?utm_source=x'],
    ['/a?b=1', '/a'],
    ['/ann@example.com', '/:redacted'],
    ['a plain text? yes', 'a plain text? yes'],
    ['/just/a/path', '/just/a/path'],
    ['50% / 20#', '50% / 20#'],
  ])('%s becomes %s', (value, expected) => {
    expect(cleanAddressValue(value)).toBe(expected);
  });
});

describe('what looks like a token in a path', () => {
  it.each([
    ['/reset/a1b2c3d4e5f6a7b8c9d0e1', '/reset/:redacted'],
    ['/s/550e8400-e29b-41d4-a716-446655440000', '/s/:redacted'],
    ['/p/the-most-beautiful-fountain-pen-of-2024', '/p/the-most-beautiful-fountain-pen-of-2024'],
    ['/p/ink-123456789012345678901234', '/p/ink-123456789012345678901234'],
  ])('%s is kept as %s', (address, path) => {
    expect(readPageAddress(address).path).toBe(path);
  });
});
