/** Cached folds, and who is in which segment. */
import { randomBytes } from 'node:crypto';
import type { Filter } from 'mongodb';
import type { SiteId, VisitorId } from '../../core/entry.ts';
import type { ProfileRow, Store } from '../../core/ports.ts';
import type { Checkpoints } from './checkpoints.ts';
import type { Collections, ProfileDocument } from './collections.ts';
import type { Damage, Reading } from './damage.ts';
import { takenPlaces, WRITE_MS } from './faults.ts';
import { keyOf } from './keys.ts';
import { decodeContribution, encodeContribution, wholeOf } from './totals.ts';

type Profiles = Pick<
  Store,
  | 'loadProfiles'
  | 'saveProfiles'
  | 'dropProfiles'
  | 'readCheckpoint'
  | 'listProfiles'
  | 'countProfiles'
  | 'listMembers'
  | 'countMembers'
  | 'readDue'
>;

export const NONCE_BYTES = 12;

export function profileKey(site: SiteId, visitor: VisitorId): string {
  return keyOf(site, visitor);
}

export function encodeProfile(row: ProfileRow): Omit<ProfileDocument, 'nonce'> {
  const { site, visitor, seq, due, last, data, members, contributions } = row;
  return {
    _id: profileKey(site, visitor),
    s: site,
    v: visitor,
    q: seq,
    due,
    last,
    data,
    seg: [...new Set(members)].sort(),
    c: contributions.map(encodeContribution),
  };
}

const isPlace = (q: unknown): boolean => Number.isSafeInteger(q);
const nameRow = (_id: string): readonly [string, string] => [`profiles ${_id}`, 'profiles'];

/** Null: it was damaged. What it said the log says once more. */
function readRow({ s, v, q, due, last, data, seg, c }: ProfileDocument): ProfileRow | null {
  const areTexts = [s, v, data].every((one: unknown) => typeof one === 'string');
  const areNumbers = isPlace(q) && Number.isFinite(last) && (due === null || Number.isFinite(due));
  const areLists = Array.isArray(seg) && wholeOf(c).length === c?.length;
  if (!areTexts || !areNumbers || !areLists) return null;
  return {
    site: s as SiteId,
    visitor: v as VisitorId,
    seq: q,
    due,
    last,
    members: seg,
    contributions: c.map(decodeContribution),
    data,
  };
}

/** Nothing but whose it is: whoever asks for it folds the log. */
function voidRow({ s, v, q, last }: ProfileDocument): ProfileRow | null {
  if (typeof s !== 'string' || typeof v !== 'string') return null;
  return {
    site: s as SiteId,
    visitor: v as VisitorId,
    seq: isPlace(q) ? q : 0,
    due: null,
    last: Number.isFinite(last) ? last : 0,
    members: [],
    contributions: [],
    data: '',
  };
}

export const PROFILES: Reading<ProfileDocument, ProfileRow> = {
  read: readRow,
  standIn: voidRow,
  name: ({ _id }) => nameRow(_id),
};

type Named = Pick<ProfileDocument, '_id' | 's' | 'v' | 'due'>;

/** Of whom is asked no more than who it is. */
const NAMES: Reading<Named, Named> = {
  read: (document) => ([document.s, document.v].every((one) => typeof one === 'string') ? document : null),
  name: ({ _id }) => nameRow(_id),
};

const after = (visitor: VisitorId | null) => (visitor === null ? {} : { v: { $gt: visitor as string } });

/** @example const { saveProfiles } = createProfiles(collections, checkpoints, createDamage()) */
export function createProfiles(collections: Collections, checkpoints: Checkpoints, damage: Damage): Profiles {
  const { profiles, superseded } = collections;

  /**
   * A row from before the saved one finds nothing to change, and its key taken. So does one that another server was faster
   * to make: that one is written over what is there now. Nothing is kept of one whose place was damaged.
   */
  async function saveAll(rows: readonly ProfileRow[]): Promise<void> {
    for (let left = rows; left.length > 0; ) {
      const taken = await saveOnce(left);
      if (taken.length === 0) return;
      const keys = taken.map(({ site, visitor }) => profileKey(site, visitor));
      const saved = await profiles
        .find({ _id: { $in: keys } }, { projection: { q: 1, s: 1, v: 1 } })
        .toArray();
      const broken = saved.filter(
        ({ _id, q, s, v }) => !isPlace(q) || profileKey(s as SiteId, v as VisitorId) !== _id,
      );
      for (const { _id, q = null } of broken) await profiles.deleteOne({ _id, q } as Filter<ProfileDocument>);
      const reached = new Map(saved.flatMap(({ _id, q }) => (isPlace(q) ? [[_id, q] as const] : [])));
      left = taken.filter(({ site, visitor, seq }) => (reached.get(profileKey(site, visitor)) ?? 0) <= seq);
    }
  }

  /** Answers the rows whose key was taken, and all behind the first of them: some servers stop there, asked not to or not. */
  async function saveOnce(rows: readonly ProfileRow[]): Promise<readonly ProfileRow[]> {
    const writes = rows.map((row) => {
      const { _id, s, v, ...fields } = encodeProfile(row);
      const nonce = randomBytes(NONCE_BYTES).toString('base64url');
      return {
        updateOne: {
          filter: { _id, s, v, q: { $lte: row.seq } },
          update: { $set: fields, $setOnInsert: { nonce } },
          upsert: true,
        },
      };
    });
    try {
      await profiles.bulkWrite(writes as never, { ordered: false, maxTimeMS: WRITE_MS });
      return [];
    } catch (error) {
      const taken = takenPlaces(error);
      if (taken === null) throw error;
      return rows.slice(Math.min(...taken));
    }
  }

  return {
    async loadProfiles(site, visitors) {
      if (visitors.length === 0) return [];
      const own = new Map(visitors.map((visitor) => [profileKey(site, visitor), visitor]));
      const found = await profiles.find({ _id: { $in: [...own.keys()] } }).toArray();
      const standIn = (document: ProfileDocument) =>
        voidRow({ ...document, s: site, v: own.get(document._id) ?? '' });
      return damage.readAll({ ...PROFILES, standIn }, found);
    },
    async saveProfiles(rows, checkpoint) {
      // Of two rows of one visitor the later in the list is written last.
      const newest = new Map<string, ProfileRow>();
      for (const row of rows) {
        const key = profileKey(row.site, row.visitor);
        const known = newest.get(key);
        if (known === undefined || known.seq <= row.seq) newest.set(key, row);
      }
      await saveAll([...newest.values()]);
      for (const key of newest.keys()) damage.mend(nameRow(key)[0]);
      if (checkpoint === undefined) return;
      await checkpoints.save(checkpoint);
      await superseded.deleteMany({ q: { $lte: await checkpoints.lowest() } });
    },
    async dropProfiles(site, visitors) {
      const keys = visitors.map((visitor) => profileKey(site, visitor));
      await profiles.deleteMany({ _id: { $in: keys } });
    },
    readCheckpoint: checkpoints.read,
    ...createLists(collections, damage),
  };
}

type Lists = Pick<Profiles, 'listProfiles' | 'countProfiles' | 'listMembers' | 'countMembers' | 'readDue'>;

function createLists({ profiles }: Pick<Collections, 'profiles'>, damage: Damage): Lists {
  return {
    async listProfiles(site, from, limit) {
      const found = () => profiles.find({ s: site, ...after(from) }).sort({ v: 1 });
      return damage.readPage(PROFILES, limit, (asked) => found().limit(asked).toArray());
    },
    countProfiles: (site) => profiles.countDocuments({ s: site }),
    async listMembers(site, segment, from, limit) {
      const found = await damage.readPage(NAMES, limit, (asked) =>
        profiles
          .find({ s: site, seg: segment, ...after(from) }, { projection: { s: 1, v: 1, due: 1 } })
          .sort({ v: 1 })
          .limit(asked)
          .toArray(),
      );
      return found.map(({ v }) => v as VisitorId);
    },
    async countMembers(site) {
      const counts = await profiles
        .aggregate<{ readonly _id: string; readonly n: number }>([
          { $match: { s: site } },
          { $unwind: '$seg' },
          { $group: { _id: '$seg', n: { $sum: 1 } } },
        ])
        .toArray();
      return Object.fromEntries(counts.map(({ _id, n }) => [_id, n]));
    },
    async readDue(from, to, limit) {
      const found = await damage.readPage(NAMES, limit, (asked) =>
        profiles
          .find({ due: { $gt: from, $lte: to } }, { projection: { s: 1, v: 1, due: 1 } })
          .sort({ due: 1, s: 1, v: 1 })
          .limit(asked)
          .toArray(),
      );
      return found.map(({ s, v, due }) => ({
        site: s as SiteId,
        visitor: v as VisitorId,
        due: due ?? 0,
      }));
    },
  };
}
