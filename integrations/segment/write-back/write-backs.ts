/** What goes back to Segment, of all sites of this installation: switching it on and off, and the outbox of each. */
import { isDeepStrictEqual } from 'node:util';
import type { OutboxCounts, OutboxPorts } from '../../../core/deliveries/desk.ts';
import { createOutbox, type Outbox } from '../../../core/deliveries/outbox.ts';
import type { SiteId } from '../../../core/entry.ts';
import { accept, type Outcome, refuse } from '../../../core/errors.ts';
import type { Vault } from '../../../core/identity/vault.ts';
import { OWN_RECORDS, type Records } from '../../../core/records.ts';
import { createTurns } from '../../../core/turns.ts';
import { SEGMENT_SETTINGS, type SealedSettings } from '../sealed-settings.ts';
import { createClient, type Deliver, type Post } from './client.ts';
import { createReceiver, type ReceiverPorts } from './receiver.ts';
import { completeSettings, LABELS, type WriteBackRequest, type WriteBackSettings } from './settings.ts';
import type { ToldCounts } from './told.ts';

export type WriteBackPorts = OutboxPorts &
  Omit<ReceiverPorts, 'vault'> & {
    readonly vault: Pick<Vault, 'open' | 'list' | 'forget'>;
    readonly sealed: SealedSettings<WriteBackSettings>;
    /** Left out where no other server changes settings. */
    readonly records?: Pick<Records, 'on'>;
    readonly post: Post;
    /** Of this program. */
    readonly version: string;
    /** What is wrong with an address to send to; null where nothing is. */
    readonly judgeHost: (url: URL) => Promise<string | null>;
  };

export type WriteBackState = Omit<WriteBackSettings, 'writeKey'> & {
  readonly counts: OutboxCounts;
  /** Deliveries that wait for their next attempt. */
  readonly waiting: number;
  readonly visitors: ToldCounts;
  /** Since the start; what Segment answered, or why it did not. Null: no attempt has failed. */
  readonly lastFailure: Failure | null;
};

/** `at` is UTC ms. */
type Failure = { readonly at: number; readonly reason: string };

export type WriteBacks = {
  /** Reads what these sites have set; nothing is sent before {@link WriteBacks.start}. */
  load(sites: readonly SiteId[]): Promise<void>;
  /** Goes on where they were left. */
  start(): Promise<void>;
  /** Switches it on, or changes it: what changes from now on goes. */
  put(site: SiteId, request: WriteBackRequest): Promise<Outcome<WriteBackState>>;
  /** Null where it is off. */
  read(site: SiteId): Promise<WriteBackState | null>;
  /** Lets go of the key, of user ids, of what was told and of what waits. False where it was off. */
  remove(site: SiteId): Promise<boolean>;
  /** The site is gone. */
  forget(site: SiteId): Promise<void>;
  /** Of the scores that go; null where it is off. */
  labelsOf(site: SiteId): readonly string[] | null;
  /** Null where it is off. */
  listDead(
    site: SiteId,
    after: string | null,
    limit: number,
  ): Promise<Awaited<ReturnType<Outbox['listDead']>> | null>;
  resend(site: SiteId, ids?: readonly string[]): Promise<number | null>;
  /** Removes dead letters that are older than {@link DEAD_LETTER_MS}. */
  sweep(): Promise<void>;
  stop(): Promise<void>;
};

const DEAD_LETTER_MS = 30 * 24 * 3_600_000;
const PAGE = 500;

const NONE: OutboxCounts = { sent: 0, failed: 0, dead: 0, withheld: 0, gone: 0, full: 0 };

/** @example const writeBacks = createWriteBacks(ports); await writeBacks.load(siteIds); await writeBacks.start(); */
export function createWriteBacks(ports: WriteBackPorts): WriteBacks {
  const { sealed, clock, records = OWN_RECORDS } = ports;
  const known = new Map<SiteId, WriteBackSettings>();
  const outboxes = new Map<SiteId, Outbox>();
  /** Switched off, with something left to let go of. */
  const ending = new Map<SiteId, WriteBackSettings>();
  const failures = new Map<SiteId, Failure>();
  const inTurn = createTurns();

  const open = (site: SiteId, settings: WriteBackSettings): Outbox => {
    const note = (reason: string) => void failures.set(site, { at: clock.now(), reason });
    const deliver = noting(createClient(settings, ports), note);
    return createOutbox(site, createReceiver(settings, deliver, ports), ports, () => undefined);
  };

  async function run(site: SiteId, settings: WriteBackSettings): Promise<void> {
    const outbox = open(site, settings);
    outboxes.set(site, outbox);
    await outbox.start();
  }

  const show = (site: SiteId, settings: WriteBackSettings): Promise<WriteBackState> =>
    present(site, settings, { outbox: outboxes.get(site), lastFailure: failures.get(site) ?? null }, ports);

  async function put(site: SiteId, request: WriteBackRequest): ReturnType<WriteBacks['put']> {
    if (ending.has(site)) await remove(site);
    const settings = await sealed.change(site, (before) =>
      completeSettings(request, before?.isEnding === true ? null : before),
    );
    if (settings === null) return refuse('invalid_value', 'writeKey', 'send the write key of your source');
    known.set(site, settings);
    failures.delete(site);
    await outboxes.get(site)?.stop();
    await run(site, settings);
    return accept(await show(site, settings));
  }

  /** First what keeps anything new from coming; a run that breaks off is gone on with, at the latest by the next start. */
  async function remove(site: SiteId): Promise<boolean> {
    const settings = known.get(site) ?? ending.get(site);
    if (settings === undefined) return false;
    await sealed.change(site, (now) => ({ ...(now ?? settings), isEnding: true }));
    known.delete(site);
    ending.set(site, settings);
    await letGo(site, outboxes.get(site) ?? open(site, settings), ports);
    outboxes.delete(site);
    failures.delete(site);
    return ending.delete(site);
  }

  records.on(SEGMENT_SETTINGS, (site) => inTurn(() => readAgain(site, { known, outboxes, sealed, run })));

  return {
    load: async (sites) => {
      for (const site of sites) {
        const settings = await sealed.read(site);
        if (settings !== null) (settings.isEnding === true ? ending : known).set(site, settings);
      }
    },
    start: async () => {
      for (const [site, settings] of known) await run(site, settings);
      for (const site of ending.keys()) await inTurn(() => remove(site)).catch(ports.onFault);
    },
    put: async (site, request) => (await judge(request, ports)) ?? inTurn(() => put(site, request)),
    read: async (site) => {
      const settings = known.get(site);
      return settings === undefined ? null : show(site, settings);
    },
    remove: (site) => inTurn(() => remove(site)),
    forget: (site) => inTurn(() => forgetSite(site, outboxes, [known, ending, failures])),
    labelsOf: (site) => known.get(site)?.scores.map((name) => LABELS[name]) ?? null,
    listDead: async (site, after, limit) => (await outboxes.get(site)?.listDead(after, limit)) ?? null,
    resend: async (site, ids) => (await outboxes.get(site)?.resend(ids)) ?? null,
    sweep: async () => {
      for (const outbox of outboxes.values()) await outbox.sweep(clock.now() - DEAD_LETTER_MS);
    },
    stop: async () => {
      await inTurn(async () => undefined);
      await Promise.all([...outboxes.values()].map((outbox) => outbox.stop()));
    },
  };
}

type Shelf = Pick<WriteBackPorts, 'sealed'> & {
  readonly known: Map<SiteId, WriteBackSettings>;
  readonly outboxes: Map<SiteId, Outbox>;
  readonly run: (site: SiteId, settings: WriteBackSettings) => Promise<void>;
};

/** Another server that is switching it off lets go of everything by itself. */
async function readAgain(site: SiteId, { known, outboxes, sealed, run }: Shelf): Promise<void> {
  const settings = await sealed.read(site);
  if (isDeepStrictEqual(settings, known.get(site) ?? null)) return;
  await outboxes.get(site)?.stop();
  outboxes.delete(site);
  known.delete(site);
  if (settings === null || settings.isEnding === true) return;
  known.set(site, settings);
  await run(site, settings);
}

/** What it has in the store goes with the site. */
async function forgetSite(
  site: SiteId,
  outboxes: Map<SiteId, Outbox>,
  held: readonly Pick<Map<SiteId, unknown>, 'delete'>[],
): Promise<void> {
  await outboxes.get(site)?.stop();
  for (const one of [outboxes, ...held]) one.delete(site);
}

function noting(deliver: Deliver, note: (reason: string) => void): Deliver {
  return async (...delivery) => {
    const outcome = await deliver(...delivery);
    if (outcome.kind === 'failed') note(outcome.reason);
    return outcome;
  };
}

/** Of everything, and at last of the settings that say it is to go. */
async function letGo(site: SiteId, outbox: Outbox, { told, vault, sealed }: WriteBackPorts): Promise<void> {
  await outbox.stop();
  await outbox.clear();
  await told.clear(site);
  await forgetUserIds(vault, site);
  // Another server may have switched it on again meanwhile.
  await sealed.remove(site, ({ isEnding }) => isEnding === true);
}

async function present(
  site: SiteId,
  settings: WriteBackSettings,
  { outbox, lastFailure }: Pick<WriteBackState, 'lastFailure'> & { readonly outbox: Outbox | undefined },
  { told }: Pick<WriteBackPorts, 'told'>,
): Promise<WriteBackState> {
  const { writeKey: _sealed, isEnding: _never, ...shown } = settings;
  const visitors = await told.count(site);
  const [counts, waiting] = [outbox?.counts() ?? NONE, outbox?.waiting() ?? 0];
  return { ...shown, visitors, counts, waiting, lastFailure };
}

/** Of a host of its own; Segment's are known. */
async function judge({ host }: WriteBackRequest, { judgeHost }: Pick<WriteBackPorts, 'judgeHost'>) {
  if (host === undefined) return null;
  try {
    const wrong = await judgeHost(new URL(host));
    return wrong === null ? null : refuse('private_address', 'host', wrong);
  } catch {
    return refuse('invalid_value', 'host', 'the name service does not know it now; check it, or try again');
  }
}

async function forgetUserIds(vault: WriteBackPorts['vault'], site: SiteId): Promise<void> {
  for (let after: string | null = null; ; ) {
    const page: Awaited<ReturnType<typeof vault.list>> = await vault.list(site, after, PAGE);
    for (const { visitor, kind } of page) if (kind === 'segment') await vault.forget(site, visitor, kind);
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    after = last.key;
  }
}
