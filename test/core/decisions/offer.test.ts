import { describe, expect, it } from 'vitest';
import { countLeftCarts, findOfferFault } from '../../../core/decisions/offer.ts';
import { FUNNEL_STEPS } from '../../../core/events/spec.ts';
import { COUPON, campaign, DAY, type Given, MESSAGE, NOW } from './world.ts';

const coupon = { key: 'a', treatment: COUPON };
const later = { key: 'b', treatment: { ...COUPON, ends: new Date(NOW + 2 * DAY).toISOString() } };
const control = { key: 'none', treatment: null };
const message = { key: 'b', treatment: MESSAGE };
const steps = (ends: number) => [
  { wait: '1h', treatment: { ...COUPON, ends: new Date(ends).toISOString() } },
];

describe('an offer', () => {
  it.each<[string, Given, number, number, string | null, number?]>([
    ['is good until its end', { variants: [coupon] }, 0, NOW + DAY - 1, null],
    ['is over at its end', { variants: [coupon] }, 0, NOW + DAY, 'offer_over'],
    ['is over for the control arm as well', { variants: [control, coupon] }, 0, NOW + DAY, 'offer_over'],
    [
      'is over for whoever would see a message beside it',
      { variants: [coupon, message] },
      0,
      NOW + DAY,
      'offer_over',
    ],
    ['is over when the first of two codes is', { variants: [coupon, later] }, 0, NOW + DAY, 'offer_over'],
    ['of a later step keeps none from the first', { steps: steps(NOW - 1) }, 0, NOW, null, 0],
    ['of a step is over by itself', { steps: steps(NOW) }, 0, NOW, 'offer_over', 1],
    [
      'of a step is good by itself',
      { variants: [coupon], steps: steps(NOW + 2 * DAY) },
      0,
      NOW + DAY,
      null,
      1,
    ],
    ['is for whoever leaves few carts', { offer: { discount: 0.1, mostLeftCarts: 2 } }, 2, NOW, null],
    [
      'is not for whoever leaves many',
      { offer: { discount: 0.1, mostLeftCarts: 2 } },
      3,
      NOW,
      'serial_leaver',
    ],
    ['that is none minds no carts', {}, 99, NOW, null],
  ])('%s', (_, given, leftCarts, now, fault, step = 0) => {
    expect(findOfferFault(campaign(given), { leftCarts, step }, now)).toBe(fault);
  });

  it('counts the carts that were left in the cart and in the checkout', () => {
    const drops = FUNNEL_STEPS.map((_, place) => 10 ** place);
    expect(countLeftCarts({ drops })).toBe(1_100);
  });
});
