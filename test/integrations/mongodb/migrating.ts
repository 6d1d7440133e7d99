/** Stores that hold all that a store can hold, as chance would have it, and the way from one to another. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type { Entry, SiteId, VisitorId } from '../../../core/entry.ts';
import type { Store } from '../../../core/ports.ts';
import { type Migrated, migrateStore } from '../../../core/stores/migration/migrate.ts';
import type { SourceSide, TargetSide } from '../../../core/stores/migration/sides.ts';
import { base, contribution, entry, FULL_ENTRY, reservation, T0 } from '../../contract/store-samples.ts';

/** Names of which one begins with another one: what comes between them shows in the order of rows. */
export const SITES = ['st_a', 'st_a-b', 'st_a1'] as readonly string[] as readonly SiteId[];
const VISITORS = Array.from(
  { length: 6 },
  (_, n) => createHash('md5').update(`${n}`).digest('hex') as VisitorId,
);
/** Beyond what fits in one unit of a text, and what sorts otherwise by units than by bytes. */
const TEXTS = ['', 'a', 'order:1', 'ä', '\uff5e', '😀', 'x'.repeat(40)];
const UUIDS = ['01890b6c-1234-7abc-8def-0123456789ab', 'ffffffff-1234-7abc-8def-0123456789ab'];

export type Deed = (store: Store) => Promise<unknown>;

const site = fc.constantFrom(...SITES);
const visitor = fc.constantFrom(...VISITORS);
const text = fc.constantFrom(...TEXTS);
const instant = fc.integer({ min: 0, max: 9 }).map((n) => T0 + n * 1_000);
const id = fc.oneof(fc.constantFrom(...UUIDS), fc.integer({ min: 0, max: 30 }).map(String), text);

const anEntry: fc.Arbitrary<Entry> = fc
  .record({
    site,
    id: id.filter((one) => one !== ''),
    visitor: fc.option(visitor),
    t: instant,
    source: fc.constantFrom('web' as const, 'server' as const),
    flags: fc.constantFrom([], ['unconfirmed' as const]),
    account: fc.option(fc.constantFrom('ac_1', 'ac_2'), { nil: undefined }),
    page: fc.option(fc.constantFrom('f0'.repeat(16), 'f1'.repeat(16)), { nil: undefined }),
    to: fc.option(visitor, { nil: undefined }),
    isFull: fc.boolean(),
  })
  .map(({ account, page, to, isFull, flags, ...given }) => ({
    ...(isFull ? FULL_ENTRY : entry({ id: given.id })),
    ...given,
    ...(account !== undefined && { context: { account } }),
    ...(page !== undefined && { page }),
    ...(flags.length > 0 && { flags }),
    ...(to !== undefined && { type: 'link' as const, name: 'login', properties: { to } }),
  }));

const aContribution = fc
  .record({
    campaign: fc.constantFrom('hello', 'stay'),
    arm: fc.constantFrom('a', 'b'),
    unit: fc.constantFrom('person' as const, 'visitor_day' as const),
    y: fc.integer({ min: 0, max: 5_000 }),
    x: fc.integer({ min: 0, max: 5_000 }),
    isConverted: fc.boolean(),
  })
  .map(contribution);

const append = fc.array(anEntry, { minLength: 1, maxLength: 8 }).map(
  (entries): Deed =>
    (store) =>
      store.append(entries),
);

const save = fc
  .record({
    site,
    visitor,
    seq: fc.integer({ min: 1, max: 40 }),
    due: fc.option(instant),
    members: fc.uniqueArray(fc.constantFrom('new@1', 'old@2', 'ä@1')),
    contributions: fc.uniqueArray(aContribution, { maxLength: 3, selector: ({ campaign }) => campaign }),
    checkpoint: fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined }),
  })
  .map(
    ({ checkpoint, ...row }): Deed =>
      (store) =>
        store.saveProfiles([{ ...row, last: T0, data: JSON.stringify({ seq: row.seq }) }], checkpoint),
  );

const retire = fc
  .record({ site, visitor: fc.option(visitor), ids: fc.array(id, { maxLength: 12 }), isSummed: fc.boolean() })
  .map(
    ({ site: own, visitor: of, ids, isSummed }): Deed =>
      async (store) => {
        const known = await Promise.all(ids.map((one) => store.readEntry(own, one)));
        const held = known.flatMap((one) => (one !== null && one.visitor === of ? [one.id] : []));
        const sum = of === null || !isSummed ? null : base({ site: own, visitor: of });
        const sums = sum === null ? [] : [{ ...sum, account: 'ac_1', since: T0 }];
        if (held.length > 0) await store.retire(own, of, [...new Set(held)], sum, sums);
      },
  );

const reserve = fc
  .record({
    site,
    unit: fc.oneof(visitor, text),
    id: text,
    at: instant,
    key: text,
    isConfirmed: fc.boolean(),
  })
  .map(
    ({ isConfirmed, key, ...given }): Deed =>
      async (store) => {
        await store.reserve(reservation({ ...given, limits: [], counts: [key, 'all'] }));
        if (isConfirmed) await store.confirm(given.site, given.unit, given.id);
        else if (given.at % 2_000 === 0) await store.release(given.site, given.unit, given.id);
      },
  );

const claim = fc.record({ site, key: text, owner: visitor }).map(
  ({ site: own, key, owner }): Deed =>
    (store) =>
      store.claim(own, key, owner),
);

const record = fc
  .record({ collection: text, site: fc.oneof(site, fc.constant('')), key: text, value: fc.jsonValue() })
  .map(({ collection, site: own, key, value }): Deed => {
    const json = JSON.parse(JSON.stringify(value));
    return (store) => store.putRecord(collection, own, key, json);
  });

const end = fc.record({ site, visitor, how: fc.constantFrom('unname', 'erase', 'part') }).map(
  ({ site: own, visitor: of, how }): Deed =>
    (store) => {
      if (how === 'unname') return store.unname(own, of);
      if (how === 'erase') return store.removeVisitor(own, [of], { keepsTotals: false });
      return store.removePart(own, of, { entryIds: UUIDS, sinces: [0] });
    },
);

const usual = [append, append, append, save, save, save, retire, reserve, claim, record];

/** What happens to a store: a list of deeds, each of which any store does. */
export const history: fc.Arbitrary<readonly Deed[]> = fc.array(fc.oneof(...usual, ...usual, end), {
  minLength: 30,
  maxLength: 60,
});

export async function perform(store: Store, deeds: readonly Deed[]): Promise<void> {
  for (const deed of deeds) await deed(store);
}

export const NOWHERE = { salts: null, erasures: null };

/** @param share Broken off once so much of it was done; half of it is the copy, the other half the comparison. */
export async function move(
  source: SourceSide,
  target: TargetSide,
  share = Number.POSITIVE_INFINITY,
): Promise<Migrated | 'broken off'> {
  const breaker = new AbortController();
  try {
    return await migrateStore({
      source,
      target,
      beside: { source: NOWHERE, target: NOWHERE },
      now: () => T0,
      stopped: breaker.signal,
      onProgress: ({ done, total }) => {
        if (done >= share * total) breaker.abort();
      },
    });
  } catch (error) {
    if (breaker.signal.aborted) return 'broken off';
    throw error;
  } finally {
    await target.close();
    await source.close();
  }
}

/** What a store says itself of everything that the deeds may have left in it. */
export async function tell(store: Store): Promise<unknown> {
  const told = [];
  for (const own of SITES) {
    const visitors = await store.listRecorded(own, null, 100);
    told.push([
      ...[own, visitors, await store.listProfiles(own, null, 100), await store.countMembers(own)],
      ...[await store.sumContributions(own, 'hello'), await store.sumContributions(own, 'stay')],
      ...[await store.readBases(own, visitors), await store.readAccountBases(own, 'ac_1')],
      // Of one instant they have no order that texts like these would be read in on both.
      new Set(
        (await store.readPlaces(own, [...visitors, ...TEXTS])).map((place) =>
          JSON.stringify(Object.entries(place).sort()),
        ),
      ),
      await store.readLinks(own, visitors),
      await Promise.all(TEXTS.map((key) => store.readClaim(own, key))),
      await Promise.all(TEXTS.map((name) => store.listRecords(name, own, null, 100))),
    ]);
  }
  const { seq } = await store.health();
  return { told, seq, log: await store.readSince(0, 1_000), checkpoint: await store.readCheckpoint() };
}

/** Ids that stay taken are known by nothing but what becomes of them. */
export async function appendAgain(store: Store): Promise<unknown> {
  const ids = [...UUIDS, ...Array.from({ length: 30 }, (_, n) => String(n)), ...TEXTS.slice(1)];
  const copies = SITES.flatMap((own) =>
    ids.flatMap((one) => [
      entry({ site: own, id: one, t: T0 + 99_999 }),
      entry({ site: own, id: one, t: T0 + 99_999, source: 'server' }),
    ]),
  );
  const { seq } = await store.health();
  const outcomes = await store.append(copies);
  // Stores pass over places as they like, and give none twice.
  return outcomes.map((outcome) => [outcome.status, outcome.status === 'duplicate' || outcome.seq > seq]);
}
