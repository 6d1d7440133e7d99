/** The collector's side of a visit, read over HTTP as an operator reads it. */
import { expect, vi } from 'vitest';
import { openDoors } from '../support/sites.ts';
import type { Stage } from './stage.ts';

export type LogEntry = {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly time: string;
  readonly context?: { readonly path?: string };
  readonly currency?: string;
  readonly flags?: readonly string[];
  readonly properties: { readonly [name: string]: unknown };
};

export type ProfileBody = {
  readonly visitor: string;
  readonly sessions: {
    readonly count: number;
    readonly open: { readonly drop: { readonly step: string; readonly path: string } } | null;
  };
  readonly orders: {
    readonly frequency: number;
    readonly monetary: number;
    readonly currency: string;
  };
  readonly flags: { readonly [flag: string]: number };
};

export type Log = {
  /** Every visitor of the demo site. */
  visitors(): Promise<readonly string[]>;
  events(visitor: string): Promise<readonly LogEntry[]>;
  profile(visitor: string): Promise<ProfileBody>;
  /** The status of asking for a profile. */
  status(visitor: string): Promise<number>;
  /** Who an identifier stands for; null for nobody. */
  lookup(identifier: { readonly device?: string; readonly userId?: string }): Promise<string | null>;
};

/** The wire is quick, the machine may not be: how long a condition is waited for. */
export const PATIENCE = { timeout: 20_000, interval: 50 };

export function openLog({ app }: Pick<Stage, 'app'>): Log {
  const { ask } = openDoors(app.url, app.demo);
  /** A list as a whole: no test makes more than one page of it. */
  async function list<Item>(path: string): Promise<readonly Item[]> {
    const { status, body } = await ask('GET', `${path}?limit=1000`);
    if (status !== 200) throw new Error(`GET ${path} answers ${status}: ${JSON.stringify(body)}`);
    return (body as { items: readonly Item[] }).items;
  }
  return {
    visitors: async () => {
      const items = await list<{ readonly visitor: string }>('/v1/visitors');
      return items.map(({ visitor }) => visitor);
    },
    events: (visitor) => list<LogEntry>(`/v1/visitors/${visitor}/events`),
    profile: async (visitor) => (await ask('GET', `/v1/visitors/${visitor}`)).body as ProfileBody,
    status: async (visitor) => (await ask('GET', `/v1/visitors/${visitor}`)).status,
    lookup: async (identifier) => {
      const { status, body } = await ask('POST', '/v1/visitors/lookup', identifier);
      return status === 200 ? (body as { visitor: string }).visitor : null;
    },
  };
}

/** Waits until the visitor's log has an entry that satisfies it, and answers the whole log. */
export function waitForLog(
  log: Log,
  visitor: string,
  isThere: (entry: LogEntry) => boolean,
): Promise<readonly LogEntry[]> {
  return vi.waitFor(async () => {
    const entries = await log.events(visitor);
    expect(entries.some(isThere), `an entry as asked for in the log of ${visitor}`).toBe(true);
    return entries;
  }, PATIENCE);
}

/** Waits for the one visitor who was not there before. */
export function waitForNewcomer(log: Log, before: readonly string[]): Promise<string> {
  return vi.waitFor(async () => {
    const newcomers = (await log.visitors()).filter((visitor) => !before.includes(visitor));
    expect(newcomers).toEqual([expect.any(String)]);
    return newcomers[0] ?? '';
  }, PATIENCE);
}

/** An entry as a line to compare: what, where, and the facts asked for. */
export function namesAndPaths(entries: readonly LogEntry[]): readonly string[] {
  return entries.map(({ name, context }) => `${name} ${context?.path ?? ''}`.trim());
}
