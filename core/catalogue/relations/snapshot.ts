/**
 * Counts on disk, all of them as of one place in the log. A chunk that has changed is written into the one of its two
 * records that is not in use; the manifest, written last, says which ones are. A crash in between leaves the counts of
 * the manifest before, whole.
 */
import type { Json, SiteId } from '../../entry.ts';
import type { Store } from '../../ports.ts';
import { nextTurn } from '../../turn.ts';
import {
  countChunks,
  countOrderChunks,
  decodeLedger,
  decodeTable,
  encodeOrders,
  encodeRows,
  type Manifest,
  manifestShape,
} from './codec.ts';
import { hasChanged, RELATION_KINDS, type SiteRelations } from './site-relations.ts';

export type SnapshotStore = Pick<Store, 'getRecord' | 'putRecord'>;

export const COLLECTION = 'relations';
const MANIFEST = 'manifest';
type Part = {
  readonly name: string;
  readonly changed: Set<number>;
  readonly count: number;
  encode(chunk: number): Json;
};

/** @example await saveRelations(store, relations) */
export async function saveRelations(store: SnapshotStore, relations: SiteRelations): Promise<void> {
  if (!hasChanged(relations)) return;
  const { site, tables, orders, place } = relations;
  const before = await readManifest(store, site);
  const slotsOf = (name: Part['name']): string => before?.[name as 'orders'].slots ?? '';
  const parts = listParts(relations);
  const slots: Record<string, string> = {};
  for (const part of parts) slots[part.name] = await saveChunks(store, site, part, slotsOf(part.name));
  const { viewed = '', bought = '' } = slots;
  const manifest: Manifest = {
    place,
    viewed: { weight: tables.viewed.weight, slots: viewed },
    bought: { weight: tables.bought.weight, slots: bought },
    orders: { next: orders.next, since: orders.since, slots: slots.orders ?? '' },
  };
  await store.putRecord(COLLECTION, site, MANIFEST, manifest);
  for (const { changed } of parts) changed.clear();
}

/** Fills what was made for the site with what was saved of it, if anything was. */
export async function loadRelations(store: SnapshotStore, relations: SiteRelations): Promise<void> {
  const { site, tables } = relations;
  const manifest = await readManifest(store, site);
  if (manifest === null) return;
  for (const kind of RELATION_KINDS) {
    const chunks = await loadChunks(store, site, kind, manifest[kind].slots);
    tables[kind] = decodeTable(manifest[kind].weight, chunks, tables[kind].bounds);
  }
  const chunks = await loadChunks(store, site, 'orders', manifest.orders.slots);
  relations.orders = decodeLedger(manifest.orders, chunks);
  relations.place = manifest.place;
}

function listParts({ tables, orders }: SiteRelations): readonly Part[] {
  const ofTables = RELATION_KINDS.map((name): Part => {
    const table = tables[name];
    const { changed } = table;
    return { name, changed, count: countChunks(table), encode: (chunk) => encodeRows(table, chunk) };
  });
  const count = countOrderChunks(orders);
  const encode = (chunk: number): Json => encodeOrders(orders, chunk);
  return [...ofTables, { name: 'orders', changed: orders.changed, count, encode }];
}

/** @returns Which records hold the chunks, once the manifest says so. */
async function saveChunks(store: SnapshotStore, site: SiteId, part: Part, before: string): Promise<string> {
  const after = Array.from({ length: part.count }, (_, chunk) => before[chunk] ?? 'b');
  for (const chunk of part.changed) {
    const slot = after[chunk] === 'a' ? 'b' : 'a';
    after[chunk] = slot;
    // One at a time: each is a slice of work of its own, and events have room in the store's queue.
    await store.putRecord(COLLECTION, site, chunkKey(part.name, chunk, slot), part.encode(chunk));
  }
  return after.join('');
}

async function loadChunks(
  store: SnapshotStore,
  site: SiteId,
  name: string,
  slots: string,
): Promise<readonly Json[]> {
  const chunks: Json[] = [];
  for (const [chunk, slot] of [...slots].entries()) {
    chunks.push((await store.getRecord(COLLECTION, site, chunkKey(name, chunk, slot))) ?? []);
    await nextTurn();
  }
  return chunks;
}

async function readManifest(store: SnapshotStore, site: SiteId): Promise<Manifest | null> {
  const read = manifestShape.safeParse(await store.getRecord(COLLECTION, site, MANIFEST));
  return read.success ? read.data : null;
}

function chunkKey(name: string, chunk: number, slot: string): string {
  return `${name}:${chunk}:${slot}`;
}
