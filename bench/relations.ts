/**
 * What goes with a product: how long an answer takes, what following the log costs, and what a product takes.
 * `REES46_CSV=path npm run bench -- relations` also says how often the answer holds what is looked at next.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createCatalogue } from '../core/catalogue/products.ts';
import { dayOf } from '../core/catalogue/relations/decay.ts';
import { type Follower, openFollower } from '../core/catalogue/relations/follower.ts';
import { offerRelated } from '../core/catalogue/relations/offering.ts';
import { rankRelated } from '../core/catalogue/relations/ranking.ts';
import { shrinkTable } from '../core/catalogue/relations/shrinking.ts';
import {
  createTable,
  extendBasket,
  isOverfull,
  type PairTable,
  TABLE_BOUNDS,
} from '../core/catalogue/relations/table.ts';
import type { Store } from '../core/ports.ts';
import { createEmbeddedStore } from '../core/stores/embedded.ts';
import { measureHitRates } from './relations/hit-rate.ts';
import { createRandom, makeShopEvents, SITE, START } from './relations/shop.ts';
import { type BenchRun, type Figure, microsPerOperation, percentile, type Report } from './report.ts';

const PRODUCTS = 10_000;
const LIMIT_MICROS = 1_000;
const ASKED = 5_000;
const TIMES = 5;
const NAMED = 10;

export default async function measureRelations(run: BenchRun): Promise<Report> {
  const dataDir = mkdtempSync(join(tmpdir(), 'inkling-relations-'));
  const store = await createEmbeddedStore({ dataDir });
  try {
    const events = run.isQuick ? 5_000 : 400_000;
    const following = await measureFollowing(store, events, run);
    const serving = await measureServing(store, following.follower, run);
    const memory = measureMemory(run);
    return {
      name: 'relations',
      figures: { ...serving, ...following.figures, ...memory, ...readHits(process.env.REES46_CSV) },
      notes: [
        `${PRODUCTS} products in families of 20, the tenth that is looked at most has half of ${events} events, 3.4 a session`,
        'rank, offer: of 5,000 products, each the least of 5 times; rank: from memory; offer: ranked, then ten of them with title, address, price and stock from the catalogue in the store; of limit: p99 of offer / 1 ms',
        'follow: reading the log and counting, processor time; followTurn: for how long at a time it keeps the event loop, on average',
        'memory: heap of a table with 100,000 products, after a million sessions of the same shape, and with every list as long as the bounds allow',
        'hits: of the REES46 sample, less than three hours of a shop with 6,493 products; pairs need a support of 3',
      ],
    };
  } finally {
    await store.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function measureFollowing(store: Store, events: number, run: BenchRun) {
  let batch = [];
  for (const entry of makeShopEvents({ products: PRODUCTS, events, visitors: events })) {
    batch.push(entry);
    if (batch.length === 1_000) await store.append(batch.splice(0));
  }
  await store.append(batch);
  batch = [];
  const follower = await openFollower({
    store,
    sites: { list: () => [{ siteId: SITE }] },
    rulesOf: () => ({ sessionGapMs: 1_800_000 }),
  });
  let turn = 0;
  const follow = await microsPerOperation(events, async () => {
    turn = await millisPerTurn(() => follower.readOn(() => false));
  });
  const save = await microsPerOperation(PRODUCTS, () => follower.save());
  const figures: Record<string, Figure> = {
    followCpu: { value: round(follow.cpuMicros, 2), unit: 'us/event', atMost: 50 },
    followTurn: { value: round(turn, 2), unit: 'ms', atMost: 10 },
    saveCpu: { value: round(save.cpuMicros, 1), unit: 'us/product' },
  };
  run.say(`follow ${follow.cpuMicros.toFixed(2)} us/event, save ${save.cpuMicros.toFixed(1)} us/product`);
  return { follower, figures };
}

/**
 * For how long work keeps the event loop from anybody else at a time: processor time of this thread, which nothing else
 * on the machine adds to, over the turns it took. One tick of that clock is longer than a turn, so it is a mean.
 */
async function millisPerTurn(work: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  let isOn = true;
  const count = (): void => {
    turns += 1;
    if (isOn) setImmediate(count);
  };
  const before = process.threadCpuUsage();
  count();
  await work();
  isOn = false;
  const after = process.threadCpuUsage();
  return (after.user + after.system - before.user - before.system) / 1_000 / turns;
}

async function measureServing(store: Store, follower: Follower, run: BenchRun) {
  const catalogue = createCatalogue(store, async () => undefined);
  const tenant = { siteId: SITE, currency: 'EUR' };
  const count = run.isQuick ? 200 : PRODUCTS;
  const products = Array.from({ length: count }, (_, n) => ({
    id: `product-${n}`,
    title: `Product ${n}`,
    url: `https://shop.example/products/${n}`,
    price: 10,
    stock: n % 10,
  }));
  for (let n = 0; n < count; n += 500) {
    // Upserts of one site come after each other; those of a slice together would not.
    await catalogue.upsert(tenant, products.slice(n, n + 500), START);
  }
  const table = tableOf(follower);
  const random = createRandom(7);
  const asked = Array.from(
    { length: run.isQuick ? 100 : ASKED },
    () => `product-${Math.floor(random() ** 3.3 * PRODUCTS)}`,
  );
  const ranks: number[] = [];
  const offers: number[] = [];
  let named = 0;
  for (const product of asked) {
    const rank = () => rankRelated(table, product, START);
    ranks.push(await leastMicros(async () => rank()));
    offers.push(await leastMicros(() => offerRelated(rank(), { site: SITE, catalogue, limit: NAMED })));
    named += (await offerRelated(rank(), { site: SITE, catalogue, limit: NAMED })).length;
  }
  ranks.sort((a, b) => a - b);
  offers.sort((a, b) => a - b);
  const p99 = percentile(offers, 0.99);
  return {
    rankP50: { value: round(percentile(ranks, 0.5), 1), unit: 'us' },
    rankP99: { value: round(percentile(ranks, 0.99), 1), unit: 'us' },
    offerP50: { value: round(percentile(offers, 0.5), 1), unit: 'us' },
    offerP99: { value: round(p99, 1), unit: 'us' },
    offerP99OfLimit: { value: round(p99 / LIMIT_MICROS, 3), unit: 'ratio', atMost: 1 },
    namedPerAnswer: { value: round(named / asked.length, 2), unit: 'products' },
  };
}

/** The least disturbed of some: other work on the machine only adds. */
async function leastMicros(work: () => Promise<unknown>): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let time = 0; time < TIMES; time += 1) {
    const began = performance.now();
    await work();
    least = Math.min(least, (performance.now() - began) * 1_000);
  }
  return least;
}

function tableOf(follower: Follower): PairTable {
  const table = follower.of(SITE)?.tables.viewed;
  if (table === undefined) throw new Error('nothing was counted');
  return table;
}

/** Of 100,000 products: as a busy shop makes it, and at worst. */
function measureMemory(run: BenchRun) {
  const collect = exposeGarbageCollector();
  const heapOf = (fill: () => PairTable): { readonly bytes: number; readonly table: PairTable } => {
    collect();
    const before = process.memoryUsage().heapUsed;
    const table = fill();
    collect();
    return { bytes: process.memoryUsage().heapUsed - before, table };
  };
  const busy = heapOf(() => fillBusy(run.isQuick ? 10_000 : 3_400_000));
  const worst = heapOf(() => fillWorst(run.isQuick ? 0.01 : 1));
  return {
    bytesPerProduct: { value: Math.ceil(busy.bytes / busy.table.rows.length), unit: 'bytes/product' },
    candidatesPerProduct: {
      value: round(busy.table.candidates / busy.table.rows.length, 1),
      unit: 'candidates/product',
    },
    mostBytes: { value: Math.ceil(worst.bytes / 1e6), unit: 'MB', atMost: 150 },
  };
}

function fillBusy(events: number): PairTable {
  let table = createTable(TABLE_BOUNDS);
  let basket = { day: 0, products: [] as string[] };
  let visitor: string | null = '';
  for (const event of makeShopEvents({ products: TABLE_BOUNDS.products, events, visitors: 1e9 })) {
    if (event.name !== 'Product Viewed') continue;
    if (event.visitor !== visitor) basket = { day: dayOf(event.t), products: [] };
    visitor = event.visitor;
    extendBasket(table, basket, String(event.properties.product_id));
    if (isOverfull(table)) table = shrink(table);
  }
  return table;
}

function shrink(table: PairTable): PairTable {
  const work = shrinkTable(table);
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

/** Every product has as many candidates as all of them together may have on average. */
function fillWorst(share: number): PairTable {
  const table = createTable(TABLE_BOUNDS);
  const products = TABLE_BOUNDS.products * share;
  const size = 1 + TABLE_BOUNDS.allCandidates / TABLE_BOUNDS.products;
  for (let n = 0; n < products; n += size) {
    const basket = { day: dayOf(START), products: [] };
    for (let m = n; m < n + size && m < products; m += 1) extendBasket(table, basket, `product-${m}`);
  }
  return table;
}

function readHits(path: string | undefined): Record<string, Figure> {
  if (path === undefined) return {};
  const { covered, related, filled, mostViewed, sessions } = measureHitRates(path);
  return {
    hitSessions: { value: sessions, unit: 'sessions' },
    hitCovered: { value: round(covered, 4), unit: 'ratio' },
    hitRateOfRelated: { value: round(related, 4), unit: 'ratio' },
    hitRateFilled: { value: round(filled, 4), unit: 'ratio' },
    hitRateOfMostViewed: { value: round(mostViewed, 4), unit: 'ratio' },
  };
}

function round(value: number, digits: number): number {
  return Math.round(value * 10 ** digits) / 10 ** digits;
}

/** A heap is only comparable after a full collection. */
function exposeGarbageCollector(): () => void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect !== 'function') throw new Error('this Node gives no garbage collector to call');
  return () => collect();
}
