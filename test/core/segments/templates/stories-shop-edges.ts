/** Each event and each window of the shop's and the magazine's templates by itself. */
import type { Entry } from '../../../../core/entry.ts';
import { DAY, HOUR, MINUTE, START, score } from '../brute/world.ts';
import {
  added,
  cartViewed,
  checkoutStarted,
  listFiltered,
  listViewed,
  movedFromWishlist,
  optionSelected,
  orderCancelled,
  ordered,
  pageEngaged,
  pageViewed,
  paymentEntered,
  priceChanged,
  rees46,
  type Sent,
  stepCompleted,
  stepViewed,
  viewed,
  viewedWithoutCategory,
  wished,
} from './senders.ts';
import { at, ends, repeated, type Story, stays, turns } from './story.ts';

const intoCart = (id: string): readonly Sent[] => [added(id), movedFromWishlist(id)];
const wanted = (id: string): readonly Sent[] => [...intoCart(id), ordered('QC-1', id)];
const CHECKOUT = [checkoutStarted('p1'), stepViewed('p1'), stepCompleted('p1'), paymentEntered()];

/** What makes each of these hold, within three seconds. */
const SIGNALS: readonly {
  readonly template: string;
  readonly signal: (t: number) => readonly Entry[];
  readonly windowMs: number;
  /** One of the products. */
  readonly id: string;
}[] = [
  {
    template: 'product-comparison',
    signal: (t) => at(t, viewed('p1'), viewed('p2'), viewed('p3')),
    windowMs: DAY,
    id: 'p1',
  },
  {
    template: 'repeat-view-without-cart',
    signal: (t) => repeated(3, 1000, t, viewed('p1')),
    windowMs: 7 * DAY,
    id: 'p1',
  },
  {
    template: 'configuration-steps',
    signal: (t) => repeated(3, 1000, t, optionSelected('p1', 'nib', 'broad')),
    windowMs: DAY,
    id: 'p1',
  },
  {
    template: 'accessory-views',
    signal: (t) => at(t, viewed('a1'), viewed('a2'), viewed('a1')),
    windowMs: 14 * DAY,
    id: 'a1',
  },
];

const blocked = SIGNALS.flatMap(({ template, signal, windowMs, id }) =>
  wanted(id).map(
    (sent): Story => ({
      template,
      kind: 'positive',
      title: `once ${sent.name} is out of the window`,
      log: [...at(START, sent), ...signal(START + windowMs - 10_000)],
      answers: [...stays(START + windowMs - 5000), ...turns(START + windowMs)],
    }),
  ),
);

const near = (template: string, title: string, log: readonly Entry[], t: number): Story => ({
  template,
  kind: 'near miss',
  title,
  log,
  answers: stays(t),
});
const meant = (
  template: string,
  title: string,
  log: readonly Entry[],
  ...answers: (readonly [number, boolean])[]
): Story => ({ template, kind: 'positive', title, log, answers });
const after = (sent: Sent): string => `after ${sent.name}`;

const ROSE_AT = START + 80 * DAY;
const rose = await priceChanged('p1', [48, 52], ROSE_AT);

export const SHOP_EDGES: readonly Story[] = [
  ...blocked,
  ...[...wanted('p1'), checkoutStarted('p1')].map((sent) =>
    near(
      'early-exploration',
      after(sent),
      [...at(START - 1, sent), ...at(START, listViewed(null), viewed('p1'), viewed('i1'))],
      START + 2000,
    ),
  ),
  meant(
    'early-exploration',
    'whatever the visit before was like',
    [...at(START - DAY, viewed('p1'), added('p1')), ...at(START, listFiltered(), viewed('p1'), viewed('i1'))],
    ...turns(START + 2000),
  ),
  ...wanted('p1').map((sent) =>
    near(
      'new-visitor-one-product',
      after(sent),
      [...at(START - 1, sent), ...repeated(3, 1000, START, viewed('p1'))],
      START + 2000,
    ),
  ),
  meant(
    'new-visitor-one-product',
    'what a server reported of them before was no visit',
    [...at(START - DAY, orderCancelled(1001)), ...repeated(3, 1000, START, viewed('p1'))],
    ...turns(START + 2000),
  ),
  ...CHECKOUT.map((sent) =>
    meant('checkout-intent', `from ${sent.name} on`, at(START, sent), ...turns(START)),
  ),
  ...[added('i1'), movedFromWishlist('i1'), cartViewed('p1'), ...CHECKOUT].map((sent) =>
    near(
      'cart-abandoned',
      `${sent.name} comes at the millisecond at which the hour is over`,
      [...at(START, added('p1')), ...at(START + HOUR, sent)],
      START + HOUR,
    ),
  ),
  ...intoCart('p1').map((sent) =>
    near('wishlist-adds', after(sent), [...at(START, wished('p1')), ...at(START + DAY, sent)], START + DAY),
  ),
  meant(
    'wishlist-adds',
    'another product went into the cart',
    [...at(START, wished('p1')), ...at(START + HOUR, added('p2'))],
    ...turns(START + DAY),
  ),
  meant(
    'back-after-price-increase',
    'until the first look is 90 days old',
    [...at(START, viewed('p1')), rose, ...at(ROSE_AT + 1, viewed('p1'))],
    ...turns(ROSE_AT + 1),
    ...ends(START + 90 * DAY),
  ),
  near(
    'back-after-price-increase',
    'had seen only another product before',
    [...at(START, viewed('p2')), rose, ...at(ROSE_AT + 1, viewed('p1'))],
    ROSE_AT + 1,
  ),
  meant(
    'high-intent-low-frequency',
    'stays at the lower threshold, and leaves just below it',
    [
      ...at(START, viewed('p1')),
      score('purchase_7d', 0.8, START + 1000),
      score('purchase_7d', 0.6, START + HOUR),
      score('purchase_7d', 0.5999, START + 2 * HOUR),
    ],
    [START + HOUR, true],
    ...ends(START + 2 * HOUR),
  ),
  meant(
    'high-intent-low-frequency',
    'a week after the order; what a server reported was no visit',
    [
      ...at(START, ordered('QC-1', 'p1')),
      ...at(START + DAY, orderCancelled(1001)),
      ...at(START + 2 * DAY, viewed('p1')),
      score('purchase_7d', 0.8, START + 2 * DAY + 1000),
    ],
    ...turns(START + 7 * DAY),
  ),
  near(
    'accessory-views',
    'three accessories of two categories',
    at(
      START,
      rees46('view', 1, 'accessories.bag'),
      rees46('view', 2, 'accessories.bag'),
      rees46('view', 3, 'accessories.wallet'),
    ),
    START + 2000,
  ),
  near(
    'topic-fan',
    'six products without a category on two days',
    [
      ...repeated(3, 1000, START, viewedWithoutCategory('x')),
      ...repeated(3, 1000, START + DAY, viewedWithoutCategory('x')),
    ],
    START + DAY + 2000,
  ),
  near(
    'topic-fan',
    'six pens in one visit, and something that a server reported',
    [...repeated(6, 1000, START, viewed('p1')), ...at(START + DAY, orderCancelled(1001))],
    START + DAY,
  ),
  meant(
    'topic-fan',
    'until one of the two visits is 30 days old',
    [...at(START, pageViewed('/shop/')), ...repeated(6, 1000, START + DAY, viewed('p1'))],
    ...ends(START + 30 * DAY),
  ),
  meant(
    'topic-fan',
    'until one of the six is 30 days old, however many visits there are',
    [...repeated(6, 1000, START, viewed('p1')), ...repeated(2, DAY, START + DAY, pageViewed('/shop/'))],
    ...ends(START + 30 * DAY),
  ),
  near(
    'deep-reader',
    'one percent short',
    [...at(START, ...['/a', '/b', '/c'].map(pageViewed), pageEngaged(300, 59))],
    START + 3000,
  ),
  meant(
    'deep-reader',
    'until the reading is a week old',
    [...at(START, pageEngaged(300, 60)), ...at(START + DAY, ...['/a', '/b', '/c'].map(pageViewed))],
    ...turns(START + DAY + 2000),
    ...ends(START + 7 * DAY),
  ),
  near(
    'returning-reader',
    'four pages in three visits',
    [
      ...repeated(3, DAY, START, pageViewed('/a')),
      ...at(START + 2 * DAY + 1000, ...['/b', '/c', '/d'].map(pageViewed)),
    ],
    START + 2 * DAY + 3000,
  ),
  meant(
    'returning-reader',
    'until one of the three visits is a week old',
    [
      ...repeated(2, DAY, START, pageViewed('/a')),
      ...at(START + 2 * DAY, ...['/a', '/b', '/c', '/d', '/e'].map(pageViewed)),
    ],
    ...turns(START + 2 * DAY + 4000),
    ...ends(START + 7 * DAY),
  ),
  meant(
    'returning-reader',
    'until one of the five pages is a week old',
    [
      ...at(START, pageViewed('/a'), pageViewed('/b')),
      ...repeated(3, DAY, START + DAY, pageViewed('/c')),
      ...at(START + 3 * DAY + 1000, pageViewed('/d'), pageViewed('/e')),
    ],
    ...ends(START + 7 * DAY),
  ),
  meant(
    'drifting-reader',
    'two weeks after the last page of the last visit',
    [...repeated(4, DAY, START, pageViewed('/a')), ...at(START + 3 * DAY + 10 * MINUTE, pageViewed('/b'))],
    ...turns(START + 17 * DAY + 10 * MINUTE),
  ),
];
