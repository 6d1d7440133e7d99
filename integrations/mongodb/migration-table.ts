/** One collection as a table of a migration: read in the order of an index, written so that it may be done twice. */
import type { Collection, Filter } from 'mongodb';
import type { WriteTable } from '../../core/stores/migration/tables.ts';
import { again, inOurWords, toFault } from './faults.ts';
import { insertAll } from './insert.ts';

/** Documents that one answer of the database brings. */
const PAGE = 500;

export type TableOf<Document extends { readonly _id: string }, Row> = {
  readonly sort: Readonly<Record<string, 1>>;
  /** Null for one that is passed over. */
  readonly decode: (document: Document) => Row | null;
  readonly encode: (row: Row) => Document;
  /** The documents at the places of rows. */
  readonly those: (rows: readonly Row[]) => Filter<Document>;
};

/** @example const claims = openTable(collections.claims, { sort: { s: 1, key: 1 }, decode, encode, those }) */
export function openTable<Document extends { readonly _id: string }, Row>(
  collection: Collection<Document>,
  { sort, decode, encode, those }: TableOf<Document, Row>,
): WriteTable<Row> {
  /** Most are new, and then they are inserted in one go. What is there goes first: on another shard it would not be found. */
  async function put(documents: readonly Document[]): Promise<void> {
    const taken = await insertAll(collection, documents);
    if (taken.length === 0) return;
    const others = taken.flatMap((place) => documents[place] ?? []);
    await collection.deleteMany({
      _id: { $in: others.map(({ _id }) => _id) },
    } as unknown as Filter<Document>);
    await insertAll(collection, others);
  }

  return {
    count: inOurWords(again(() => collection.estimatedDocumentCount())),
    async *read() {
      try {
        for await (const document of collection.find().sort(sort).batchSize(PAGE)) {
          const row = decode(document as unknown as Document);
          if (row !== null) yield row;
        }
      } catch (error) {
        throw toFault(error);
      }
    },
    write: inOurWords(again((rows) => put(rows.map(encode)))),
    remove: inOurWords(again(async (rows) => void (await collection.deleteMany(those(rows))))),
  };
}
