/** What must outlive the process beside the log: deliveries under retry, and dead letters. Ids, never bodies. */
import type { Json } from '../entry.ts';
import type { Store } from '../ports.ts';
import type { Delivery } from './waiting.ts';

/** A delivery that was given up, until somebody sends it again. */
export type DeadLetter = {
  readonly id: string;
  readonly seq: number;
  readonly lane: string;
  readonly attempts: number;
  readonly firstAt: number;
  readonly lastAt: number;
  readonly reason: string;
};

export type Rows = {
  put(delivery: Delivery): Promise<void>;
  remove(id: string): Promise<void>;
  /** All deliveries under retry, page by page. */
  load(): AsyncGenerator<Delivery>;
  /** First the letter, then the row goes: a crash between leaves both, and a second burial changes nothing. */
  bury(delivery: Delivery, lastAt: number): Promise<void>;
  /** By id, after one. */
  listDead(after: string | null, limit: number): Promise<readonly DeadLetter[]>;
  findDead(id: string): Promise<DeadLetter | null>;
  removeDead(id: string): Promise<boolean>;
  countDead(): Promise<number>;
  /** Removes everything. */
  clear(): Promise<void>;
};

const PAGE = 1_000;

export function createRows(store: Store, site: string, receiver: string): Rows {
  const waiting = `outbox:${receiver}`;
  const dead = `dead-letters:${receiver}`;

  async function* pages(collection: string) {
    for (let after: string | null = null; ; ) {
      const page = await store.listRecords(collection, site, after, PAGE);
      yield page;
      if (page.length < PAGE) return;
      after = page.at(-1)?.key ?? null;
    }
  }

  async function removeAll(collection: string): Promise<void> {
    for await (const page of pages(collection))
      for (const { key } of page) await store.deleteRecord(collection, site, key);
  }

  const remove = async (id: string) => void (await store.deleteRecord(waiting, site, id));
  return {
    put: async ({ id, seq, lane, due, attempts, firstAt, reason }) =>
      void (await store.putRecord(waiting, site, id, { seq, lane, due, attempts, firstAt, reason })),
    remove,
    async *load() {
      for await (const page of pages(waiting))
        for (const { key, value } of page) yield { ...readRow(key, value), isStored: true };
    },
    bury: async (delivery, lastAt) => {
      const { id, seq, lane, attempts, reason } = delivery;
      const firstAt = delivery.firstAt ?? lastAt;
      await store.putRecord(dead, site, id, { seq, lane, attempts, firstAt, lastAt, reason });
      if (delivery.isStored) await remove(id);
    },
    listDead: async (after, limit) =>
      (await store.listRecords(dead, site, after, limit)).map(({ key, value }) =>
        readRow<DeadLetter>(key, value),
      ),
    findDead: async (id) => {
      const value = await store.getRecord(dead, site, id);
      return value === undefined ? null : readRow<DeadLetter>(id, value);
    },
    removeDead: (id) => store.deleteRecord(dead, site, id),
    countDead: async () => {
      let count = 0;
      for await (const page of pages(dead)) count += page.length;
      return count;
    },
    clear: async () => {
      await removeAll(waiting);
      await removeAll(dead);
    },
  };
}

function readRow<Row = Delivery>(id: string, value: Json): Row {
  return { id, ...(value as object) } as Row;
}
