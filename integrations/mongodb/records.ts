/** Small documents under (collection, site, key), and who was first. */
import type { Store } from '../../core/ports.ts';
import { encodeJson, toSortable } from '../../core/stores/codec.ts';
import { createReadable } from '../../core/stores/readable.ts';
import { createNamedTurns } from '../../core/turns.ts';
import type { Collections, RecordDocument } from './collections.ts';
import type { Damage, Reading } from './damage.ts';
import { isTaken } from './faults.ts';
import { makeOrWrite } from './insert.ts';
import { keyOf } from './keys.ts';

type Records = Pick<
  Store,
  'getRecord' | 'putRecord' | 'deleteRecord' | 'listRecords' | 'claim' | 'readClaim'
> & {
  /** Collections of records that were passed over, once for each record. */
  readonly unreadable: () => readonly string[];
};

export const recordKey = (collection: string, site: string, key: string): string =>
  keyOf(collection, site, toSortable(key));

/** Whose place among the others cannot be told. What their values are is read by whoever asks. */
const KEYED: Reading<RecordDocument, RecordDocument> = {
  read: (document) => (typeof document.key === 'string' ? document : null),
  name: ({ _id, c }) => [`records ${_id}`, c],
};

/** @example const { putRecord } = createRecords(collections, createDamage()) */
export function createRecords(
  { records, claims }: Pick<Collections, 'records' | 'claims'>,
  damage: Damage,
): Records {
  /** Those of one process are told in the order in which they asked. */
  const inTurn = createNamedTurns();
  const readable = createReadable('mongodb', 'put the database back from a backup, or remove that document');

  async function claim(_id: string, s: string, key: string, owner: string): Promise<string> {
    for (;;) {
      try {
        await claims.insertOne({ _id, s, key, owner });
        return owner;
      } catch (error) {
        if (!isTaken(error)) throw error;
      }
      const held = await claims.findOne({ _id });
      // Null: it was removed between the two.
      if (held !== null) return held.owner;
    }
  }

  return {
    unreadable: readable.unreadable,
    async getRecord(collection, site, key) {
      const found = await records.findOne({ _id: recordKey(collection, site, key) });
      return found === null ? undefined : readable.read([collection, site], key, found.value);
    },
    async putRecord(collection, site, key, value, standing) {
      const _id = recordKey(collection, site, key);
      const fields = { c: collection, s: site, key: toSortable(key), value: encodeJson(value) };
      if (standing === undefined) {
        await makeOrWrite(() => records.replaceOne({ _id }, fields, { upsert: true }));
        return true;
      }
      if (standing.was !== undefined) {
        const written = await records.replaceOne({ _id, value: encodeJson(standing.was) }, fields);
        return written.matchedCount === 1;
      }
      try {
        await records.insertOne({ _id, ...fields });
        return true;
      } catch (error) {
        if (isTaken(error)) return false;
        throw error;
      }
    },
    async deleteRecord(collection, site, key, standing) {
      const was = standing === undefined ? {} : { value: encodeJson(standing.was) };
      const _id = recordKey(collection, site, key);
      return (await records.deleteOne({ _id, ...was })).deletedCount === 1;
    },
    listRecords: (collection, site, after, limit, order = 'up') =>
      readable.readPage([collection, site], after, limit, (from, wanted) => {
        const past = from === null ? {} : { key: { [order === 'up' ? '$gt' : '$lt']: toSortable(from) } };
        return damage.readPage(KEYED, wanted, (asked) =>
          records
            .find({ c: collection, s: site, ...past })
            .sort({ key: order === 'up' ? 1 : -1 })
            .limit(asked)
            .toArray(),
        );
      }),
    claim: (site, key, owner) => inTurn(keyOf(site, key), () => claim(keyOf(site, key), site, key, owner)),
    async readClaim(site, key) {
      return (await claims.findOne({ _id: keyOf(site, key) }))?.owner ?? null;
    },
  };
}
