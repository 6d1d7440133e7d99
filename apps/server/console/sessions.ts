/**
 * Who is signed in to the console. A browser has a token that is worth nothing elsewhere, the store its digest; the secret key
 * that it was given for is in neither. A session ends with that key, after a time without a request, after a week in any case, or
 * when somebody logs out.
 */
import { createHash } from 'node:crypto';
import type { Engine } from '../../../core/engine.ts';
import type { SiteId } from '../../../core/entry.ts';
import { accept, type Outcome, refuse } from '../../../core/errors.ts';
import type { RecordRow, RecordStore } from '../../../core/ports.ts';
import { keysInForce, type Site } from '../../../core/sites/site.ts';

const COLLECTION = 'console-sessions';
/** Without a request; a working day with its breaks. */
export const IDLE_MS = 12 * 3_600_000;
/** From signing in; whoever took a token may use it no longer than that. */
export const MOST_MS = 7 * 24 * 3_600_000;
/** From one request to another no record is written sooner. */
const RENEW_MS = IDLE_MS / 2;
/** Of one site at a time; the one that ends soonest makes room. */
const MOST = 100;
const TOKEN_BYTES = 32;
const PAGE = 200;

type Session = {
  /** SHA-256 of the secret key that opened it, base64. */
  readonly opener: string;
  /** UTC ms; later with each request. */
  readonly until: number;
  /** UTC ms; whatever is asked. */
  readonly endsAt: number;
};

export type SignedIn = {
  readonly site: Site;
  /** The key that opened it has been replaced and is in its overlap. */
  readonly isOldKey: boolean;
};

export type Sessions = {
  /** Signs in with a secret key; answers the token, which is nowhere else. */
  open(secretKey: string): Promise<Outcome<{ readonly token: string; readonly site: Site }>>;
  /** Whose it is; null: nobody’s, or not any more. */
  find(token: string): Promise<SignedIn | null>;
  end(token: string): Promise<void>;
  /** Ends every session of a site, whatever key opened it. */
  endAll(site: SiteId): Promise<number>;
  /** Removes what has run out. */
  sweep(): Promise<void>;
};

export type SessionsPorts = {
  readonly engine: Pick<Engine, 'sites' | 'ring' | 'now'>;
  readonly store: RecordStore;
};

/** @example const sessions = createSessions({ engine, store }); const opened = await sessions.open('sk_…') */
export function createSessions({ engine, store }: SessionsPorts): Sessions {
  const { sites, ring, now } = engine;

  async function list(site: SiteId): Promise<readonly RecordRow[]> {
    const rows: RecordRow[] = [];
    for (let after: string | null = null; ; ) {
      const page: readonly RecordRow[] = await store.listRecords(COLLECTION, site, after, PAGE);
      rows.push(...page);
      if (page.length < PAGE) return rows;
      after = page.at(-1)?.key ?? null;
    }
  }

  const remove = (site: SiteId, key: string): Promise<boolean> => store.deleteRecord(COLLECTION, site, key);

  async function makeRoom(site: SiteId): Promise<void> {
    const rows = (await list(site)).toSorted((one, other) => untilOf(one) - untilOf(other));
    const surplus = rows.length - MOST + 1;
    for (const [place, row] of rows.entries())
      if (place < surplus || untilOf(row) <= now()) await remove(site, row.key);
  }

  return {
    open: async (secretKey) => {
      const found = secretKey.startsWith('sk_') ? sites.bySecretKey(secretKey) : WRONG_KIND;
      if (!found.ok) return found;
      const { siteId } = found.value;
      await makeRoom(siteId);
      const { random } = await ring.ofSite(siteId);
      const token = `${siteId}.${Buffer.from(random(TOKEN_BYTES)).toString('base64url')}`;
      const times = { until: now() + IDLE_MS, endsAt: now() + MOST_MS };
      const session = { opener: digest(secretKey), ...times } satisfies Session;
      await store.putRecord(COLLECTION, siteId, digest(token), session);
      return accept({ token, site: found.value });
    },
    find: async (token) => {
      const site = siteOfToken(token, sites);
      if (site === undefined) return null;
      const key = digest(token);
      const standing = await store.getRecord(COLLECTION, site.siteId, key);
      const session = readSession(standing);
      const inForce = keysInForce(site.secretKeys, now()).map(digest);
      const place = session === null ? -1 : inForce.indexOf(session.opener);
      if (session === null || place === -1 || session.until <= now()) return null;
      const until = Math.min(now() + IDLE_MS, session.endsAt);
      // Whoever has logged out meanwhile is not signed in again by this.
      const isLast = until === session.endsAt && until > session.until;
      if (isLast || until - session.until >= RENEW_MS)
        await store.putRecord(COLLECTION, site.siteId, key, { ...session, until }, { was: standing });
      return { site, isOldKey: place > 0 };
    },
    end: async (token) => {
      const site = siteOfToken(token, sites);
      if (site !== undefined) await remove(site.siteId, digest(token));
    },
    endAll: async (site) => {
      const rows = await list(site);
      for (const { key } of rows) await remove(site, key);
      return rows.length;
    },
    sweep: async () => {
      for (const { siteId } of sites.list())
        for (const row of await list(siteId)) if (untilOf(row) <= now()) await remove(siteId, row.key);
    },
  };
}

const WRONG_KIND = refuse(
  'wrong_key_kind',
  'key',
  'sign in with the secret key of the site: it begins with sk_',
);

function siteOfToken(token: string, sites: Pick<Engine['sites'], 'byId'>): Site | undefined {
  return sites.byId(token.slice(0, Math.max(0, token.lastIndexOf('.'))) as SiteId);
}

function digest(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('base64url');
}

/** One that cannot be read has run out. */
function untilOf({ value }: RecordRow): number {
  return readSession(value)?.until ?? 0;
}

function readSession(value: unknown): Session | null {
  const { opener, until, endsAt } = (value ?? {}) as Partial<Session>;
  if (typeof opener !== 'string' || typeof until !== 'number' || typeof endsAt !== 'number') return null;
  return { opener, until, endsAt };
}
