/**
 * How much came from each shop, by quarters of an hour: for the checklist. Numbers of nobody; what a process
 * counted in its last seconds may be lost with it, and the log knows better.
 */
import { randomUUID } from 'node:crypto';
import type { SiteId } from '../../../core/entry.ts';
import type { Clock, PlatformWork, Store } from '../../../core/ports.ts';
import { eachInTurn } from '../installation/each-shop.ts';

const COLLECTION = 'platform-tally';
const QUARTER_MS = 900_000;
const FLUSH_MS = 5_000;
export const TALLY_KEPT_MS = 8 * 86_400_000;
const PAGE = 1_000;

export type Counted = {
  readonly events: number;
  /** Page loads. */
  readonly loads: number;
  /** Page loads of visitors who allow analytics. */
  readonly allowed: number;
  /** Orders of the online store, which the pixel could see. */
  readonly storeOrders: number;
  /** Webhooks that could not be taken. */
  readonly failures: number;
};

export type Tally = {
  /** Never rejects: nothing hangs on it. */
  add(site: SiteId, counted: Partial<Counted>): void;
  /** @param since UTC ms: from the quarter of an hour that it lies in. */
  sum(site: SiteId, since: number): Promise<Counted>;
  readonly works: readonly PlatformWork[];
};

export type TallyPorts = {
  readonly store: Pick<Store, 'putRecord' | 'listRecords' | 'deleteRecord'>;
  readonly clock: Clock;
  readonly sites: () => readonly SiteId[] | Promise<readonly SiteId[]>;
  readonly onFault: (error: unknown) => void;
};

export const NOTHING_COUNTED: Counted = {
  events: 0,
  loads: 0,
  allowed: 0,
  storeOrders: 0,
  failures: 0,
};

/** @example createTally(ports).add(siteId, { events: 2, loads: 1 }) */
export function createTally({ store, clock, sites, onFault }: TallyPorts): Tally {
  /** Rows of this process, which nobody else writes. */
  const process = randomUUID().slice(0, 8);
  const rows = new Map<string, { readonly site: SiteId; readonly key: string; counted: Counted }>();
  const changed = new Set<string>();
  let isWaiting = false;

  async function flush(): Promise<void> {
    isWaiting = false;
    const due = [...changed];
    changed.clear();
    for (const name of due) {
      const row = rows.get(name);
      if (row !== undefined) await store.putRecord(COLLECTION, row.site, row.key, row.counted);
    }
    const oldest = keyOf(clock.now() - 2 * QUARTER_MS, '');
    for (const [name, { key }] of rows) if (key < oldest) rows.delete(name);
  }

  return {
    add: (site, counted) => {
      const key = keyOf(clock.now(), process);
      const name = `${site} ${key}`;
      const before = rows.get(name)?.counted ?? NOTHING_COUNTED;
      rows.set(name, { site, key, counted: addUp([before, { ...NOTHING_COUNTED, ...counted }]) });
      changed.add(name);
      if (isWaiting) return;
      isWaiting = true;
      clock.after(FLUSH_MS, () => flush().catch(onFault));
    },
    sum: async (site, since) => {
      await flush();
      const all: Counted[] = [];
      for await (const { value } of walk(store, site, keyOf(since, '')))
        all.push({ ...NOTHING_COUNTED, ...(value as Partial<Counted>) });
      return addUp(all);
    },
    works: [
      {
        name: 'tally',
        everyMs: 86_400_000,
        run: async () => {
          const oldest = keyOf(clock.now() - TALLY_KEPT_MS, '');
          await eachInTurn(await sites(), async (site) => {
            for await (const { key } of walk(store, site, null)) {
              if (key >= oldest) break;
              await store.deleteRecord(COLLECTION, site, key);
            }
          });
        },
      },
    ],
  };
}

async function* walk(store: Pick<Store, 'listRecords'>, site: SiteId, after: string | null) {
  for (let from = after; ; ) {
    const page = await store.listRecords(COLLECTION, site, from, PAGE);
    yield* page;
    from = page.at(-1)?.key ?? null;
    if (page.length < PAGE) return;
  }
}

/** In the order of time. */
function keyOf(at: number, process: string): string {
  return `${String(Math.floor(at / QUARTER_MS)).padStart(10, '0')}:${process}`;
}

function addUp(all: readonly Counted[]): Counted {
  const sums: { -readonly [Figure in keyof Counted]: number } = { ...NOTHING_COUNTED };
  for (const counted of all)
    for (const figure of Object.keys(sums) as (keyof Counted)[]) sums[figure] += counted[figure];
  return sums;
}
