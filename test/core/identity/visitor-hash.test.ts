import { createSecretKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { SiteId } from '../../../core/entry.ts';
import { addressPrefix } from '../../../core/identity/address.ts';
import { anonymousVisitor } from '../../../core/identity/anonymous.ts';
import { deviceVisitor, innerHash, personVisitor } from '../../../core/identity/hash.ts';
import { asRawId } from '../../../core/identity/raw.ts';
import cases from '../../cases/visitor-hash.json' with { type: 'json' };

const keyOf = (hex: string) => createSecretKey(Buffer.from(hex, 'hex'));

describe('visitor ids, as PHP makes them too', () => {
  it.each(cases.anonymous)('of the day: $name', ({ salt, siteId, address, prefix, visitor, ...headers }) => {
    expect(addressPrefix(address)).toBe(prefix);
    const seen = { addressPrefix: prefix, ...headers };
    expect(anonymousVisitor(keyOf(salt), siteId as SiteId, seen)).toBe(visitor);
  });

  it.each(cases.consented)('of the device $device', ({ idKey, device, visitor }) => {
    expect(deviceVisitor(keyOf(idKey), device)).toBe(visitor);
  });

  it.each(cases.known)('of the person "$identifier"', ({ idKey, siteId, identifier, inner, visitor }) => {
    expect(innerHash(siteId as SiteId, asRawId(identifier))).toBe(inner);
    expect(personVisitor(keyOf(idKey), inner)).toBe(visitor);
  });

  it('are told apart by each circumstance, and by nothing that is cut off', () => {
    const visitorOf = (name: string) => cases.anonymous.find((row) => row.name === name)?.visitor;
    const first = visitorOf('a desktop');
    expect(visitorOf('a neighbour in the same network')).toBe(first);
    expect(visitorOf('IPv4 written as IPv6')).toBe(first);
    const others = ['network', 'browser', 'language', 'day', 'site'].map((what) =>
      visitorOf(`another ${what}`),
    );
    expect(new Set([first, ...others]).size).toBe(6);
  });
});
