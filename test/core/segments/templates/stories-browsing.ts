import { DAY, HOUR, MINUTE, START, score } from '../brute/world.ts';
import {
  added,
  addedOnServer,
  cartViewed,
  listViewed,
  movedFromWishlist,
  optionSelected,
  ordered,
  orderPaid,
  pageViewed,
  rees46,
  searched,
  viewed,
  viewedInMarkup,
  viewedWithoutCategory,
} from './senders.ts';
import { at, ends, repeated, type Story, stays, turns } from './story.ts';

const EXPLORATION = { template: 'early-exploration' };
const COMPARISON = { template: 'product-comparison' };
const REPEAT = { template: 'repeat-view-without-cart' };
const OPTIONS = { template: 'configuration-steps' };
const ACCESSORIES = { template: 'accessory-views' };
const NEW = { template: 'new-visitor-one-product' };
const FAN = { template: 'topic-fan' };
const INTENT = { template: 'high-intent-low-frequency' };

export const BROWSING: readonly Story[] = [
  {
    ...EXPLORATION,
    kind: 'positive',
    title: 'a list, a search and a product in one visit, until it ends',
    log: at(START, pageViewed('/shop/'), listViewed(null), searched('ink'), viewed('i1')),
    answers: [...turns(START + 3000), ...ends(START + 3000 + 30 * MINUTE)],
  },
  {
    ...EXPLORATION,
    kind: 'negative',
    title: 'somebody who puts things into the cart',
    log: at(START, listViewed('pens'), viewed('p1'), added('p1'), viewed('i1')),
    answers: stays(START + 3000),
  },
  {
    ...EXPLORATION,
    kind: 'near miss',
    title: 'one page short',
    log: at(START, pageViewed('/shop/'), listViewed(null), viewed('p1')),
    answers: stays(START + 2000),
  },
  {
    ...EXPLORATION,
    kind: 'near miss',
    title: 'one product twice',
    log: at(START, listViewed(null), viewed('p1'), viewed('p1')),
    answers: stays(START + 2000),
  },
  {
    ...COMPARISON,
    kind: 'positive',
    title: 'three pens in a day, until the first is a day old',
    log: at(START, viewed('p1'), viewed('p2'), viewed('p3')),
    answers: [...turns(START + 2000), ...ends(START + DAY)],
  },
  {
    ...COMPARISON,
    kind: 'positive',
    title: 'three notebooks in the rows of a real shop',
    log: at(START, ...[1307067, 1307068, 1307069].map((id) => rees46('view', id, 'computers.notebook'))),
    answers: turns(START + 2000),
  },
  {
    ...COMPARISON,
    kind: 'negative',
    title: 'after something went into the cart, also on the server, which names no category',
    log: at(START, addedOnServer(1), viewed('p1'), viewed('p2'), viewed('p3')),
    answers: stays(START + 3000),
  },
  {
    ...COMPARISON,
    kind: 'negative',
    title: 'products without a category are not one category',
    log: [
      ...at(START, ...['a', 'b', 'c'].map(viewedWithoutCategory)),
      ...at(START + 5000, ...['d', 'e', 'f'].map((sku) => viewedInMarkup(sku, sku))),
    ],
    answers: stays(START + 7000),
  },
  {
    ...COMPARISON,
    kind: 'near miss',
    title: 'two pens and an ink',
    log: at(START, viewed('p1'), viewed('p2'), viewed('i1'), viewed('p1')),
    answers: stays(START + 3000),
  },
  {
    ...COMPARISON,
    kind: 'near miss',
    title: 'the third pen a millisecond late',
    log: [...at(START, viewed('p1'), viewed('p2')), ...at(START + DAY, viewed('p3'))],
    answers: stays(START + DAY),
  },
  {
    ...REPEAT,
    kind: 'positive',
    title: 'the same pen on three days, until the first view is a week old',
    log: repeated(3, DAY, START, viewed('p1')),
    answers: [...turns(START + 2 * DAY), ...ends(START + 7 * DAY)],
  },
  {
    ...REPEAT,
    kind: 'positive',
    title: 'a product that the page only marks up',
    log: repeated(3, HOUR, START, viewedInMarkup('SKU-9', 'Vase')),
    answers: turns(START + 2 * HOUR),
  },
  {
    ...REPEAT,
    kind: 'positive',
    title: 'rows of a real shop, with another product in the cart',
    log: [
      ...repeated(3, HOUR, START, rees46('view', 1307067, 'computers.notebook')),
      ...at(START + 1000, rees46('cart', 44600062, '')),
    ],
    answers: turns(START + 2 * HOUR),
  },
  ...[added('p1'), movedFromWishlist('p1'), orderPaid(1001, '48.00', 17)].map(
    (sent): Story => ({
      ...REPEAT,
      kind: 'negative',
      title: `after ${sent.name} (${sent.source})`,
      log: [...at(START - 1, sent), ...repeated(3, DAY, START, viewed('p1'))],
      answers: stays(START + 2 * DAY),
    }),
  ),
  {
    ...REPEAT,
    kind: 'near miss',
    title: 'two views of one pen and one of another',
    log: [...repeated(2, DAY, START, viewed('p1')), ...at(START + 2 * DAY, viewed('p2'))],
    answers: stays(START + 2 * DAY),
  },
  {
    ...REPEAT,
    kind: 'near miss',
    title: 'the third view a millisecond late',
    log: [...repeated(2, DAY, START, viewed('p1')), ...at(START + 7 * DAY, viewed('p1'))],
    answers: stays(START + 7 * DAY),
  },
  {
    ...OPTIONS,
    kind: 'positive',
    title: 'three choices for one pen, until the first is a day old',
    log: at(
      START,
      optionSelected('p1', 'nib', 'broad'),
      optionSelected('p1', 'colour', 'moss'),
      optionSelected('p1', 'nib', 'fine'),
    ),
    answers: [...turns(START + 2000), ...ends(START + DAY)],
  },
  {
    ...OPTIONS,
    kind: 'negative',
    title: 'that ended in the cart',
    log: [
      ...repeated(3, 1000, START, optionSelected('p1', 'nib', 'broad')),
      ...at(START + 2000, added('p1')),
    ],
    answers: stays(START + 2000),
  },
  {
    ...OPTIONS,
    kind: 'near miss',
    title: 'two choices for one pen and one for another',
    log: [
      ...repeated(2, 1000, START, optionSelected('p1', 'nib', 'broad')),
      ...at(START + 2000, optionSelected('p2', 'nib', 'broad')),
    ],
    answers: stays(START + 2000),
  },
  {
    ...ACCESSORIES,
    kind: 'positive',
    title: 'three views of accessories, until the first is two weeks old',
    log: at(START, viewed('a1'), viewed('a2'), viewed('a1')),
    answers: [...turns(START + 2000), ...ends(START + 14 * DAY)],
  },
  {
    ...ACCESSORIES,
    kind: 'positive',
    title: 'bags in the rows of a real shop, which writes categories small',
    log: repeated(3, DAY, START, rees46('view', 18001001, 'accessories.bag')),
    answers: turns(START + 2 * DAY),
  },
  {
    ...ACCESSORIES,
    kind: 'negative',
    title: 'pens, however often',
    log: repeated(5, 1000, START, viewed('p1')),
    answers: stays(START + 4000),
  },
  {
    ...ACCESSORIES,
    kind: 'near miss',
    title: 'two accessories and an ink',
    log: at(START, viewed('a1'), viewed('a2'), viewed('i1')),
    answers: stays(START + 2000),
  },
  {
    ...NEW,
    kind: 'positive',
    title: 'three views of a pen in the first visit, until it ends',
    log: at(START, pageViewed('/shop/p/heron'), viewed('p1'), viewed('p1'), viewed('i1'), viewed('p1')),
    answers: [...turns(START + 4000), ...ends(START + 4000 + 30 * MINUTE)],
  },
  {
    ...NEW,
    kind: 'negative',
    title: 'somebody who was here a year ago',
    log: [...at(START - 365 * DAY, pageViewed('/shop/')), ...repeated(3, 1000, START, viewed('p1'))],
    answers: stays(START + 2000),
  },
  {
    ...NEW,
    kind: 'near miss',
    title: 'the third view begins another visit, by a millisecond',
    log: [...repeated(2, 1000, START, viewed('p1')), ...at(START + 1000 + 30 * MINUTE, viewed('p1'))],
    answers: stays(START + 1000 + 30 * MINUTE),
  },
  {
    ...NEW,
    kind: 'positive',
    title: 'the third view at the last millisecond of the visit',
    log: [...repeated(2, 1000, START, viewed('p1')), ...at(START + 999 + 30 * MINUTE, viewed('p1'))],
    answers: turns(START + 999 + 30 * MINUTE),
  },
  {
    ...FAN,
    kind: 'positive',
    title: 'six pens on two days, until the first is 30 days old',
    log: [...repeated(3, 1000, START, viewed('p1')), ...repeated(3, 1000, START + DAY, viewed('p2'))],
    answers: [...turns(START + DAY + 2000), ...ends(START + 30 * DAY)],
  },
  {
    ...FAN,
    kind: 'negative',
    title: 'six pens in one visit',
    log: repeated(6, 1000, START, viewed('p1')),
    answers: stays(START + 5000),
  },
  {
    ...FAN,
    kind: 'near miss',
    title: 'five pens and an ink, and the list of everything',
    log: [
      ...at(START, listViewed(null), viewed('p1'), viewed('p2'), viewed('p3')),
      ...at(START + DAY, viewed('p4'), viewed('p5'), viewed('i1')),
    ],
    answers: stays(START + DAY + 2000),
  },
  {
    ...INTENT,
    kind: 'positive',
    title: 'from the score on; below the lower threshold the ten minutes still count',
    log: [
      ...at(START, viewed('p1')),
      score('purchase_7d', 0.7, START + 1000),
      score('purchase_7d', 0.59, START + 2 * MINUTE),
    ],
    answers: [...turns(START + 1000), ...ends(START + 1000 + 10 * MINUTE)],
  },
  {
    ...INTENT,
    kind: 'positive',
    title: 'again when the first of three visits is 30 days old',
    log: [...repeated(3, DAY, START, cartViewed('p1')), score('purchase_7d', 0.9, START + 2 * DAY + 1000)],
    answers: turns(START + 30 * DAY),
  },
  {
    ...INTENT,
    kind: 'negative',
    title: 'somebody who has just bought',
    log: [...at(START, ordered('QC-1', 'p1')), score('purchase_7d', 0.9, START + 1000)],
    answers: stays(START + 1000),
  },
  {
    ...INTENT,
    kind: 'near miss',
    title: 'a score just below',
    log: [...at(START, viewed('p1')), score('purchase_7d', 0.6999, START + 1000)],
    answers: stays(START + 1000),
  },
];
