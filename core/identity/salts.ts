/**
 * Daily salts: random, one a site and calendar day, kept outside the database, destroyed 48 hours after they
 * were made. Once a salt is gone nobody, ourselves included, can say who an anonymous id was.
 */
import type { KeyObject } from 'node:crypto';
import type { SiteId } from '../entry.ts';
import type { Clock, Keys, SaltShelf, ShelvedSalt } from '../ports.ts';
import { localDate, nextMidnight } from '../zone.ts';
import { createHashKey } from './hash.ts';
import { SALT_LIFETIME_MS } from './salt-lifetime.ts';

const SALT_BYTES = 32;

export type Salt = { readonly day: string; readonly createdAt: number; readonly key: KeyObject };
type SiteSalts = { current: Salt; currentUntil: number; previous: Salt | null };

export type SaltBook = {
  /** Today's salt, or undefined when the day has turned (or just begun for this site): then call `turn`. */
  current(site: SiteId): Salt | undefined;
  /** The salt before, as long as it lives. */
  previous(site: SiteId): Salt | undefined;
  /** Takes today's salt from the shelf, or makes it and puts it there before anybody uses it. */
  turn(site: SiteId, zone: string): Promise<Salt>;
  /** Destroys what is older than 48 hours; answers how many salts went. */
  sweep(): Promise<number>;
};

/** @throws InklingError `corrupt_salts` when the shelf holds something that is not ours. */
export async function createSaltBook(shelf: SaltShelf, clock: Clock, keys: Keys): Promise<SaltBook> {
  // One that cannot be read is told before anybody is served.
  await shelf.list();
  const live = new Map<SiteId, SiteSalts>();
  const expired = (salt: { createdAt: number }): boolean => clock.now() - salt.createdAt >= SALT_LIFETIME_MS;

  /** Memory first, by our own clock: another server may have destroyed it already, or the shelf may take nothing now. */
  async function sweep(): Promise<number> {
    for (const [site, salts] of live) {
      if (salts.previous !== null && expired(salts.previous)) salts.previous = null;
      if (expired(salts.current)) live.delete(site);
    }
    return (await shelf.destroy(clock.now() - SALT_LIFETIME_MS)).length;
  }

  function make(site: SiteId, day: string, createdAt: number): ShelvedSalt {
    return { site, day, createdAt, salt: Buffer.from(keys.random(SALT_BYTES)).toString('base64') };
  }

  async function turn(site: SiteId, zone: string): Promise<Salt> {
    const now = clock.now();
    const day = localDate(now, zone);
    const lying = await shelf.list(site);
    const list = lying.filter((salt) => !expired(salt));
    if (list.length < lying.length) await sweep();
    // Of servers that make it at once, all use the one that lies there.
    const today = list.find((salt) => salt.day === day) ?? (await shelf.put(make(site, day, now)));
    const before = list.filter((salt) => salt.day < day).at(-1);
    const current = wake(today);
    live.set(site, {
      current,
      currentUntil: nextMidnight(now, zone),
      previous: before === undefined ? null : wake(before),
    });
    return current;
  }

  return {
    current: (site) => {
      const salts = live.get(site);
      return salts !== undefined && clock.now() < salts.currentUntil ? salts.current : undefined;
    },
    previous: (site) => {
      const salt = live.get(site)?.previous;
      return salt != null && !expired(salt) ? salt : undefined;
    },
    turn,
    sweep,
  };
}

function wake(stored: ShelvedSalt): Salt {
  return {
    day: stored.day,
    createdAt: stored.createdAt,
    key: createHashKey(Buffer.from(stored.salt, 'base64')),
  };
}
