import { describe, it } from 'vitest';
import { entries, posts } from './histories.ts';
import { expectSame, holdInAnyOrder } from './order-property.ts';

/** The long checks take fifty times as many. */
const HISTORIES = 4;
const LONGEST_MS = 240_000;

describe('profiles and log, when the server is stopped and killed between arrivals', () => {
  it(
    'are the same for every order in which entries, links and copies of one id arrive',
    () => holdInAnyOrder({ history: entries, histories: HISTORIES, seed: 7 }, expectSame),
    LONGEST_MS,
  );

  it(
    'are the same for every order in which posts of pages and servers arrive',
    () => holdInAnyOrder({ history: posts, histories: HISTORIES, seed: 7 }, expectSame),
    LONGEST_MS,
  );
});
