/** Whole engines on one database, each as a server of its own has it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createEngine, type Engine } from '../../../core/engine.ts';
import type { Properties } from '../../../core/entry.ts';
import { createKeys } from '../../../core/identity/keys.ts';
import { namedVisitor } from '../../../core/identity/naming.ts';
import { readNotice, standingNotices } from '../../../core/segments/notices.ts';
import type { Site } from '../../../core/sites/site.ts';
import { createSaltFile } from '../../../core/stores/salt-file.ts';
import { createMongoStore } from '../../../integrations/mongodb/store.ts';
import { createDrivenClock } from '../../support/driven-clock.ts';
import { createPeerRoom } from '../../support/peer-room.ts';
import { waitingByMachine } from '../../support/waiting-clock.ts';

export const MINUTE = 60_000;
/** An append that takes half a minute gives up its places: none may see so much go by while it is under way. */
const STEP_MS = 10_000;
export const START = Date.UTC(2026, 3, 15, 12);

export type Server = {
  readonly engine: Engine;
  /** One event of a user, by the server's own door. */
  event(user: string, name: string, more?: Properties): Promise<void>;
  countEvents(user: string): Promise<number>;
  membersOf(segment: string): Promise<readonly string[]>;
  /** Notices that stand about a user: what, of which segment, when (minutes after the start). */
  noticesOf(user: string): Promise<readonly string[]>;
  /** Hears nothing of the others until what it answers is called. */
  deafen(): () => void;
  /** Ends without a word, as a kill does. */
  kill(): Promise<void>;
};

/** @example const town = await openTown(nextUrl()); const [one, two] = [await town.open('one'), await town.open('two')] */
export async function openTown(url: string) {
  const clock = createDrivenClock(START);
  const room = createPeerRoom();
  const alive = new Set<string>();
  const users = new Map<string, string>();
  const masterKey = new Uint8Array(32).fill(7);
  const folder = mkdtempSync(join(tmpdir(), 'inkling-town-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  let sent = 0;
  let site: Site | undefined;

  function mortal() {
    const cancels: (() => void)[] = [];
    let isAlive = true;
    return {
      now: clock.now,
      after: (ms: number, callback: () => void) => {
        const cancel = isAlive ? clock.after(ms, callback) : () => undefined;
        cancels.push(cancel);
        return cancel;
      },
      kill: () => {
        isAlive = false;
        for (const cancel of cancels) cancel();
      },
    };
  }

  async function findSite(engine: Engine): Promise<Site> {
    const known = engine.sites.list()[0];
    if (known !== undefined) return known;
    const made = await engine.sites.create({
      ...{ name: 'Shop', policy: 'session', timezone: 'UTC', currency: 'EUR' },
      serverConsent: { analytics: true },
    });
    if (!made.ok) throw new Error(made.code);
    return made.value;
  }

  /** What is told may set something off that is told as well. */
  async function settle(engines: Iterable<Engine>): Promise<void> {
    for (let round = 0; round < 3; round += 1) {
      await room.heard();
      for (const engine of engines) await engine.segments.idle();
    }
  }

  const engines = new Map<string, Engine>();

  return {
    clock,
    site: () => site as Site,
    /** Resolves when everything that was told is heard, and done. */
    settle: () => settle(engines.values()),
    async pass(ms: number): Promise<void> {
      const end = clock.now() + ms;
      while (clock.now() < end) {
        await clock.moveTo(Math.min(clock.now() + STEP_MS, end));
        for (const engine of engines.values()) await engine.book.settled();
      }
      await settle(engines.values());
      await clock.moveTo(clock.now());
      await settle(engines.values());
    },
    async open(node: string): Promise<Server> {
      const store = await createMongoStore({ url, node, now: clock.now });
      const time = mortal();
      const peers = room.join();
      const engine = await createEngine({
        ...{ store, clock: time, keys: createKeys(masterKey), masterKey },
        salts: createSaltFile(folder),
        profileCacheBytes: 1e8,
        fellows: { news: store.follow(async () => [...alive]), peers, clock: waitingByMachine(time) },
      });
      await engine.segments.start();
      alive.add(node);
      engines.set(node, engine);
      const own = await findSite(engine);
      site ??= own;
      const leave = async (work: () => Promise<void>): Promise<void> => {
        if (!engines.delete(node)) return;
        alive.delete(node);
        await peers.close();
        await work();
        await store.close();
      };
      onTestFinished(() => leave(() => engine.close()));
      const visitorOf = (user: string) => {
        const visitor = namedVisitor({ userId: user }, own);
        if (visitor === null) throw new Error(user);
        users.set(visitor, user);
        return visitor;
      };
      return {
        engine,
        deafen: peers.deafen,
        async event(user, name, more = {}) {
          visitorOf(user);
          const event = { id: `e${sent++}`, name, time: clock.now(), userId: user, properties: {}, ...more };
          const answer = await engine.ingest(own, { events: [event] });
          if (!answer.ok || answer.value.accepted !== 1) throw new Error(JSON.stringify(answer));
        },
        async countEvents(user) {
          const { slot } = await engine.book.read(own.siteId, visitorOf(user), clock.now());
          return slot.timeline.profile.events?.count ?? 0;
        },
        async membersOf(segment) {
          await settle(engines.values());
          const members = (await engine.segments.members(own.siteId, segment, null, 1_000)) ?? [];
          return members.map((visitor) => users.get(visitor) ?? visitor).toSorted();
        },
        async noticesOf(user) {
          await engine.segments.catchUp();
          await settle(engines.values());
          const entries = await store.readVisitor(own.siteId, [visitorOf(user)], { types: ['notice'] });
          return standingNotices(entries.map(readNotice)).map(
            ({ type, segment, at }) => `${type} ${segment} ${(at - START) / MINUTE}`,
          );
        },
        kill: () =>
          leave(async () => {
            time.kill();
          }),
      };
    },
  };
}
