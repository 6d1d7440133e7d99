/** The whole app on a clock that is moved, and what a site's operator sees of its visitors. */
import { afterAll, beforeAll } from 'vitest';
import type { NewSite } from '../../core/sites/site.ts';
import { type StoreUnderTest, storeOptions } from '../contract/store-under-test.ts';
import { type App, type AppOptions, startApp } from '../support/app-process.ts';
import { type AnswerBody, createSite, type TestSite } from '../support/sites.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export type World = {
  readonly app: App;
  now(): number;
  /** Lets time pass; timers fire on the way. */
  pass(ms: number): Promise<void>;
  /** As after a sleep: what came due fires once, at the end. For days in which nothing is to happen. */
  skip(ms: number): Promise<void>;
  /** A site with no limit on posts: the clock stands still, so a second never ends. */
  site(settings?: Partial<NewSite>): Promise<TestSite>;
  stop(): Promise<void>;
};

export async function openWorld(startMs: number, options: AppOptions = {}): Promise<World> {
  const env = { TRUSTED_PROXIES: 'loopback', LOG_LEVEL: 'silent', ...options.env };
  const app = await startApp({ ...options, clockAtMs: startMs, env });
  let nowMs = startMs;
  return {
    app,
    now: () => nowMs,
    pass: async (ms) => {
      nowMs += ms;
      await app.clock.set(nowMs);
    },
    skip: async (ms) => {
      nowMs += ms;
      await app.clock.leap(ms);
    },
    site: (settings) => {
      const unlimited = { postsPerSecondPerAddress: 1_000_000, postsPerSecondPerKey: 1_000_000 };
      return createSite(app, { ...unlimited, ...settings });
    },
    stop: () => app.stop(),
  };
}

/** One for all tests of a suite: opened before the first, stopped after the last. */
export function shareWorld(
  startMs: number,
  store: StoreUnderTest = {},
): Pick<World, 'app' | 'now' | 'pass' | 'site'> {
  const opened: { world?: World } = {};
  const world = (): World => {
    if (opened.world === undefined) throw new Error('a test asks for the world before it is there');
    return opened.world;
  };
  beforeAll(async () => {
    opened.world = await openWorld(startMs, storeOptions(store));
  });
  afterAll(() => opened.world?.stop());
  return {
    get app() {
      return world().app;
    },
    now: () => world().now(),
    pass: (ms) => world().pass(ms),
    site: (settings) => world().site(settings),
  };
}

export type Naming = {
  readonly device?: string;
  readonly userId?: string;
  readonly email?: string;
  readonly visitor?: string;
};

export type EntryView = {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly time: string;
  readonly receivedAt: string;
  readonly source: string;
  readonly properties: AnswerBody;
  readonly flags?: readonly string[];
  readonly context?: AnswerBody;
};

type SessionView = {
  readonly start: string;
  readonly end: string;
  readonly events: number;
  readonly drop: { readonly step: string; readonly path: string | null };
};

export type ProfileView = {
  readonly visitor: string;
  readonly events: { readonly count: number; readonly first: string; readonly last: string } | null;
  readonly aggregates: Readonly<
    Record<string, { readonly count: number; readonly sums: Readonly<Record<string, number>> }>
  >;
  readonly sessions: {
    readonly count: number;
    readonly ended: number;
    readonly drops: Readonly<Record<string, number>>;
    readonly open: SessionView | null;
    readonly recent: readonly SessionView[];
  };
  readonly orders: { readonly frequency: number; readonly monetary: number };
  readonly traits: AnswerBody;
  readonly consent: Readonly<
    Record<
      string,
      {
        readonly allowed: boolean;
        readonly since: string;
        readonly until: string | null;
        readonly source: string;
      }
    >
  >;
  readonly flags: Readonly<Record<string, number>>;
};

/** The canonical visitor of an identifier, or null where nothing is held. */
export async function find(site: TestSite, { visitor, ...named }: Naming): Promise<string | null> {
  if (visitor !== undefined) return visitor;
  const { status, body } = await site.ask('POST', '/v1/visitors/lookup', named);
  return status === 200 ? String(body.visitor) : null;
}

/** @throws Error where nothing is held. */
export async function profileOf(site: TestSite, named: Naming): Promise<ProfileView> {
  const { status, body } = await site.ask('GET', `/v1/visitors/${await find(site, named)}`);
  if (status !== 200) throw new Error(`nobody is ${JSON.stringify(named)}`);
  return body as ProfileView;
}

export async function entriesOf(site: TestSite, named: Naming): Promise<readonly EntryView[]> {
  const { body } = await site.ask('GET', `/v1/visitors/${await find(site, named)}/events?limit=1000`);
  return body.items as readonly EntryView[];
}

export async function eventsOf(site: TestSite, named: Naming): Promise<readonly EntryView[]> {
  return (await entriesOf(site, named)).filter(({ type }) => type === 'event');
}

export async function visitorsOf(site: TestSite): Promise<readonly string[]> {
  const { items } = (await site.ask('GET', '/v1/visitors?limit=1000')).body;
  return (items as readonly { visitor: string }[]).map(({ visitor }) => visitor);
}

let numbered = 0;

/** A fresh event id. */
function nextId(): string {
  numbered += 1;
  return `ev-${numbered.toString().padStart(6, '0')}`;
}

/** An item of a page's post. */
export function item(name: string, timeMs: number, more: AnswerBody = {}): AnswerBody {
  return { i: nextId(), n: name, t: timeMs, p: {}, u: '/', ...more };
}

/** A device id that is easy to read. @example device(1) */
export function device(number: number): string {
  return `dec0de${number.toString(16).padStart(26, '0')}`;
}

export const GRANTED = { analytics: true, personalization: true } as const;
