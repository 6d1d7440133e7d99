import { DAY, HOUR, MINUTE, START } from '../brute/world.ts';
import {
  added,
  addedOnServer,
  cartViewed,
  checkoutStarted,
  movedFromWishlist,
  orderCancelled,
  ordered,
  orderPaid,
  priceChanged,
  removed,
  unwished,
  viewed,
  wished,
} from './senders.ts';
import { at, ends, repeated, type Story, stays, turns } from './story.ts';

const CHECKOUT = { template: 'checkout-intent' };
const CART = { template: 'cart-abandoned' };
const WISHLIST = { template: 'wishlist-adds' };
const PRICE = { template: 'back-after-price-increase' };
const LOYAL = { template: 'loyal-at-risk' };
const ONCE = { template: 'one-time-buyer-due' };

const ROSE_AT = START + 10 * DAY;
const rose = await priceChanged('p1', [48, 52], ROSE_AT);
const fell = await priceChanged('p1', [52, 48], ROSE_AT);

export const BUYING: readonly Story[] = [
  {
    ...CHECKOUT,
    kind: 'positive',
    title: 'from the checkout on, until the visit ends',
    log: at(START, cartViewed('p1'), checkoutStarted('p1')),
    answers: [...turns(START + 1000), ...ends(START + 1000 + 30 * MINUTE)],
  },
  {
    ...CHECKOUT,
    kind: 'positive',
    title: 'again in a later visit than that of the last order',
    log: [...at(START, ordered('QC-1', 'p1')), ...at(START + 30 * MINUTE, checkoutStarted('p2'))],
    answers: turns(START + 30 * MINUTE),
  },
  {
    ...CHECKOUT,
    kind: 'negative',
    title: 'once the order is there, also from the server',
    log: at(START, checkoutStarted('p1'), orderPaid(1001, '48.00', 17)),
    answers: [
      [START + 1000, false],
      [START + 1001, false],
    ],
  },
  {
    ...CHECKOUT,
    kind: 'near miss',
    title: 'a cart that was looked at',
    log: at(START, added('p1'), cartViewed('p1')),
    answers: stays(START + 1000),
  },
  {
    ...CHECKOUT,
    kind: 'near miss',
    title: 'at the last millisecond of the visit with the order',
    log: [...at(START, ordered('QC-1', 'p1')), ...at(START + 30 * MINUTE - 1, checkoutStarted('p2'))],
    answers: stays(START + 30 * MINUTE - 1),
  },
  {
    ...CART,
    kind: 'positive',
    title: 'an hour after the last thing was put in, for a week',
    log: at(START, viewed('p1'), added('p1')),
    answers: [...turns(START + 1000 + HOUR), ...ends(START + 1000 + 7 * DAY)],
  },
  {
    ...CART,
    kind: 'positive',
    title: 'what came from the wishlist, or was put in on the server',
    log: [...at(START, movedFromWishlist('p1')), ...at(START + 9 * DAY, addedOnServer(17))],
    answers: [...turns(START + HOUR), ...ends(START + 7 * DAY), ...turns(START + 9 * DAY + HOUR)],
  },
  {
    ...CART,
    kind: 'positive',
    title: 'one thing was taken out again, the other stayed',
    log: at(START, added('p1'), added('i1'), removed('i1')),
    answers: turns(START + 2000 + HOUR),
  },
  {
    ...CART,
    kind: 'positive',
    title: 'while they look at the cart again it is not left; an order that names no cart ends it',
    log: [
      ...at(START, added('p1')),
      ...at(START + 2 * HOUR, cartViewed('p1')),
      ...at(START + 4 * HOUR, orderPaid(1001, '48.00', 17)),
    ],
    answers: [
      ...turns(START + HOUR),
      ...ends(START + 2 * HOUR),
      ...turns(START + 3 * HOUR),
      ...ends(START + 4 * HOUR),
      [START + 6 * HOUR, false],
    ],
  },
  {
    ...CART,
    kind: 'negative',
    title: 'somebody who bought within the hour',
    log: at(START, added('p1'), checkoutStarted('p1'), ordered('QC-1', 'p1')),
    answers: stays(START + 2000 + HOUR),
  },
  {
    ...CART,
    kind: 'near miss',
    title: 'the one product in it was taken out again',
    log: at(START, added('p1'), removed('p1')),
    answers: stays(START + 1000 + HOUR),
  },
  {
    ...CART,
    kind: 'near miss',
    title: 'the order comes at the millisecond at which the hour is over',
    log: [...at(START, added('p1')), ...at(START + HOUR, ordered('QC-1', 'p1'))],
    answers: stays(START + HOUR),
  },
  {
    ...WISHLIST,
    kind: 'positive',
    title: 'a day after it was put there, for 30 days',
    log: at(START, wished('p1')),
    answers: [...turns(START + DAY), ...ends(START + 30 * DAY)],
  },
  {
    ...WISHLIST,
    kind: 'positive',
    title: 'another product of the wishlist went into the cart; this one was taken off and put back',
    log: at(START, wished('p1'), wished('p2'), movedFromWishlist('p2'), unwished('p1'), wished('p1')),
    answers: turns(START + 4000 + DAY),
  },
  {
    ...WISHLIST,
    kind: 'negative',
    title: 'it was taken off, or bought',
    log: [
      ...at(START, wished('p1'), unwished('p1')),
      ...at(START + HOUR, wished('p2')),
      ...at(START + 2 * HOUR, orderPaid(1001, '29.00', 18)),
    ],
    answers: [...stays(START + DAY), ...stays(START + HOUR + DAY)],
  },
  {
    ...WISHLIST,
    kind: 'near miss',
    title: 'it goes into the cart at the millisecond at which the day is over',
    log: [...at(START, wished('p1')), ...at(START + DAY, movedFromWishlist('p1'))],
    answers: stays(START + DAY),
  },
  {
    ...PRICE,
    kind: 'positive',
    title: 'saw it before and after, until the price is more than 30 days old',
    log: [...at(START, viewed('p1')), rose, ...at(ROSE_AT + DAY, viewed('p1'))],
    answers: [...turns(ROSE_AT + DAY), ...ends(ROSE_AT + 30 * DAY + 1)],
  },
  {
    ...PRICE,
    kind: 'positive',
    title: 'an order from before is no order since; one since ends it',
    log: [
      ...at(START, viewed('p1'), ordered('QC-1', 'p1')),
      rose,
      ...at(ROSE_AT + 1, viewed('p1')),
      ...at(ROSE_AT + DAY, ordered('QC-2', 'p1')),
    ],
    answers: [...turns(ROSE_AT + 1), ...ends(ROSE_AT + DAY)],
  },
  {
    ...PRICE,
    kind: 'negative',
    title: 'the price fell',
    log: [...at(START, viewed('p1')), fell, ...at(ROSE_AT + DAY, viewed('p1'))],
    answers: stays(ROSE_AT + DAY),
  },
  {
    ...PRICE,
    kind: 'near miss',
    title: 'the second look comes with the price, not after it',
    log: [...at(START, viewed('p1')), rose, ...at(ROSE_AT, viewed('p1'))],
    answers: stays(ROSE_AT),
  },
  {
    ...PRICE,
    kind: 'near miss',
    title: 'came back to another product',
    log: [...at(START, viewed('p1'), viewed('p2')), rose, ...at(ROSE_AT + DAY, viewed('p2'))],
    answers: stays(ROSE_AT + DAY),
  },
  {
    ...LOYAL,
    kind: 'positive',
    title: 'three orders, then 60 days of nothing, up to a year',
    log: [1, 2, 3].flatMap((n) => at(START + n * 10 * DAY, orderPaid(1000 + n, '48.00', 17))),
    answers: [...turns(START + 90 * DAY), ...ends(START + 395 * DAY)],
  },
  {
    ...LOYAL,
    kind: 'negative',
    title: 'somebody who keeps buying',
    log: repeatedOrders(4, 40 * DAY),
    answers: stays(START + 100 * DAY),
  },
  {
    ...LOYAL,
    kind: 'near miss',
    title: 'two orders, one of them told by the page and by the server',
    log: [
      ...at(START, ordered('1001', 'p1')),
      ...at(START + 5000, orderPaid(1001, '48.00', 17)),
      ...at(START + DAY, orderPaid(1002, '48.00', 17)),
    ],
    answers: stays(START + 61 * DAY),
  },
  {
    ...LOYAL,
    kind: 'near miss',
    title: 'the third order was cancelled',
    log: [...repeatedOrders(3, DAY), ...at(START + 3 * DAY, orderCancelled(1002))],
    answers: stays(START + 62 * DAY),
  },
  {
    ...ONCE,
    kind: 'positive',
    title: 'one order, 30 to 90 days ago, told by the page and by the server, whose time counts',
    log: [...at(START, ordered('1001', 'p1')), ...at(START + 5000, orderPaid(1001, '48.00', 17))],
    answers: [...turns(START + 5000 + 30 * DAY), ...ends(START + 5000 + 90 * DAY)],
  },
  {
    ...ONCE,
    kind: 'negative',
    title: 'somebody who never bought',
    log: at(START, viewed('p1'), added('p1')),
    answers: stays(START + 31 * DAY),
  },
  {
    ...ONCE,
    kind: 'near miss',
    title: 'the second order comes at the millisecond at which they would be due',
    log: [...at(START, orderPaid(1001, '48.00', 17)), ...at(START + 30 * DAY, orderPaid(1002, '48.00', 17))],
    answers: stays(START + 30 * DAY),
  },
];

function repeatedOrders(times: number, everyMs: number) {
  return Array.from({ length: times }, (_, n) => n).flatMap((n) =>
    repeated(1, 1, START + n * everyMs, orderPaid(1000 + n, '48.00', 17)),
  );
}
