import { describe, expect, it } from 'vitest';
import type { Context, Entry, Properties } from '../../../core/entry.ts';
import { funnelStep } from '../../../core/events/spec.ts';
import { ACTIONS, beginVisit, extendVisit, type Visit } from '../../../core/profiles/visit.ts';
import { event, MINUTE, START } from './world.ts';

type Step = readonly [name: string, properties?: Properties, parts?: Partial<Entry>];

/** A step a minute. */
function visitOf(steps: readonly Step[]): Visit {
  const events = steps.map(([name, properties = {}, parts], at) =>
    event(name, { t: START + at * MINUTE, properties, ...parts }),
  );
  return events.reduce(extendVisit, beginVisit(START));
}

const view = (product_id: string | number, more: Properties = {}): Step => [
  'Product Viewed',
  { product_id, ...more },
];
const counts = ({ counts: found }: Visit) =>
  Object.fromEntries(ACTIONS.flatMap((action, at) => (found[at] ? [[action, found[at]]] : [])));

describe('a session, action by action', () => {
  it.each([
    ['Page Viewed', 'page'],
    ['Screen Viewed', 'page'],
    ['Product List Viewed', 'list'],
    ['Products Searched', 'search'],
    ['Product List Filtered', 'filter'],
    ['Product Viewed', 'view'],
    ['Product Added', 'add'],
    ['Product Removed', 'remove'],
    ['Cart Viewed', 'cart'],
    ['Checkout Started', 'checkout'],
    ['Checkout Step Viewed', 'checkout'],
    ['Checkout Step Completed', 'checkout'],
    ['Payment Info Entered', 'checkout'],
    ['Order Completed', 'order'],
    ['Exit Intent Detected', 'exit'],
    ['Feature Used', 'feature'],
    ['Limit Reached', 'limit'],
    ['Coupon Applied', 'other'],
    ['Something of the shop', 'other'],
    ['constructor', 'other'],
  ])('%s counts as %s', (name, action) => {
    const visit = visitOf([[name]]);
    expect([counts(visit), ACTIONS[visit.lastAction]]).toEqual([{ [action]: 1 }, action]);
  });

  it('knows checkout where the funnel knows it', () => {
    const names = [
      'Checkout Started',
      'Checkout Step Viewed',
      'Checkout Step Completed',
      'Payment Info Entered',
    ];
    expect(names.filter((name) => funnelStep(name) !== 'checkout' && funnelStep(name) !== null)).toEqual([]);
  });

  it('takes attention for no action', () => {
    const visit = visitOf([
      view('a'),
      ['Page Engaged', { seconds_active: 12, scroll_depth: 40 }],
      ['Page Engaged', { seconds_active: 3.5, scroll_depth: 20 }],
    ]);
    expect([counts(visit), ACTIONS[visit.lastAction]]).toEqual([{ view: 1 }, 'view']);
    expect([visit.engagedSeconds, visit.scrollDepth]).toEqual([15.5, 40]);
    expect([visit.last, visit.gapMs]).toEqual([START + 2 * MINUTE, MINUTE]);
  });

  it('believes no page that was read for longer than a session lasts, and none that was scrolled past its end', () => {
    const engaged = (seconds_active: number, scroll_depth: number): Step => [
      'Page Engaged',
      { seconds_active, scroll_depth },
    ];
    const visit = visitOf([engaged(-5, -5), engaged(1e12, 400), engaged(1, 1)]);
    expect([visit.engagedSeconds, visit.scrollDepth]).toEqual([43_200, 100]);
    expect(visitOf([['Page Engaged', { seconds_active: 'long' }]])).toMatchObject({
      engagedSeconds: 0,
      scrollDepth: null,
    });
  });

  it('counts views by product, the one viewed last at the end', () => {
    expect(visitOf([view('a'), view('b'), view(1), view('a'), view('1')]).viewed).toEqual([
      ['b', 1],
      ['a', 2],
      ['1', 2],
    ]);
    expect(visitOf([['Product Viewed', { name: 'a' }]]).viewed).toEqual([]);
  });

  it('remembers 40 products and 20 categories', () => {
    const visit = visitOf(Array.from({ length: 45 }, (_, n) => view(`p${n}`, { category: `c${n}` })));
    expect([visit.viewed.length, visit.viewed[0], visit.viewed.at(-1)]).toEqual([40, ['p5', 1], ['p44', 1]]);
    expect([visit.categories.length, visit.categories.at(-1)]).toEqual([20, 'c19']);
  });

  it('meets categories in lists as well as in products, each once', () => {
    const list: Step = ['Product List Viewed', { category: 'shoes' }];
    expect(
      visitOf([list, view('a', { category: 'hats' }), list, view('b', { category: '' })]).categories,
    ).toEqual(['shoes', 'hats']);
  });

  it('adds up the prices that are known', () => {
    const prices = ({ priceSumMinor, priced, lastPriceMinor }: Visit) => [
      priceSumMinor,
      priced,
      lastPriceMinor,
    ];
    expect(prices(visitOf([view('a', { price: 100 }), view('b', { price: 300 })]))).toEqual([400, 2, 300]);
    expect(prices(visitOf([view('a', { price: 100 }), view('b')]))).toEqual([100, 1, null]);
    const foreign: Step = ['Product Viewed', { product_id: 'a', price: 1 }, { flags: ['currency_mismatch'] }];
    expect(prices(visitOf([foreign]))).toEqual([0, 0, null]);
    expect(prices(visitOf([['Product Added', { product_id: 'a', price: 100 }]]))).toEqual([0, 0, null]);
  });
});

describe('where a session came from', () => {
  const page = (context: Context): Step => ['Page Viewed', {}, { context: { path: '/', ...context } }];
  const medium = (utm_medium: string): Context => ({ campaign: { utm_medium } });
  it.each<readonly [string | null, Context]>([
    ['direct', {}],
    ['search', { referrer: 'https://www.google.de' }],
    ['search', { referrer: 'https://duckduckgo.com' }],
    ['social', { referrer: 'https://l.facebook.com' }],
    ['social', { referrer: 'https://t.co' }],
    ['social', { referrer: 'HTTPS://WWW.Instagram.com:443' }],
    ['email', { referrer: 'https://mail.google.com' }],
    ['email', { referrer: 'https://outlook.live.com' }],
    ['referral', { referrer: 'https://blog.example' }],
    ['referral', { referrer: 'https://notgoogle.example' }],
    ['referral', { referrer: 'https://dropbox.com' }],
    ['paid', { referrer: 'https://www.google.de', ...medium('cpc') }],
    ['paid', medium('paid-social')],
    ['paid', medium('Paid Search')],
    ['email', medium('E-Mail')],
    ['email', medium('newsletter')],
    ['social', medium('social_post')],
    ['search', medium('organic')],
    ['referral', medium('qr')],
    ['direct', { campaign: { utm_source: 'x' } }],
  ])('%s: %j', (origin, context) => {
    expect(visitOf([page(context)]).origin).toBe(origin);
  });

  it('is what the first event with an address says, and not known before it', () => {
    const order: Step = ['Order Completed', {}, { source: 'server', context: { device: 'mobile' } }];
    expect(visitOf([order]).origin).toBeNull();
    expect(visitOf([['Product Viewed']]).origin).toBeNull();
    const found = visitOf([order, page({ referrer: 'https://www.bing.com' }), page({})]);
    expect(found.origin).toBe('search');
  });
});
