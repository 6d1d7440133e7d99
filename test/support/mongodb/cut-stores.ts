/** Stores of one database, one of them behind a door at which its commands can be met. */
import { onTestFinished } from 'vitest';
import type { Store } from '../../../core/ports.ts';
import { createMongoStore } from '../../../integrations/mongodb/store.ts';
import { throughDoor } from './doored.ts';
import { type Door, type Meet, openDoor } from './one-at-a-time.ts';

export type CutStores = {
  readonly door: Door;
  /** Its connections can be cut. */
  readonly store: Store;
  /** Nothing happens to this one. */
  readonly beside: Store;
};

/** @example const { door, store, beside } = await openCutStores(nextUrl()) */
export async function openCutStores(address: string): Promise<CutStores> {
  const url = new URL(address);
  const door = await openDoor(Number(url.port));
  const store = await createMongoStore({
    url: throughDoor(door, address),
    // The driver looks twice a second.
    primaryMs: 1_500,
  });
  const beside = await createMongoStore({ url: url.href });
  onTestFinished(async () => {
    door.meet(() => 'pass');
    for (const one of [store, beside]) await one.close();
    await door.close();
  });
  return { door, store, beside };
}

/** What the driver asks by itself, to see whether the server is there. */
const OF_THE_DRIVER = ['hello', 'ismaster', 'isMaster', 'ping', 'endSessions', 'saslStart', 'saslContinue'];

/**
 * From the n-th command on, counted from 0, nothing comes through: it is cut before or after the server did it, all later
 * ones before.
 *
 * @example const meet = cutFrom(2, 'cut after'); door.meet(meet); meet.met() // 'insert'
 */
export function cutFrom(n: number, fate: 'cut before' | 'cut after'): Meet & { readonly met: () => string } {
  let seen = 0;
  let met = '';
  const meet: Meet = (command) => {
    if (OF_THE_DRIVER.includes(command)) return 'pass';
    seen += 1;
    if (seen <= n) return 'pass';
    if (met !== '') return 'cut before';
    met = command;
    return fate;
  };
  return Object.assign(meet, { met: () => met });
}

/** Tries that wait beside one another: the driver looks twice a second whether anybody answers again. */
const LANES = 4;

/**
 * Tries something with 0, with 1 and so on, until there is no such command any more.
 *
 * @param work Answers which command it was, or null where there was none.
 * @returns The commands, in their order.
 * @example const commands = await atEach((n) => breakOff(n))
 */
export async function atEach(work: (n: number) => Promise<string | null>): Promise<readonly string[]> {
  const met: (string | null)[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    while (!met.includes(null)) {
      const n = next++;
      met[n] = await work(n);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  const commands = met.slice(0, met.indexOf(null));
  return commands.filter((name) => name !== null);
}
