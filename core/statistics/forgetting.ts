/**
 * What goes of the statistics with somebody who is erased. Sums and sketches stay, in which nothing finds them. An order does
 * not: it stands there one by one, under a hash of its number, with its instant and its amount, and whoever knows the number
 * finds it. So do the latest events, by hashes of their ids.
 */
import type { Json, LoggedEntry, SiteId, VisitorId } from '../entry.ts';
import type { Recorded } from '../identity/links.ts';
import type { Position, Store } from '../ports.ts';
import { decodeBase } from '../profiles/base-codec.ts';
import { changeRecord } from '../record-change.ts';
import { ORDERS, PLACES, STATE } from './follower.ts';
import { type CountedOrder, eventKey, orderRecordKey, readOrder, recordKeyOf } from './order.ts';
import { forgetIn, type Gone, readState } from './plan.ts';

/** By which the statistics know what somebody did. */
export type Traces = {
  readonly events: ReadonlySet<string>;
  /** Orders that their events speak of. */
  readonly orders: ReadonlySet<string>;
  /** Orders whose events retention has taken, and whether a server had told of them. */
  readonly left: ReadonlyMap<string, boolean>;
};

type ReadPorts = Pick<Store, 'readVisitor' | 'readBases'>;
type WritePorts = Pick<Store, 'getRecord' | 'putRecord' | 'deleteRecord'>;

const PAGE_ENTRIES = 1_000;

/**
 * Read before anything of them goes.
 *
 * @param isTheirs Of what stands under their ids: others may have used the same device.
 * @example const traces = await collectTraces(store, site, [visitor], () => true)
 */
export async function collectTraces(
  store: ReadPorts,
  site: SiteId,
  ids: readonly VisitorId[],
  isTheirs: (recorded: Recorded) => boolean,
): Promise<Traces> {
  const [events, orders] = [new Set<string>(), new Set<string>()];
  for await (const entry of listEvents(store, site, ids)) {
    if (!isTheirs(entry)) continue;
    events.add(eventKey(entry));
    const key = orderRecordKey(entry);
    if (key !== null) orders.add(key);
  }
  const bases = (await store.readBases(site, ids)).filter(({ visitor, since }) =>
    isTheirs({ visitor, t: since }),
  );
  const left = bases.flatMap((base) => decodeBase(base).orders.recent);
  return {
    events,
    orders,
    left: new Map(left.map(({ key, confirmed }) => [recordKeyOf(site, key), confirmed])),
  };
}

async function* listEvents(
  store: ReadPorts,
  site: SiteId,
  ids: readonly VisitorId[],
): AsyncGenerator<LoggedEntry> {
  for (let after: Position | null = null; ; ) {
    const range = { types: ['event'] as const, limit: PAGE_ENTRIES, ...(after !== null && { after }) };
    const page = await store.readVisitor(site, ids, range);
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE_ENTRIES) return;
    after = { t: last.t, id: last.id };
  }
}

/**
 * Takes them out of what is planned first, then the records: what another server writes meanwhile, it takes away itself.
 *
 * @returns How many orders went.
 */
export async function forgetTraces(store: WritePorts, site: SiteId, traces: Traces): Promise<number> {
  const keys = [...new Set([...traces.orders, ...traces.left.keys()])];
  const gone: Gone = {
    isEvent: (event) => traces.events.has(event),
    isOrder: (key, order) => isTheirs(traces, key, order),
  };
  await changeRecord(store, [PLACES, site, STATE], (value) => {
    const state = readState(value);
    const isConcerned = keys.length > 0 || state.recent.some(([event]) => gone.isEvent(event));
    return isConcerned ? { next: forgetIn(state, gone) as Json, answer: null } : { answer: null };
  });
  let count = 0;
  for (const key of keys) {
    const value = await store.getRecord(ORDERS, site, key);
    if (value === undefined || !isTheirs(traces, key, readOrder(value))) continue;
    await store.deleteRecord(ORDERS, site, key);
    count += 1;
  }
  return count;
}

/** Anybody can name the number of an order: whoever merely did takes nothing of what a server told of somebody else. */
function isTheirs({ events, orders, left }: Traces, key: string, { completion }: CountedOrder): boolean {
  if (completion === null) return orders.has(key) || left.has(key);
  if (orders.has(key) && events.has(completion.event)) return true;
  const isConfirmed = left.get(key);
  return isConfirmed !== undefined && (isConfirmed || !completion.isConfirmed);
}
