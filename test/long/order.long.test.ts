import { describe, it } from 'vitest';
import { durables } from '../durability/durable.ts';
import { entries, posts } from '../durability/histories.ts';
import { expectSame, holdInAnyOrder } from '../durability/order-property.ts';

const HISTORIES = 200;

describe.each(durables('order-long'))(
  'profiles and log on $name, when the server is stopped and killed between arrivals',
  (durable) => {
    it('are the same for every order in which entries, links and copies of one id arrive', () =>
      holdInAnyOrder(
        { site: durable.makePlace(), history: entries, histories: HISTORIES, seed: 2026 },
        expectSame,
      ));

    it('are the same for every order in which posts of pages and servers arrive', () =>
      holdInAnyOrder(
        { site: durable.makePlace(), history: posts, histories: HISTORIES, seed: 2026 },
        expectSame,
      ));
  },
);
