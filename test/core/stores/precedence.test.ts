import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Source } from '../../../core/entry.ts';
import { compareCopies, contentHash } from '../../../core/stores/precedence.ts';
import { ANNA, BEN, entry, FULL_ENTRY, T0 } from '../../contract/store-samples.ts';

const copy = fc
  .record({
    source: fc.constantFrom<Source>('web', 'server', 'email'),
    t: fc.constantFrom(T0, T0 + 1),
    visitor: fc.constantFrom(ANNA, BEN, null),
    properties: fc.record({ price: fc.constantFrom(1, 0.1, 99) }),
  })
  .map((given) => entry({ id: 'a', ...given }));

describe('the content hash', () => {
  it('does not depend on the order of keys', () => {
    const turned = Object.fromEntries(Object.entries(FULL_ENTRY.properties).reverse());
    expect(contentHash({ ...FULL_ENTRY, properties: turned })).toBe(contentHash(FULL_ENTRY));
  });

  it('does not depend on when it arrived', () => {
    expect(contentHash({ ...FULL_ENTRY, receivedAt: 0 })).toBe(contentHash(FULL_ENTRY));
  });

  it('has a reference value, so that every store and every release agrees', () => {
    expect(contentHash(entry({ id: 'a' }))).toBe(
      'e7909a5db0b04179bb56ad12335b34f7744eb6383c266a1137f9d728cfada2ca',
    );
  });

  const changes = [
    { type: 'exposure' },
    { name: 'Product Added' },
    { t: 1 },
    { visitor: BEN },
    { source: 'web' },
    { page: 'other' },
    { context: {} },
    { properties: {} },
    { currency: 'USD' },
    { flags: [] },
  ] as const;
  it.each(changes)('depends on %j', (change) => {
    expect(contentHash({ ...FULL_ENTRY, ...change })).not.toBe(contentHash(FULL_ENTRY));
  });
});

describe('the order of copies', () => {
  it('is total: every two copies agree on who stays, and three never run in a circle', () => {
    fc.assert(
      fc.property(copy, copy, copy, (a, b, c) => {
        expect(Math.sign(compareCopies(a, b))).toBe(-Math.sign(compareCopies(b, a)) || 0);
        if (compareCopies(a, b) <= 0 && compareCopies(b, c) <= 0)
          expect(compareCopies(a, c)).toBeLessThanOrEqual(0);
      }),
      { seed: 2026, numRuns: 300 },
    );
  });
});
