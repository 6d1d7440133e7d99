/**
 * What left for whom, and what was held back and why: counted by destination, purpose and day (UTC), of nobody in
 * particular. Counts are written a second after they change; a crash may cost the last second of them, and no delivery.
 */
import { isObject } from '../collect/json.ts';
import type { Purpose, SiteId } from '../entry.ts';
import { type ConsentState, consentAt } from '../identity/consent.ts';
import { objectedSince } from '../identity/objected.ts';
import type { Clock, RecordStore } from '../ports.ts';
import { sweepRecords } from '../privacy/records.ts';
import type { ProfileBook } from '../profiles/book.ts';
import { changeRecord } from '../record-change.ts';
import { createTurns } from '../turns.ts';
import type { NamedEntry, Receiver, SendOutcome } from './receiver.ts';

const COLLECTION = 'egress';
const SAVE_MS = 1_000;
const KEPT_MS = 400 * 86_400_000;
const PAGE = 10_000;

/** `other`: a campaign that was over, a mailbox that wants no mail, nothing to say any more. */
export const HELD_BACK = ['consent', 'gpc', 'objection', 'other'] as const;
type HeldBack = (typeof HELD_BACK)[number];
type Ending = 'sent' | 'failed' | HeldBack;
type Counts = Readonly<Partial<Record<Ending, number>>>;

export type EgressLine = {
  /** ISO 8601, UTC. */
  readonly day: string;
  /** `webhook:KEY`, `channel:email`, `segment`. */
  readonly destination: string;
  readonly purpose: Purpose;
  readonly sent: number;
  /** Attempts. */
  readonly failed: number;
  readonly heldBack: Readonly<Record<HeldBack, number>>;
};

export type EgressBook = {
  /** The same receiver, whose outcomes are counted. */
  watch(site: SiteId, receiver: Receiver): Receiver;
  /** By day, of the last 400. */
  read(site: SiteId): Promise<readonly EgressLine[]>;
  /** Writes what is counted. */
  flush(): Promise<void>;
};

export type EgressPorts = {
  readonly store: RecordStore;
  readonly book: Pick<ProfileBook, 'read'>;
  readonly clock: Clock;
  readonly onFault: (error: unknown) => void;
};

/** @example createOutbox(site, egress.watch(site, receiver), ports, onEnded) */
export function createEgressBook({ store, book, clock, onFault }: EgressPorts): EgressBook {
  const unsaved = new Map<string, { readonly site: SiteId; readonly key: string; counts: Counts }>();
  const inTurn = createTurns();
  let cancelSave: (() => void) | null = null;

  function note(site: SiteId, destination: string, ending: Ending): void {
    const key = `${new Date(clock.now()).toISOString().slice(0, 10)}:${destination}`;
    const name = `${site} ${key}`;
    const { counts } = unsaved.get(name) ?? { counts: {} };
    unsaved.set(name, { site, key, counts: addCounts(counts, { [ending]: 1 }) });
    cancelSave ??= clock.after(SAVE_MS, () => void flush().catch(onFault));
  }

  function flush(): Promise<void> {
    cancelSave?.();
    cancelSave = null;
    return inTurn(async () => {
      for (const [name, own] of [...unsaved]) {
        unsaved.delete(name);
        await save(store, own).catch((error: unknown) => {
          const since = unsaved.get(name)?.counts ?? {};
          unsaved.set(name, { ...own, counts: addCounts(own.counts, since) });
          throw error;
        });
      }
    });
  }

  async function watchOne(site: SiteId, receiver: Receiver, entry: NamedEntry, outcome: SendOutcome) {
    if (!leaves(receiver.name, entry)) return;
    if (outcome.kind === 'sent' || outcome.kind === 'failed') return note(site, receiver.name, outcome.kind);
    if (outcome.kind !== 'withheld') return;
    const now = clock.now();
    const { slot } = await book.read(site, entry.visitor, now);
    const reason = whyHeldBack(slot.timeline.profile.consent, receiver.name, now);
    note(site, receiver.name, reason);
  }

  return {
    watch: (site, receiver) => ({
      ...receiver,
      send: async (entry, signal) => {
        const outcome = await receiver.send(entry, signal);
        // What is counted wrongly is told wrongly; what is sent twice for it is worse.
        await watchOne(site, receiver, entry, outcome).catch(onFault);
        return outcome;
      },
    }),
    read: async (site) => {
      await flush();
      return (await store.listRecords(COLLECTION, site, null, PAGE)).map(({ key, value }) =>
        present(key, value),
      );
    },
    flush,
  };
}

/** Decisions for a control arm are carried out by doing nothing, those for webhooks by the webhooks themselves. */
function leaves(destination: string, { type, name }: NamedEntry): boolean {
  if (!destination.startsWith('channel:')) return true;
  return destination !== 'channel:webhook' && type === 'decision' && name === 'chosen';
}

function purposeOf(destination: string): Purpose {
  return destination.startsWith('channel:') ? 'contact' : 'share';
}

/** Platforms that are told of customers by the id that they know. */
const BY_NAME: ReadonlySet<string> = new Set(['segment', 'shopify']);

/** Mail and a platform that knows customers by name have to be allowed; passing on under a pseudonym has to be denied. */
function needsGrant(destination: string): boolean {
  return destination.startsWith('channel:') || BY_NAME.has(destination);
}

/** @example whyHeldBack(profile.consent, 'webhook:crm', now) // 'gpc' */
export function whyHeldBack(state: ConsentState, destination: string, now: number): HeldBack {
  if (objectedSince(state, now) !== null) return 'objection';
  const standing = consentAt(state, purposeOf(destination), now);
  const asked = standing?.allowed === false ? standing : consentAt(state, 'personalization', now);
  if (asked?.allowed !== false) return needsGrant(destination) && standing === null ? 'consent' : 'other';
  return asked.source === 'gpc' ? 'gpc' : 'consent';
}

async function save(
  store: EgressPorts['store'],
  { site, key, counts }: { readonly site: SiteId; readonly key: string; readonly counts: Counts },
): Promise<void> {
  const isFirst = await changeRecord(store, [COLLECTION, site, key], (known) => ({
    next: addCounts(readCounts(known), counts),
    answer: known === undefined,
  }));
  if (!isFirst) return;
  const today = Date.parse(key.slice(0, 10));
  const isOver = (other: string): boolean => Date.parse(other.slice(0, 10)) < today - KEPT_MS;
  await sweepRecords(store, { collection: COLLECTION, site, isOver }, false);
}

function present(key: string, value: unknown): EgressLine {
  const { sent = 0, failed = 0, ...held } = readCounts(value);
  const destination = key.slice(11);
  const heldBack = Object.fromEntries(HELD_BACK.map((reason) => [reason, held[reason] ?? 0]));
  return {
    day: key.slice(0, 10),
    destination,
    purpose: purposeOf(destination),
    sent,
    failed,
    heldBack: heldBack as EgressLine['heldBack'],
  };
}

function readCounts(value: unknown): Counts {
  return isObject(value) ? (value as Counts) : {};
}

function addCounts(a: Counts, b: Counts): { [ending: string]: number } {
  const names = [...Object.keys(a), ...Object.keys(b)] as Ending[];
  return Object.fromEntries(names.map((name) => [name, (a[name] ?? 0) + (b[name] ?? 0)]));
}
