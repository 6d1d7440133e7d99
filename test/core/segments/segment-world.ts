/** An engine with one site on a clock that is moved, and what is known of its visitors' memberships. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine } from '../../../core/engine.ts';
import type { Entry, Json, VisitorId } from '../../../core/entry.ts';
import { createKeys } from '../../../core/identity/keys.ts';
import { namedVisitor } from '../../../core/identity/naming.ts';
import type { Store } from '../../../core/ports.ts';
import type { SegmentDefinition } from '../../../core/segments/condition.ts';
import { readNotice, standingNotices, type Told } from '../../../core/segments/notices.ts';
import type { NewSite, Site } from '../../../core/sites/site.ts';
import { createEmbeddedStore } from '../../../core/stores/embedded.ts';
import { createSaltFile } from '../../../core/stores/salt-file.ts';
import { createDrivenClock } from '../../support/driven-clock.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const START = Date.UTC(2026, 3, 15, 12);

export type NoticeLine = readonly [type: string, segment: string, at: number];
type Happening = {
  readonly id: string;
  readonly name: string;
  readonly t: number;
  readonly properties: { [key: string]: Json };
  readonly account?: string;
};
export type SegmentWorld = Awaited<ReturnType<typeof openSegments>>;

export async function openSegments(settings: Partial<NewSite> = {}) {
  const dataDir = mkdtempSync(join(tmpdir(), 'inkling-segments-'));
  const clock = createDrivenClock(START);
  const masterKey = new Uint8Array(32);
  const names = new Map<VisitorId, string>();
  const visitors = new Map<string, VisitorId>();
  const published: Entry[] = [];

  /** What runs on it stops for good, as a process does that is killed. */
  function createMortalClock() {
    let isAlive = true;
    const cancels: (() => void)[] = [];
    return {
      now: clock.now,
      after: (ms: number, callback: () => void): (() => void) => {
        const cancel = isAlive ? clock.after(ms, callback) : () => undefined;
        cancels.push(cancel);
        return cancel;
      },
      kill: (): void => {
        isAlive = false;
        for (const cancel of cancels) cancel();
      },
    };
  }

  async function open() {
    const store: Store = await createEmbeddedStore({ dataDir });
    const mortal = createMortalClock();
    const engine = await createEngine({
      store,
      clock: mortal,
      keys: createKeys(masterKey),
      salts: createSaltFile(dataDir),
      masterKey,
      profileCacheBytes: 1e8,
      onOutgoing: (entries) => void published.push(...entries),
    });
    await engine.segments.start();
    return { store, engine, mortal };
  }

  let { store, engine, mortal } = await open();
  const made = await engine.sites.create({
    name: 'Shop',
    policy: 'session',
    timezone: 'UTC',
    currency: 'EUR',
    serverConsent: { analytics: true },
    ...settings,
  });
  if (!made.ok) throw new Error(made.code);
  async function shut(): Promise<void> {
    await engine.close();
    await store.close();
  }

  async function kill(): Promise<void> {
    mortal.kill();
    await store.close();
  }

  let site: Site = made.value;
  let sent = 0;

  /** Remembered: a key makes each, and the other reading of the conditions asks for thousands. */
  function visitorOf(name: string): VisitorId {
    const visitor = visitors.get(name) ?? (namedVisitor({ userId: name }, site) as VisitorId);
    visitors.set(name, visitor);
    names.set(visitor, name);
    return visitor;
  }

  /** Everything that is owed is told and built. */
  async function settle(): Promise<void> {
    await engine.segments.idle();
  }

  async function told(name: string): Promise<readonly Told[]> {
    await settle();
    const entries = await store.readVisitor(site.siteId, [visitorOf(name)], { types: ['notice'] });
    return entries.map(readNotice);
  }

  /** In time order; what shares an instant by its segment. */
  const lines = (notices: readonly Told[]): readonly NoticeLine[] =>
    notices
      .map(({ type, segment, at }): NoticeLine => [type, segment, at])
      .toSorted((a, b) => a[2] - b[2] || (a[1] < b[1] ? -1 : 1));

  return {
    now: () => clock.now(),
    published,
    dataDir,
    engine: () => engine,
    store: () => engine.store,
    site: () => site,
    visitorOf,
    settle,
    close: async () => {
      await shut();
      rmSync(dataDir, { recursive: true, force: true });
    },
    event: async (
      name: string,
      event: string,
      properties: { [key: string]: Json },
      t = clock.now(),
      more: { [key: string]: Json } = {},
      id = `e${sent++}`,
    ) => {
      visitorOf(name);
      const answer = await engine.ingest(site, {
        events: [{ id, name: event, time: t, userId: name, properties, ...more }],
      });
      if (!answer.ok || answer.value.accepted !== 1) throw new Error(JSON.stringify(answer));
      await settle();
    },
    /** One post, in the order given; ids sort as the happenings' own. */
    post: async (name: string, happenings: readonly Happening[]) => {
      visitorOf(name);
      // An id that named the visitor would be kept as a hash, in another order.
      const suffix = [...names.values()].indexOf(name);
      const events = happenings.map(({ id, name: event, t, properties, account }) => ({
        id: `${id}.${suffix}`,
        name: event,
        time: t,
        userId: name,
        properties,
        ...(account !== undefined && { account }),
      }));
      const answer = await engine.ingest(site, { events });
      if (!answer.ok || answer.value.accepted !== events.length) throw new Error(JSON.stringify(answer));
    },
    put: async (definition: SegmentDefinition) => {
      const put = await engine.segments.put(site.siteId, definition);
      if (!put.ok) throw new Error(`${put.code} ${put.at}: ${put.hint}`);
      await settle();
      return put.value;
    },
    pass: async (ms: number) => {
      await clock.moveTo(clock.now() + ms);
      await settle();
      // A timer that was set late, since a commit took its time, is due at this instant.
      await clock.moveTo(clock.now());
      await settle();
    },
    /** At once, as after a machine slept. */
    leap: async (ms: number) => {
      await clock.leapTo(clock.now() + ms);
      await settle();
    },
    /** Time goes by while nothing runs. */
    skip: async (ms: number) => {
      await clock.moveTo(clock.now() + ms);
    },
    /** `killed`: what is in memory is in no row. */
    restart: async (meanwhile: () => Promise<void>, how: 'stopped' | 'killed' = 'stopped') => {
      await (how === 'stopped' ? shut() : kill());
      await meanwhile();
      ({ store, engine, mortal } = await open());
      site = engine.sites.byId(site.siteId) as Site;
      await engine.segments.catchUp();
      await settle();
    },
    noticesOf: async (name: string) => lines(standingNotices(await told(name))),
    revokedOf: async (name: string) => {
      const all = await told(name);
      const revoked = new Set(all.flatMap(({ revokes }) => revokes ?? []));
      return lines(all.filter(({ id }) => revoked.has(id)));
    },
    causesOf: async (name: string) => {
      await settle();
      const entries = await store.readVisitor(site.siteId, [visitorOf(name)], { types: ['notice'] });
      return entries.map(({ properties }) => properties.cause);
    },
    membersOf: async (key: string) => {
      await settle();
      const members = await engine.segments.members(site.siteId, key, null, 1_000);
      return (members ?? []).map((visitor) => names.get(visitor) ?? visitor).toSorted();
    },
  };
}
