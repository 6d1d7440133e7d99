import { describe, it } from 'vitest';
import { entries, posts } from '../durability/histories.ts';
import { expectSame, holdInAnyOrder } from '../durability/order-property.ts';

const HISTORIES = 200;

describe('profiles and log, when the server is stopped and killed between arrivals', () => {
  it('are the same for every order in which entries, links and copies of one id arrive', () =>
    holdInAnyOrder({ history: entries, histories: HISTORIES, seed: 2026 }, expectSame));

  it('are the same for every order in which posts of pages and servers arrive', () =>
    holdInAnyOrder({ history: posts, histories: HISTORIES, seed: 2026 }, expectSame));
});
