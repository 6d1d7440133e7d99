import { describe, expect, it } from 'vitest';
import type { Properties, VisitorId } from '../../../core/entry.ts';
import { isMoneyKey } from '../../../core/events/money.ts';
import { funnelStep } from '../../../core/events/spec.ts';
import type { LocalBundle, LocalFeature } from '../../../core/local/bundle.ts';
import { readFeature } from '../../../core/local/features.ts';
import { readSession } from '../../../core/local/session.ts';
import { sha256 } from '../../../core/local/sha256.ts';
import { fold } from '../../../core/profiles/fold.ts';
import { emptyProfile } from '../../../core/profiles/profile.ts';
import { createFoldRules } from '../../../core/profiles/rules.ts';
import { namesOf } from '../../../core/profiles/visit.ts';
import { subjectOf } from '../../../core/scoring/features/subject.ts';
import { readFeatures } from '../../../core/scoring/features/table.ts';
import { valueIn } from '../../../core/scoring/model.ts';
import { event } from '../segments/brute/world.ts';

const START = Date.UTC(2026, 3, 15, 12);
const VISITOR = 'a'.repeat(32) as VisitorId;
const HAPPENED: readonly (readonly [name: string, afterMs: number, properties: Properties])[] = [
  ['Page Viewed', 0, { path: '/a' }],
  ['Product Viewed', 1_000, { product_id: 'a' }],
  ['Page Engaged', 31_000, { seconds_active: 25.5, scroll_depth: 70 }],
  ['Products Searched', 40_000, { query: 'ink' }],
  ['Product Viewed', 55_000, { product_id: 'b' }],
  ['Product Viewed', 60_500, { product_id: 'a' }],
  ['Page Engaged', 61_000, { seconds_active: 4, scroll_depth: 40 }],
  ['Product Added', 70_000, { product_id: 'a' }],
];
/** By the name that a server has for the same. */
const FEATURES: Readonly<Record<string, LocalFeature>> = {
  session_events: { read: 'count' },
  session_elapsed: { read: 'elapsed' },
  idle: { read: 'idle' },
  pages_viewed: { read: 'count', names: namesOf('page') },
  products_viewed: { read: 'count', names: namesOf('view') },
  products_added: { read: 'count', names: namesOf('add') },
  searches: { read: 'count', names: namesOf('search') },
  checkout_steps: { read: 'count', names: namesOf('checkout') },
  distinct_products: { read: 'distinct', names: ['Product Viewed'], property: 'product_id' },
  engaged_seconds: { read: 'sum', names: ['Page Engaged'], property: 'seconds_active', limit: 43_200 },
  scroll_depth: { read: 'max', names: ['Page Engaged'], property: 'scroll_depth', limit: 100 },
};
const SITE = { zone: 'UTC', currency: 'EUR', digits: 2, sessionGapMs: 1_800_000 };

function readBoth(count: number, now: number) {
  const happened = HAPPENED.slice(0, count);
  const rules = createFoldRules({ currency: 'EUR', funnelStep, isMoney: isMoneyKey });
  const profile = happened
    .map(([name, after, properties], at) => event(name, properties, { t: START + after, id: `e${at}` }))
    .reduce((folded, entry) => fold(folded, entry, rules), emptyProfile(VISITOR));
  const row = readFeatures(subjectOf(profile, now, { rules, zone: 'UTC', isAnonymous: true }));
  const fresh = happened.map(([name, after, properties], at) => ({
    id: `e${at}`,
    name,
    t: START + after,
    properties,
  }));
  const state = { v: 1, u: VISITOR, s: START, l: 0, n: 0, r: [], d: [] } as const;
  const session = readSession({ site: SITE } as unknown as LocalBundle, {
    state,
    fresh,
    context: {},
    own: [],
  });
  if (session === null) throw new Error('nothing happened');
  return { row, session };
}

describe('features of a session', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('are on a page what they are on a server, after %i events', (count) => {
    const now = START + (HAPPENED[count - 1]?.[1] ?? 0) + 7_000;
    const { row, session } = readBoth(count, now);
    const read = Object.entries(FEATURES).map(([name, feature]) => [
      name,
      readFeature(feature, session, now),
    ]);
    expect(read).toEqual(Object.keys(FEATURES).map((name) => [name, valueIn(row, name)]));
  });
});

describe('the hash of a page', () => {
  // FIPS 180-4, appendix B, and the empty text.
  it.each([
    ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    [
      'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
      '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
    ],
    ['ü'.repeat(60), '0'],
  ])('of "%s"', async (text, hex) => {
    const { createHash } = await import('node:crypto');
    const expected = createHash('sha256').update(text).digest('hex');
    if (hex !== '0') expect(expected).toBe(hex);
    expect(sha256(text)).toBe(expected);
  });
});
