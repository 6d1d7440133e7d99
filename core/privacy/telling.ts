/**
 * Platforms that are told whom to forget: one row each in the store, sealed, until the platform has done it. A row
 * outlives the process; asked twice with one id, a platform forgets once.
 */
import type { Json, SiteId, VisitorId } from '../entry.ts';
import { InklingError } from '../errors.ts';
import type { KeyRing } from '../identity/keys.ts';
import type { ContactKind, Vault } from '../identity/vault.ts';
import { CONTACT_KINDS } from '../identity/vault.ts';
import type { Clock, ForgetOutcome, ForgetRequest, Keys, RecordRow, RecordStore } from '../ports.ts';
import type { Receipts, Told } from './receipt.ts';

const COLLECTION = 'erasures-waiting';
const PAGE = 200;
const TIMEOUT_MS = 10_000;
const FIRST_RETRY_MS = 60_000;
const LONGEST_RETRY_MS = 6 * 3_600_000;
/** A platform that is gone for so long is told of by its operator. */
const GIVEN_UP_MS = 30 * 86_400_000;

/** A platform as far as it is told. */
export type Forgetter = {
  readonly name: string;
  forget(request: ForgetRequest, signal: AbortSignal): Promise<ForgetOutcome>;
};

type Row = {
  readonly sealed: string;
  readonly due: number;
  readonly attempts: number;
  readonly since: number;
};

export type Telling = {
  /** Writes down whom each platform of the site is to forget, before the vault lets go of its references. */
  queue(request: Omit<ForgetRequest, 'references'>, platform: string | null): Promise<Record<string, Told>>;
  /** Asks every platform whose time has come. */
  run(): Promise<void>;
  /** Lets go of whoever is being asked: they are asked again after the next start. */
  stop(): Promise<void>;
};

export type TellingPorts = {
  readonly store: RecordStore;
  readonly ring: Pick<KeyRing, 'ofSite'>;
  readonly clock: Clock;
  readonly vault: Pick<Vault, 'open'>;
  readonly sites: { list(): readonly { readonly siteId: SiteId }[] };
  readonly receipts: Receipts;
  readonly forgetters: () => readonly Forgetter[];
};

/** @example await telling.queue({ id, site, erasedAt, visitors }, 'shopify'); await telling.run(); */
export function createTelling(ports: TellingPorts): Telling {
  const { store, ring, clock, vault, sites, receipts, forgetters } = ports;
  let running: Promise<void> = Promise.resolve();
  const abort = new AbortController();

  async function runAll(): Promise<void> {
    for (const { siteId } of sites.list()) await runSite(siteId);
  }

  async function runSite(site: SiteId): Promise<void> {
    for (let after: string | null = null; ; ) {
      const page: readonly RecordRow[] = await store.listRecords(COLLECTION, site, after, PAGE);
      for (const { key, value } of page) {
        const row = value as unknown as Row;
        if (abort.signal.aborted) return;
        if (row.due <= clock.now()) await tellOne(ports, { site, key, row }, abort.signal);
      }
      if (page.length < PAGE) return;
      after = page.at(-1)?.key ?? null;
    }
  }

  return {
    queue: async (request, platform) => {
      const told: Record<string, Told> = {};
      const keys = await ring.ofSite(request.site);
      const before = await receipts.read(request.site, request.id);
      for (const { name } of forgetters()) {
        const key = keyOf(request.id, name);
        // Of an erasure that was cut short and is done again: the vault may have let go since.
        const isQueued = (await store.getRecord(COLLECTION, request.site, key)) !== undefined;
        const known = isQueued ? 'waiting' : before?.told[name];
        if (known !== undefined) told[name] = known;
        if (known !== undefined) continue;
        const references = await openReferences(vault, request.site, request.visitors, name);
        if (references.length === 0 && platform !== name) continue;
        const sealed = keys.seal(JSON.stringify({ ...request, references }), purposeOf(request.site, key));
        const row: Row = { sealed, due: clock.now(), attempts: 0, since: request.erasedAt };
        await store.putRecord(COLLECTION, request.site, key, row as unknown as Json);
        told[name] = 'waiting';
      }
      return told;
    },
    run: () => {
      running = running.catch(() => undefined).then(runAll);
      return running;
    },
    stop: async () => {
      abort.abort();
      await running.catch(() => undefined);
    },
  };
}

type Kept = { readonly site: SiteId; readonly key: string; readonly row: Row };

async function tellOne(ports: TellingPorts, { site, key, row }: Kept, stopped: AbortSignal): Promise<void> {
  const { store, ring, clock, receipts, forgetters } = ports;
  const [id = '', name = ''] = key.split(':');
  // One that is under way or was cut short: nowhere yet could be noted that the platform has done it.
  if ((await receipts.read(site, id)) === null) return;
  const forgetter = forgetters().find((known) => known.name === name);
  const keys: Keys = await ring.ofSite(site);
  const sealed = await orLost((async () => keys.open(row.sealed, purposeOf(site, key)))());
  const outcome =
    forgetter === undefined || sealed === null
      ? NOT_THERE
      : await ask(forgetter, JSON.parse(sealed), clock, stopped);
  if (stopped.aborted && outcome.kind === 'failed') return;
  const now = clock.now();
  const isOver = outcome.kind === 'done' || sealed === null || now - row.since >= GIVEN_UP_MS;
  if (isOver) {
    // The receipt first: a crash between asks once more, and the platform knows the id.
    await receipts.note(site, id, name, outcome.kind === 'done' ? 'done' : 'given up');
    await store.deleteRecord(COLLECTION, site, key);
    return;
  }
  const waitMs = Math.min(FIRST_RETRY_MS * 2 ** row.attempts, LONGEST_RETRY_MS);
  const asked = outcome.kind === 'failed' ? (outcome.retryAfterMs ?? 0) : 0;
  const next: Row = { ...row, attempts: row.attempts + 1, due: now + Math.max(waitMs, asked) };
  await store.putRecord(COLLECTION, site, key, next as unknown as Json);
}

const NOT_THERE: ForgetOutcome = { kind: 'failed', reason: 'no such platform here', retryAfterMs: null };

/** What a platform throws is a fault of its adapter, and kept like a refusal: the row stays. */
async function ask(
  forgetter: Forgetter,
  request: ForgetRequest,
  clock: Clock,
  stopped: AbortSignal,
): Promise<ForgetOutcome> {
  const abort = new AbortController();
  const late = Promise.withResolvers<ForgetOutcome>();
  const giveUp = (): void => {
    abort.abort();
    late.resolve({ kind: 'failed', reason: 'it did not answer in time', retryAfterMs: null });
  };
  const cancel = clock.after(TIMEOUT_MS, giveUp);
  stopped.addEventListener('abort', giveUp, { once: true });
  const answer = forgetter
    .forget(request, abort.signal)
    .catch((): ForgetOutcome => ({ kind: 'failed', reason: 'its adapter broke off', retryAfterMs: null }));
  try {
    return await Promise.race([answer, late.promise]);
  } finally {
    cancel();
    stopped.removeEventListener('abort', giveUp);
  }
}

async function openReferences(
  vault: Pick<Vault, 'open'>,
  site: SiteId,
  visitors: readonly VisitorId[],
  name: string,
): Promise<readonly string[]> {
  const kind = CONTACT_KINDS.find((known): known is ContactKind => known === name);
  if (kind === undefined) return [];
  const found = await Promise.all(visitors.map((visitor) => orLost(vault.open(site, visitor, kind))));
  return found.filter((reference) => reference !== null);
}

/** What was sealed with a key that is lost opens for nobody: the erasure goes on without it. */
function orLost<T>(opened: Promise<T>): Promise<T | null> {
  return opened.catch((error: unknown) => {
    if (error instanceof InklingError && error.code === 'sealed_elsewhere') return null;
    throw error;
  });
}

function keyOf(id: string, platform: string): string {
  return `${id}:${platform}`;
}

function purposeOf(site: SiteId, key: string): string {
  return `${COLLECTION}:${site}:${key}`;
}
