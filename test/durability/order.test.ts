import { describe, it } from 'vitest';
import { durables } from './durable.ts';
import { entries, posts } from './histories.ts';
import { expectSame, holdInAnyOrder } from './order-property.ts';

/** Two, since each of them arrives in two orders with stops and kills of its own; the long checks take a hundred times as many. */
const HISTORIES = 2;
const LONGEST_MS = 240_000;

describe.each(durables('order'))(
  'profiles and log on $name, when the server is stopped and killed between arrivals',
  (durable) => {
    it(
      'are the same for every order in which entries, links and copies of one id arrive',
      () =>
        holdInAnyOrder(
          { site: durable.makePlace(), history: entries, histories: HISTORIES, seed: 7 },
          expectSame,
        ),
      LONGEST_MS,
    );

    it(
      'are the same for every order in which posts of pages and servers arrive',
      () =>
        holdInAnyOrder(
          { site: durable.makePlace(), history: posts, histories: HISTORIES, seed: 7 },
          expectSame,
        ),
      LONGEST_MS,
    );
  },
);
