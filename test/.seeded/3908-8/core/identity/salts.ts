/**
 * Daily salts: random, one a site and calendar day, kept outside the database, destroyed 48 hours after they
 * were made. Once a salt is gone nobody, ourselves included, can say who an anonymous id was.
 */
import type { KeyObject } from 'node:crypto';
import type { SiteId } from '../entry.ts';
import { InklingError } from '../errors.ts';
import type { Clock, Keys, SaltShelf } from '../ports.ts';
import { localDate, nextMidnight } from '../zone.ts';
import { createHashKey } from './hash.ts';
import { SALT_LIFETIME_MS } from './salt-lifetime.ts';

const SALT_BYTES = 32;

export type Salt = { readonly day: string; readonly createdAt: number; readonly key: KeyObject };
type StoredSalt = { readonly day: string; readonly createdAt: number; readonly salt: string };
type SiteSalts = { current: Salt; currentUntil: number; previous: Salt | null };

export type SaltBook = {
  /** Today's salt, or undefined when the day has turned (or just begun for this site): then call `turn`. */
  current(site: SiteId): Salt | undefined;
  /** The salt before, as long as it lives. */
  previous(site: SiteId): Salt | undefined;
  /** Makes today's salt and puts it on the shelf before anybody uses it. */
  turn(site: SiteId, zone: string): Promise<Salt>;
  /** Destroys what is older than 48 hours; answers how many salts went. */
  sweep(): Promise<number>;
};

/** @throws InklingError `corrupt_salts` when the shelf holds something that is not ours. */
export async function createSaltBook(shelf: SaltShelf, clock: Clock, keys: Keys): Promise<SaltBook> {
  const stored = new Map<string, StoredSalt[]>(Object.entries(parseShelf(await shelf.load())));
  const live = new Map<SiteId, SiteSalts>();
  let saving: Promise<void> = Promise.resolve();
  /** The shelf may still hold a salt that is gone from memory. */
  let isBehind = false;

  const save = (): Promise<void> => {
    isBehind = true;
    saving = saving
      .catch(() => undefined)
      .then(() => shelf.save(JSON.stringify(Object.fromEntries(stored))))
      .then(() => {
        isBehind = false;
      });
    return saving;
  };
  const expired = (salt: { createdAt: number }): boolean => clock.now() - salt.createdAt >= SALT_LIFETIME_MS;

  async function sweep(): Promise<number> {
    let gone = 0;
    for (const [site, list] of stored) {
      const kept = list.filter((salt) => !expired(salt));
      gone += list.length - kept.length;
      if (kept.length === 0) stored.delete(site);
      else stored.set(site, kept);
    }
    for (const [site, salts] of live) {
      if (salts.previous !== null && expired(salts.previous)) salts.previous = null;
      if (expired(salts.current)) live.delete(site);
    }
    if (gone > 0 || isBehind) await save();
    return gone;
  }

  async function turn(site: SiteId, zone: string): Promise<Salt> {
    const now = clock.now();
    const day = localDate(now, zone);
    const list = (stored.get(site) ?? []).filter((salt) => !expired(salt));
    let today = list.find((salt) => salt.day === day);
    if (today === undefined) {
      today = { day, createdAt: now, salt: Buffer.from(keys.random(SALT_BYTES)).toString('base64') };
      stored.set(site, [...list, today]);
      try {
        await save();
      } catch (error) {
        // Nobody may use a salt that the next start would not find.
        stored.set(site, list);
        throw error;
      }
    }
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

function wake(stored: StoredSalt): Salt {
  return {
    day: stored.day,
    createdAt: stored.createdAt,
    key: createHashKey(Buffer.from(stored.salt, 'base64')),
  };
}

function parseShelf(text: string | null): Record<string, StoredSalt[]> {
  if (text === null || text.trim() === '') return {};
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null && Object.values(parsed).every(isSaltList)) {
      return parsed as Record<string, StoredSalt[]>;
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new InklingError(
    'corrupt_salts',
    'salts',
    'the salt file is not readable',
    'remove it: anonymous visitors of today get a new id, nothing else is lost',
  );
}

function isSaltList(value: unknown): value is StoredSalt[] {
  return (
    Array.isArray(value) &&
    value.every(
      (salt: Partial<StoredSalt> | null) =>
        typeof salt?.day === 'string' && typeof salt.createdAt === 'number' && typeof salt.salt === 'string',
    )
  );
}
