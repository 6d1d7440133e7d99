import { describe, expect, it } from 'vitest';
import type { SiteId } from '../../../core/entry.ts';
import { createKeys } from '../../../core/identity/keys.ts';
import { recordSalts } from '../../../core/identity/salt-record.ts';
import { createSaltBook } from '../../../core/identity/salts.ts';
import { createDrivenClock } from '../../support/driven-clock.ts';
import { createRecordShelf } from '../../support/record-shelf.ts';
import { createShelfInMemory } from '../../support/salt-shelf.ts';

const HOUR = 3_600_000;
const NOON = Date.UTC(2026, 0, 5, 12);
const [SITE, OTHER] = ['st_one', 'st_two'] as [SiteId, SiteId];

async function open(text?: string) {
  const clock = createDrivenClock(NOON);
  const store = createRecordShelf();
  const faults: unknown[] = [];
  const shelf = createShelfInMemory(text);
  const record = recordSalts(shelf, { store, clock, onFault: (error) => void faults.push(error) });
  const book = await createSaltBook(record, clock, createKeys(new Uint8Array(32)));
  return { clock, store, faults, shelf, record, book };
}

describe('the record of salts', () => {
  it('says when each went, by site and day, and what lives', async () => {
    const { clock, record, book } = await open();
    await book.turn(SITE, 'UTC');
    await book.turn(OTHER, 'UTC');
    await clock.moveTo(NOON + 24 * HOUR);
    await book.turn(SITE, 'UTC');
    expect(await record.destroyed(SITE)).toEqual([]);
    await clock.moveTo(NOON + 48 * HOUR + 7);
    await book.sweep();
    const gone = [{ day: '2026-01-05', createdAt: NOON, destroyedAt: NOON + 48 * HOUR + 7 }];
    expect(await record.destroyed(SITE)).toEqual(gone);
    expect(await record.destroyed(OTHER)).toEqual(gone);
    expect(await record.live(SITE)).toEqual([{ site: SITE, day: '2026-01-06', createdAt: NOON + 24 * HOUR }]);
  });

  it('knows what an earlier life left on the shelf', async () => {
    const { shelf, book } = await open();
    await book.turn(SITE, 'UTC');
    const next = await open(shelf.text);
    expect(await next.record.live(SITE)).toEqual([{ site: SITE, day: '2026-01-05', createdAt: NOON }]);
    await next.clock.leapTo(NOON + 72 * HOUR);
    await next.book.turn(SITE, 'UTC');
    expect(await next.record.destroyed(SITE)).toEqual([
      { day: '2026-01-05', createdAt: NOON, destroyedAt: NOON + 72 * HOUR },
    ]);
  });

  it('keeps nobody from destroying salts, and makes good what it could not write', async () => {
    const { clock, store, faults, record, book } = await open();
    await book.turn(SITE, 'UTC');
    await clock.leapTo(NOON + 48 * HOUR);
    store.isFull = true;
    expect(await book.sweep()).toBe(1);
    expect([await record.live(SITE), faults.length]).toEqual([[], 1]);
    store.isFull = false;
    await clock.leapTo(NOON + 60 * HOUR);
    await book.turn(SITE, 'UTC');
    expect(await record.destroyed(SITE)).toEqual([
      { day: '2026-01-05', createdAt: NOON, destroyedAt: NOON + 48 * HOUR },
    ]);
  });

  it('never has a salt in it, and forgets after 400 days', async () => {
    const { clock, store, shelf, record, book } = await open();
    for (const day of [0, 401]) {
      await clock.leapTo(NOON + day * 24 * HOUR);
      await book.turn(SITE, 'UTC');
      const [{ salt }] = JSON.parse(shelf.text)[SITE];
      await clock.leapTo(NOON + (day * 24 + 48) * HOUR);
      await book.sweep();
      expect(salt).toMatch(/^[A-Za-z0-9+/=]{44}$/);
      expect(store.dump()).not.toContain(salt);
    }
    expect((await record.destroyed(SITE)).map(({ day }) => day)).toEqual(['2027-02-10']);
  });
});
