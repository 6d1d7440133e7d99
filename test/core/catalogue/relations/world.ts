/** A log in memory that can break off, what is counted of it, and random lives of a small shop. */
import { FIELDS, readCandidate } from '../../../../core/catalogue/relations/candidates.ts';
import { type Follower, openFollower } from '../../../../core/catalogue/relations/follower.ts';
import { RELATION_KINDS, type SiteRelations } from '../../../../core/catalogue/relations/site-relations.ts';
import type { PairTable, TableBounds } from '../../../../core/catalogue/relations/table.ts';
import {
  compareEntries,
  type Entry,
  type Json,
  type LoggedEntry,
  type SiteId,
  type VisitorId,
} from '../../../../core/entry.ts';
import type { VisitorRange } from '../../../../core/ports.ts';
import { isStanding } from '../../../../core/stores/precedence.ts';

export const SITE = 'st_shop' as SiteId;
export const NOON = Date.UTC(2026, 0, 5, 12);
export const MINUTE = 60_000;
export const GAP_MS = 30 * MINUTE;

export type Log = ReturnType<typeof createLog>;

/** As a store keeps it: one entry an id, a winning copy in a place of its own. */
export function createLog() {
  let entries: LoggedEntry[] = [];
  let seq = 0;
  const records = new Map<string, string>();
  let writesLeft = Number.POSITIVE_INFINITY;
  let recalls = 0;

  function append(entry: Entry): void {
    const standing = entries.find(({ id, site }) => id === entry.id && site === entry.site);
    if (standing !== undefined && isStanding(standing, entry)) return;
    seq += 1;
    entries = entries.filter((one) => one !== standing);
    const before = standing?.visitor ?? null;
    entries.push({ ...entry, seq, ...(before !== null && { supersedes: [before] }) });
  }

  return {
    append,
    /** From now on so many records are written, and then none. */
    breakAfter: (writes: number) => {
      writesLeft = writes;
    },
    recalls: () => recalls,
    written: () => [...records].flat().join('\n'),
    store: {
      readSince: async (after: number, limit: number) =>
        entries.filter((entry) => entry.seq > after).slice(0, limit),
      readVisitor: async (site: SiteId, visitors: readonly VisitorId[], range: VisitorRange = {}) => {
        recalls += 1;
        const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY, limit = 1e9, side } = range;
        const found = entries.filter(
          ({ site: of, visitor, t }) =>
            of === site && visitor !== null && visitors.includes(visitor) && t >= from && t <= to,
        );
        const sorted = found.toSorted(compareEntries);
        return side === 'newest' ? sorted.slice(Math.max(0, sorted.length - limit)) : sorted.slice(0, limit);
      },
      getRecord: async (...place: [string, string, string]): Promise<Json | undefined> => {
        const text = records.get(place.join(' '));
        return text === undefined ? undefined : JSON.parse(text);
      },
      putRecord: async (collection: string, site: string, key: string, value: Json) => {
        writesLeft -= 1;
        if (writesLeft < 0) throw new Error('no write succeeds');
        records.set(`${collection} ${site} ${key}`, JSON.stringify(value));
        return true;
      },
    },
  };
}

export function openOn(log: Log, bounds?: TableBounds): Promise<Follower> {
  return openFollower({
    store: log.store,
    sites: { list: () => [{ siteId: SITE }] },
    rulesOf: () => ({ sessionGapMs: GAP_MS }),
    ...(bounds && { bounds }),
  });
}

export async function readAll(follower: Follower): Promise<void> {
  await follower.readOn(() => false);
}

/** Appends in this order and counts it. */
export async function countAll(entries: readonly Entry[], bounds?: TableBounds): Promise<SiteRelations> {
  const log = createLog();
  for (const entry of entries) log.append(entry);
  const follower = await openOn(log, bounds);
  await readAll(follower);
  return relationsOf(follower);
}

export function relationsOf(follower: Follower): SiteRelations {
  const relations = follower.of(SITE);
  if (relations === null) throw new Error('nothing was counted');
  return relations;
}

/** Of each product its weight, and of each pair how many baskets held both and what they weigh. */
export function listCounts({ tables }: SiteRelations): Readonly<Record<string, unknown>> {
  return Object.fromEntries(RELATION_KINDS.map((kind) => [kind, listTable(tables[kind])]));
}

function listTable(table: PairTable): Readonly<Record<string, unknown>> {
  const alone = table.rows.filter(({ weight }) => weight > 0).map(({ product, weight }) => [product, weight]);
  return { weight: table.weight, ...Object.fromEntries(alone.sort()), pairs: listPairs(table) };
}

/** `a b: support`, each pair from both sides. */
export function listPairs(table: PairTable): readonly string[] {
  return table.rows
    .flatMap(({ product, candidates }) =>
      Array.from({ length: candidates.length / FIELDS }, (_, n) => {
        const { product: other, support, seen } = readCandidate(candidates, n * FIELDS);
        return `${product} ${table.rows[other]?.product}: ${support} (${seen})`;
      }),
    )
    .sort();
}

/** `a b: support`, each pair once. */
export function listSupports(table: PairTable): readonly string[] {
  return listPairs(table)
    .map((pair) => pair.replace(/ \(.*/, ''))
    .filter((pair) => {
      const [a = '', b = ''] = pair.split(/[ :]/);
      return a < b;
    });
}

let made = 0;

/** @param minute After noon. */
export function happens(name: string, minute: number, more: Partial<Entry> = {}): Entry {
  const t = NOON + minute * MINUTE;
  made += 1;
  return {
    site: SITE,
    id: `e${made}`,
    type: 'event',
    name,
    t,
    receivedAt: t,
    visitor: visitorId('ann'),
    source: 'web',
    properties: {},
    ...more,
  };
}

export function views(product: Json, minute: number, visitor: string | null = 'ann'): Entry {
  return happens('Product Viewed', minute, {
    visitor: visitor === null ? null : visitorId(visitor),
    properties: { product_id: product },
  });
}

export function orders(products: readonly Json[], minute: number, more: Partial<Entry> = {}): Entry {
  const items = products.map((product) => ({ product_id: product }));
  return happens('Order Completed', minute, { properties: { products: items }, ...more });
}

export function visitorId(name: string): VisitorId {
  return Buffer.from(name.padEnd(16, '.')).toString('hex').slice(0, 32) as VisitorId;
}

/** Mulberry32. */
export function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (((t ^ (t >>> 14)) >>> 0) % 1_000_003) % below;
  };
}

/** Views, pages and orders of a few people within one UTC day, some orders told of twice. */
export function makeLife(random: (below: number) => number, count: number): readonly Entry[] {
  const visitors = ['ann', 'bob', 'cas', null];
  const pick = () => `p${random(7)}`;
  return Array.from({ length: count }, (_, n) => {
    const minute = random(600);
    const visitor = visitors[random(4)] ?? null;
    const recorded = visitor === null ? null : visitorId(visitor);
    const kind = random(10);
    if (kind < 5) return views(pick(), minute, visitor);
    if (kind < 7) return happens('Page Viewed', minute, { visitor: recorded });
    return orders([pick(), pick(), pick()], minute, {
      id: `order:${random(Math.ceil(count / 12))}`,
      source: n % 2 === 0 ? 'web' : 'server',
      visitor: recorded,
    });
  });
}

export function shuffle<T>(items: readonly T[], random: (below: number) => number): readonly T[] {
  const left = [...items];
  return items.map(() => left.splice(random(left.length), 1)[0] as T);
}
