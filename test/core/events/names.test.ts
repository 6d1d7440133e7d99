import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance } from '../../../core/events/distance.ts';
import { canonicalName, createNameResolver, isWellFormedName } from '../../../core/events/names.ts';
import { endsInPastTense } from '../../../core/events/past-tense.ts';
import { FUNNEL_STEPS, funnelStep, SPEC } from '../../../core/events/spec.ts';
import { aliasesOf } from '../../../core/events/vocabularies.ts';

type Slip = { readonly at: number; readonly letter: string; readonly kind: number };

/** One letter more, fewer, or another. */
function applySlip(words: string, { at, letter, kind }: Slip): string {
  const place = at % words.length;
  const [head, tail] = [words.slice(0, place), words.slice(place + (kind === 0 ? 0 : 1))];
  return kind === 1 ? head + tail : head + letter + tail;
}

describe('canonical names', () => {
  it.each([...SPEC.keys()])('"%s" is known in every usual spelling', (name) => {
    const words = name.toLowerCase().split(' ');
    const camel = words.map((word, i) => (i === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1)));
    expect(canonicalName(name)).toEqual({ kind: 'known', name });
    for (const raw of [words.join('_'), words.join('-'), words.join(' '), words.join('_').toUpperCase()]) {
      if (raw !== name) expect(canonicalName(raw)).toEqual({ kind: 'known', name, original: raw });
    }
    expect(canonicalName(camel.join(''))).toMatchObject({ kind: 'known', name });
  });

  it.each([
    ['Viewed Product', 'Product Viewed'],
    ['Completed Order', 'Order Completed'],
    ['view_item', 'Product Viewed'],
    ['add_to_cart', 'Product Added'],
    ['begin_checkout', 'Checkout Started'],
    ['purchase', 'Order Completed'],
    ['login', 'Signed In'],
    ['checkout_completed', 'Order Completed'],
    ['collection_viewed', 'Product List Viewed'],
    ['product_added_to_cart', 'Product Added'],
    ['payment_info_submitted', 'Payment Info Entered'],
    ['Order Canceled', 'Order Cancelled'],
    ['  Product  viewed ', 'Product Viewed'],
    ['productAddedToCart', 'Product Added'],
  ])('"%s" of another vocabulary is %s', (raw, name) => {
    expect(canonicalName(raw)).toEqual({ kind: 'known', name, original: raw });
  });

  it('a slip of a few letters is never overlooked, however names are sorted out beforehand', () => {
    const slip = fc.record({
      at: fc.nat({ max: 60 }),
      letter: fc.constantFrom(...'aeqz09'),
      kind: fc.nat({ max: 2 }),
    });
    fc.assert(
      fc.property(fc.constantFrom(...SPEC.keys()), fc.array(slip, { maxLength: 3 }), (name, slips) => {
        const words = slips.reduce(applySlip, name.toLowerCase());
        const most = Math.min(3, Math.floor(words.length / 5));
        const steps = editDistance(words, name.toLowerCase(), 3);
        const found = canonicalName(words);
        fc.pre(found.kind !== 'known' && found.kind !== 'unusable' && steps <= most);
        expect(found).toHaveProperty('suggestion');
      }),
      { seed: 12, numRuns: 2_000 },
    );
  });

  it('no alias means two events, and none hides an event of the table', () => {
    const owners = new Map<string, string>();
    for (const name of SPEC.keys()) {
      for (const alias of aliasesOf(name)) {
        expect(owners.get(alias), alias).toBeUndefined();
        owners.set(alias, name);
        expect(canonicalName(alias)).toEqual({ kind: 'known', name, original: alias });
      }
    }
  });

  it.each([
    ['Prodct Viewd', 'malformed', 'Product Viewed'],
    ['Product Veiwed', 'custom', 'Product Viewed'],
    ['product_viwed', 'malformed', 'Product Viewed'],
    ['Order Complete', 'malformed', 'Order Completed'],
    ['gift_wrapped', 'malformed', 'Gift Wrapped'],
  ])('"%s" is %s and the nearest name is %s', (name, kind, suggestion) => {
    expect(canonicalName(name)).toEqual({ kind, name, suggestion });
  });

  it.each(['Gift Wrapped', 'Quiz Won', 'Newsletter Opted In', 'Coupon 2 Redeemed'])(
    '"%s" follows the rule and is far from every known name',
    (name) => {
      expect(canonicalName(name)).toEqual({ kind: 'custom', name });
    },
  );

  it.each([
    '',
    '   ',
    'a'.repeat(101),
    'Cart\u0000Viewed',
    'Cart\u202eViewed',
    '\ud800',
    'x'.repeat(100_000),
  ])('a name that is none is unusable (case %#)', (raw) => {
    expect(canonicalName(raw)).toEqual({ kind: 'unusable' });
  });

  it.each(['constructor', '__proto__', 'toString'])('"%s" is no known event', (raw) => {
    expect(canonicalName(raw).kind).toBe('malformed');
    expect(funnelStep(raw)).toBeNull();
  });

  it('a site knows its own names, in any spelling, and suggests them', () => {
    const resolve = createNameResolver(['Gift Wrapped']);
    expect(resolve('gift_wrapped')).toEqual({
      kind: 'known',
      name: 'Gift Wrapped',
      original: 'gift_wrapped',
    });
    expect(resolve('Gift Wraped')).toMatchObject({ suggestion: 'Gift Wrapped' });
    expect(resolve('Product Viewed')).toEqual({ kind: 'known', name: 'Product Viewed' });
  });

  it('of two near names the nearer one is suggested', () => {
    for (const names of [
      ['Present Wrapped', 'Present Trapped'],
      ['Present Trapped', 'Present Wrapped'],
    ]) {
      expect(createNameResolver(names)('Present Wrappd')).toMatchObject({ suggestion: 'Present Wrapped' });
    }
  });

  it("a site's own name beats the same alias of a known one", () => {
    expect(canonicalName('Registered')).toMatchObject({ name: 'Signed Up' });
    expect(createNameResolver(['Registered'])('Registered')).toEqual({ kind: 'known', name: 'Registered' });
    expect(createNameResolver(['Registered'])('REGISTERED')).toMatchObject({ name: 'Registered' });
  });

  it('a resolver answers the same for a name however many others came in between', () => {
    const resolve = createNameResolver();
    const first = resolve('Gift Wrapped');
    for (let i = 0; i < 5_000; i += 1) resolve(`Gift ${i} Wrapped`);
    expect(resolve('Gift Wrapped')).toEqual(first);
  });
});

describe('the rule for names', () => {
  it.each([
    ['Cart Viewed', true],
    ['Invite Sent', true],
    ['Password Reset', true],
    ['Signed In', true],
    ['cart viewed', false],
    ['Cart View', false],
    ['Cart  Viewed', false],
    ['Cart-Viewed', false],
    ['Activity Feed', false],
    ['Top Speed', false],
    ['Item In', false],
    ['9 Items Viewed', false],
  ])('"%s": %s', (name, follows) => {
    expect(isWellFormedName(name)).toBe(follows);
  });

  it('every name of the table ends in a past tense or is one of the known exceptions', () => {
    const exceptions = [...SPEC.keys()].filter((name) => !endsInPastTense(name.split(' ')));
    expect(exceptions).toEqual([
      'Product Added to Wishlist',
      'Product Removed from Wishlist',
      'Wishlist Product Added to Cart',
      'Account Added User',
      'Account Removed User',
      'Email Marked as Spam',
      'Video Content Playing',
      'Video Ad Playing',
    ]);
  });
});

describe('the table', () => {
  it('requires only properties it describes, and describes none it never stores', () => {
    for (const [name, { properties, required = [], dropped = [] }] of SPEC) {
      for (const key of required.flat())
        expect(['currency', ...Object.keys(properties)], name).toContain(key);
      for (const key of dropped) expect(Object.keys(properties), name).not.toContain(key);
    }
  });

  it('places the shopping funnel in its order', () => {
    const steps = [
      'Products Searched',
      'Product Viewed',
      'Product Added',
      'Checkout Started',
      'Order Completed',
    ];
    expect(steps.map(funnelStep)).toEqual(FUNNEL_STEPS);
    expect(funnelStep('Signed In')).toBeNull();
  });
});
