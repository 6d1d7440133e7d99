/** The shelf of salts that several servers share: a collection in a database of its own. */
import type { Collection, Db } from 'mongodb';
import type { SiteId } from '../../core/entry.ts';
import type { SaltShelf, ShelvedSalt } from '../../core/ports.ts';
import { isTaken } from './faults.ts';
import { ensureIndexesOf } from './indexes.ts';

/** The id is site and day: the first salt of a day that is inserted is the salt of that day. */
type SaltDocument = ShelvedSalt & { readonly _id: string };

/**
 * @param db Never the one of the store, so that no backup of that holds a salt.
 * @example const shelf = await openMongoSalts(client.db('inkling_salts'))
 */
export async function openMongoSalts(db: Db): Promise<SaltShelf> {
  const salts: Collection<SaltDocument> = db.collection('salts');
  await ensureIndexesOf(salts, [{ createdAt: 1 }]);

  async function put(salt: ShelvedSalt): Promise<ShelvedSalt> {
    const _id = `${salt.site} ${salt.day}`;
    for (;;) {
      try {
        await salts.insertOne({ _id, ...salt });
        return salt;
      } catch (error) {
        if (!isTaken(error)) throw error;
      }
      const lying = await salts.findOne({ _id });
      // Null: it was destroyed between the two.
      if (lying !== null) return toSalt(lying);
    }
  }

  return {
    async list(site) {
      const found = await salts
        .find(site === undefined ? {} : ofSite(site))
        .sort({ _id: 1 })
        .toArray();
      return found.map(toSalt).sort((a, b) => (a.day < b.day ? -1 : 1));
    },
    put,
    async destroy(madeUntil) {
      const gone: Omit<ShelvedSalt, 'salt'>[] = [];
      for (const { _id, site, day, createdAt } of await salts
        .find({ createdAt: { $lte: madeUntil } })
        .toArray()) {
        const { deletedCount } = await salts.deleteOne({ _id });
        // Whoever took it away says so.
        if (deletedCount === 1) gone.push({ site, day, createdAt });
      }
      return gone;
    },
  };
}

/** `!` comes after the space, and no site's name has either. */
function ofSite(site: SiteId) {
  return { _id: { $gte: `${site} `, $lt: `${site}!` } };
}

function toSalt({ site, day, createdAt, salt }: SaltDocument): ShelvedSalt {
  return { site, day, createdAt, salt };
}
