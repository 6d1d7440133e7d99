import { describe, expect, it } from 'vitest';
import type { SiteId } from '../../../core/entry.ts';
import { anonymousVisitor } from '../../../core/identity/anonymous.ts';
import { createKeys } from '../../../core/identity/keys.ts';
import { createSaltBook, type SaltBook } from '../../../core/identity/salts.ts';
import { createDrivenClock } from '../../support/driven-clock.ts';
import { createShelfInMemory, type ShelfInMemory } from '../../support/salt-shelf.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOON = Date.UTC(2026, 0, 5, 12);
const SITE = 'st_one' as SiteId;
const SEEN = { addressPrefix: '203.0.113', userAgent: 'Firefox', acceptLanguage: 'de' };
const keys = createKeys(new Uint8Array(32));

async function open(shelf = createShelfInMemory(), at = NOON) {
  const clock = createDrivenClock(at);
  return { clock, shelf, book: await createSaltBook(shelf, clock, keys) };
}

const idBy = (salt: Awaited<ReturnType<SaltBook['turn']>>) => anonymousVisitor(salt.key, SITE, SEEN);
const saltsOn = (shelf: ShelfInMemory): readonly { day: string; salt: string }[] =>
  JSON.parse(shelf.text)[SITE] ?? [];

describe('the salts of a site', () => {
  it('are one a calendar day, the same all day, another the next', async () => {
    const { book, clock } = await open();
    expect(book.current(SITE)).toBeUndefined();
    const today = await book.turn(SITE, 'UTC');
    await clock.moveTo(NOON + 12 * HOUR - 1);
    expect(book.current(SITE)).toBe(today);
    expect(idBy(await book.turn(SITE, 'UTC'))).toBe(idBy(today));
    await clock.moveTo(NOON + 12 * HOUR);
    expect(book.current(SITE)).toBeUndefined();
    const tomorrow = await book.turn(SITE, 'UTC');
    expect([today.day, tomorrow.day]).toEqual(['2026-01-05', '2026-01-06']);
    expect(idBy(tomorrow)).not.toBe(idBy(today));
    expect(idBy(book.previous(SITE) ?? tomorrow)).toBe(idBy(today));
  });

  it('are no two sites’ alike, and turn at each site’s own midnight', async () => {
    const { book, clock } = await open();
    const other = 'st_two' as SiteId;
    const [one, two] = [
      await book.turn(SITE, 'Pacific/Auckland'),
      await book.turn(other, 'America/New_York'),
    ];
    expect(anonymousVisitor(one.key, SITE, SEEN)).not.toBe(anonymousVisitor(two.key, SITE, SEEN));
    await clock.moveTo(Date.UTC(2026, 0, 6, 5));
    expect([book.current(SITE), book.current(other)]).toEqual([one, undefined]);
    await clock.moveTo(Date.UTC(2026, 0, 6, 11));
    expect(book.current(SITE)).toBeUndefined();
  });

  it('are on the shelf before anybody uses them, and there after a restart', async () => {
    const { book, shelf } = await open();
    const today = await book.turn(SITE, 'UTC');
    expect(saltsOn(shelf)).toHaveLength(1);
    const again = await open(shelf, NOON + HOUR);
    expect(idBy(await again.book.turn(SITE, 'UTC'))).toBe(idBy(today));
    expect(shelf.puts).toBe(1);
  });

  it('are not used while the shelf takes none: the next start would not find them', async () => {
    const { book, shelf } = await open();
    shelf.isFull = true;
    await expect(book.turn(SITE, 'UTC')).rejects.toThrow('full');
    expect(book.current(SITE)).toBeUndefined();
    await expect(book.turn(SITE, 'UTC')).rejects.toThrow('full');
    shelf.isFull = false;
    const today = await book.turn(SITE, 'UTC');
    const again = await open(shelf);
    expect(idBy(await again.book.turn(SITE, 'UTC'))).toBe(idBy(today));
  });

  it('are destroyed 48 hours after they were made, to the millisecond, in memory and on the shelf', async () => {
    const { book, clock, shelf } = await open();
    await book.turn(SITE, 'UTC');
    const [first] = saltsOn(shelf);
    await clock.moveTo(NOON + DAY);
    await book.turn(SITE, 'UTC');
    await clock.moveTo(NOON + 2 * DAY - 1);
    expect([await book.sweep(), book.previous(SITE) !== undefined]).toEqual([0, true]);
    await clock.moveTo(NOON + 2 * DAY);
    expect(book.previous(SITE)).toBeUndefined();
    expect(await book.sweep()).toBe(1);
    expect(shelf.text).not.toContain(first?.salt);
    expect(await book.sweep()).toBe(0);
  });

  it('that could not be destroyed are destroyed when the shelf takes it', async () => {
    const { book, clock, shelf } = await open();
    await book.turn(SITE, 'UTC');
    await clock.moveTo(NOON + 2 * DAY);
    shelf.isFull = true;
    await expect(book.sweep()).rejects.toThrow('full');
    expect(saltsOn(shelf)).toHaveLength(1);
    shelf.isFull = false;
    await book.sweep();
    expect(saltsOn(shelf)).toHaveLength(0);
  });

  it('are those that another server made, and the one that two make at once is the same for both', async () => {
    const shelf = createShelfInMemory();
    const [one, two] = [await open(shelf), await open(shelf)];
    const [early, late] = await Promise.all([one.book.turn(SITE, 'UTC'), two.book.turn(SITE, 'UTC')]);
    expect(idBy(early)).toBe(idBy(late));
    expect(saltsOn(shelf)).toHaveLength(1);
    await one.clock.moveTo(NOON + DAY);
    await two.clock.moveTo(NOON + DAY);
    const third = await open(shelf, NOON + DAY);
    const next = await one.book.turn(SITE, 'UTC');
    expect(idBy(await third.book.turn(SITE, 'UTC'))).toBe(idBy(next));
    expect(idBy(third.book.previous(SITE) ?? next)).toBe(idBy(early));
  });

  it('leave the memory of each server by its own clock, whoever destroyed them on the shelf', async () => {
    const shelf = createShelfInMemory();
    const [one, two] = [await open(shelf), await open(shelf)];
    await one.book.turn(SITE, 'UTC');
    await two.clock.moveTo(NOON + DAY);
    await two.book.turn(SITE, 'UTC');
    await one.clock.moveTo(NOON + 2 * DAY);
    expect(await one.book.sweep()).toBe(1);
    expect(two.book.previous(SITE)).toBeDefined();
    await two.clock.moveTo(NOON + 2 * DAY);
    expect(two.book.previous(SITE)).toBeUndefined();
    expect(await two.book.sweep()).toBe(0);
  });

  it('of a site that nobody visits go as well', async () => {
    const { book, clock, shelf } = await open();
    await book.turn(SITE, 'UTC');
    await clock.moveTo(NOON + 3 * DAY);
    expect(await book.sweep()).toBe(1);
    expect(shelf.text).toBe('{}');
    expect([book.current(SITE), book.previous(SITE)]).toEqual([undefined, undefined]);
  });

  it('are 32 random bytes', async () => {
    const { book, shelf } = await open();
    await book.turn(SITE, 'UTC');
    await book.turn('st_two' as SiteId, 'UTC');
    const all = Object.values(JSON.parse(shelf.text) as Record<string, { salt: string }[]>).flat();
    expect(all.map(({ salt }) => Buffer.from(salt, 'base64').length)).toEqual([32, 32]);
    expect(new Set(all.map(({ salt }) => salt)).size).toBe(2);
  });

  it.each(['[]x', '{"st_1":5}', '{"st_1":[null]}', '{"st_1":[{"day":"2026-01-01"}]}', '7', 'null'])(
    'a shelf that holds %s is refused: place, fault, cure',
    async (text) => {
      await expect(open(createShelfInMemory(text))).rejects.toThrow(/\[inkling\] \[salts\] .+: remove it/);
    },
  );

  it('an empty shelf is a first start', async () => {
    for (const text of ['', ' \n'])
      expect((await open(createShelfInMemory(text))).book.current(SITE)).toBeUndefined();
  });
});

describe('the anonymous id', () => {
  it('depends on the salt, the site, the network, the browser and its languages, and on where each ends', async () => {
    const { book } = await open();
    const { key } = await book.turn(SITE, 'UTC');
    const other = (await book.turn('st_two' as SiteId, 'UTC')).key;
    const ids = [
      anonymousVisitor(key, SITE, SEEN),
      anonymousVisitor(other, SITE, SEEN),
      anonymousVisitor(key, 'st_two' as SiteId, SEEN),
      anonymousVisitor(key, SITE, { ...SEEN, addressPrefix: '203.0.114' }),
      anonymousVisitor(key, SITE, { ...SEEN, userAgent: 'Chrome' }),
      anonymousVisitor(key, SITE, { ...SEEN, acceptLanguage: 'en' }),
      anonymousVisitor(key, SITE, { ...SEEN, userAgent: 'Firefoxd', acceptLanguage: 'e' }),
    ];
    expect(new Set(ids).size).toBe(ids.length);
    expect(anonymousVisitor(key, SITE, { ...SEEN })).toBe(ids[0]);
  });
});
