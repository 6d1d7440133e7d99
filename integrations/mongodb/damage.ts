/**
 * Documents that a disk or somebody's hand has damaged: wherever several are asked for they are passed over, so that nobody
 * else waits for them, and are named to whoever asks how the store fares.
 */

export type Reading<Document, Row> = {
  /** Null for a document that cannot be read. */
  readonly read: (document: Document) => Row | null;
  /** What stands in for one that cannot be read; without it, and for null, nothing does. */
  readonly standIn?: (document: Document) => Row | null;
  /** By which it is known among all, and what is told of it. */
  readonly name: (document: Document) => readonly [key: string, told: string];
};

export type Damage = {
  /** All that can be read. */
  readAll<Document, Row>(reading: Reading<Document, Row>, found: readonly Document[]): Row[];
  /**
   * As many as are wanted, where there are so many that can be read: who gets fewer takes them for the last.
   *
   * @param fetch Gives the first ones, at most so many.
   */
  readPage<Document, Row>(
    reading: Reading<Document, Row>,
    limit: number,
    fetch: (limit: number) => Promise<readonly Document[]>,
  ): Promise<Row[]>;
  /** It was written anew. */
  mend(key: string): void;
  /** What is told of each. */
  named(): readonly string[];
};

/** @example const damage = createDamage(); damage.readAll(ENTRIES, await entries.find(filter).toArray()) */
export function createDamage(): Damage {
  const known = new Map<string, string>();

  function readAll<Document, Row>(
    { read, standIn, name }: Reading<Document, Row>,
    found: readonly Document[],
  ): Row[] {
    return found.flatMap((document) => {
      const row = read(document);
      if (row !== null) return row;
      known.set(...name(document));
      return standIn?.(document) ?? [];
    });
  }

  return {
    readAll,
    async readPage(reading, limit, fetch) {
      // From the first one again: what is removed meanwhile shifts what comes behind a place.
      for (let asked = limit; ; ) {
        const found = await fetch(asked);
        const rows = readAll(reading, found);
        if (rows.length >= limit || found.length < asked) return rows.slice(0, limit);
        asked += Math.max(limit - rows.length, asked - limit);
      }
    },
    mend: (key) => void known.delete(key),
    named: () => [...known.values()],
  };
}
