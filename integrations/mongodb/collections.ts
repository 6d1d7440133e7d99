/** Collections, what their documents hold, and the indexes that answer every question of the store. */
import type { Collection, Db, IndexSpecification } from 'mongodb';
import type { LedgerDocument, LedgerPageDocument } from './ledger-documents.ts';

/** Visitors are their 32 hex digits everywhere; `s` is the site. */
export type EntryDocument = {
  readonly _id: string;
  readonly s: string;
  readonly v: string | null;
  /** Place in the log. */
  readonly q: number;
  /** The id, so written that the order of bytes is the order of code units. */
  readonly i: string;
  readonly k: number;
  readonly o: number;
  readonly n: string;
  readonly t: number;
  readonly r: number;
  /** The rest as JSON text, but for the page load. */
  readonly d: string;
  readonly g?: string;
  /** Account that an event of a visitor names. */
  readonly a?: string;
  /** End of a link. */
  readonly to?: string;
  /** Server that wrote it. */
  readonly w?: string;
  /** It took the place of another copy. */
  readonly x?: true;
};

export type ContributionDocument = {
  /** Whose it is together; one visitor's where this is left out. */
  readonly n?: number;
  readonly campaign: string;
  readonly version: number;
  readonly arm: string;
  readonly unit: string;
  readonly mixed: boolean;
  readonly y: number;
  readonly yy: number;
  readonly x: number;
  readonly xx: number;
  readonly xy: number;
  readonly converted: number;
  readonly clicked: number;
  readonly dismissed: number;
  readonly shown: number;
};

export type ProfileDocument = {
  readonly _id: string;
  readonly s: string;
  readonly v: string;
  readonly q: number;
  readonly due: number | null;
  readonly last: number;
  readonly data: string;
  readonly seg: readonly string[];
  readonly c: readonly ContributionDocument[];
  /** Drawn when the profile was made: names what stays of its contributions once nobody is to be named. */
  readonly nonce: string;
};

/** What stays of a profile that ended: its contributions, of nobody. */
export type EndedDocument = {
  readonly _id: string;
  readonly s: string;
  readonly c: readonly ContributionDocument[];
};

export type BaseDocument = {
  readonly _id: string;
  readonly s: string;
  readonly v: string;
  readonly since: number;
  readonly version: number;
  readonly data: string;
  /** Drawn whenever it is written. */
  readonly rev: string;
  /** Of what was folded into it, as long as that may stand in the log as well. */
  readonly open?: { readonly ids: readonly string[]; readonly sums: readonly OpenSum[] };
  /** Account: of those that are summed by account. */
  readonly a?: string;
  /** Key of the base with which it was written, as long as that is open. */
  readonly of?: string;
};

/** What is yet to be written of an account, and the revision of what stands there; null for nothing. */
export type OpenSum = { readonly before: string | null; readonly sum: BaseDocument };

export type ClaimDocument = {
  readonly _id: string;
  readonly s: string;
  readonly key: string;
  readonly owner: string;
};

/** Who may put an id under a visitor. */
export type EntryClaimDocument = {
  /** That of the entry. */
  readonly _id: string;
  readonly s: string;
  /** Under whom; empty once that is to be known no more. */
  readonly v: string | null;
  /** No server writes it any more when the log may be read up to here. */
  readonly q: number;
  /** The mark under which it was claimed. */
  readonly n: string;
  readonly at: Date;
};

export type RecordDocument = {
  readonly _id: string;
  readonly c: string;
  readonly s: string;
  readonly key: string;
  readonly value: string;
};

export type RetiredDocument = { readonly _id: string; readonly s: string; readonly v: string | null };

/** A copy that an entry superseded, until the checkpoint passes it. */
export type SupersededDocument = {
  readonly _id: string;
  readonly q: number;
  readonly s: string;
  readonly v?: string;
  readonly a?: string;
};

export type MetaDocument = {
  readonly _id: string;
  readonly next?: number;
  readonly value?: number;
  /** Of a migration into this store. */
  readonly note?: string;
  readonly open?: Readonly<Record<string, { readonly from: number; readonly until: number }>>;
  /** Sites that are being removed, or were: nothing of them is written any more. */
  readonly shut?: readonly string[];
  /** How often marks of ids that were taken out have been made; nothing before the first. */
  readonly marked?: number;
  /** When each of them was shut, UTC ms. */
  readonly shutAt?: Readonly<Record<string, number>>;
};

export type Collections = {
  readonly entries: Collection<EntryDocument>;
  readonly profiles: Collection<ProfileDocument>;
  readonly ended: Collection<EndedDocument>;
  readonly bases: Collection<BaseDocument>;
  readonly accountBases: Collection<BaseDocument>;
  readonly ledgers: Collection<LedgerDocument>;
  readonly ledgerPages: Collection<LedgerPageDocument>;
  readonly claims: Collection<ClaimDocument>;
  readonly entryClaims: Collection<EntryClaimDocument>;
  readonly records: Collection<RecordDocument>;
  readonly retired: Collection<RetiredDocument>;
  readonly superseded: Collection<SupersededDocument>;
  readonly meta: Collection<MetaDocument>;
};

/** In the order in which a site goes: what names things goes after them. */
export const COLLECTIONS = [
  'entries',
  'profiles',
  'ended',
  'bases',
  'accountBases',
  'ledgers',
  'ledgerPages',
  'claims',
  'entryClaims',
  'records',
  'retired',
  'superseded',
  'meta',
] as const satisfies readonly (keyof Collections)[];

/** One index a question. A shard key {s, v: hashed} needs none of its own beside them: see docs/scale.md. */
export const INDEXES: Readonly<Record<keyof Collections, readonly IndexSpecification[]>> = {
  entries: [
    { s: 1, v: 1, t: 1, i: 1 },
    { s: 1, k: 1, v: 1, t: 1, i: 1 },
    { q: 1 },
    { s: 1, k: 1, q: 1 },
    { s: 1, k: 1, r: 1, q: 1 },
    { s: 1, a: 1, v: 1 },
    { s: 1, to: 1 },
    { s: 1, v: 1, q: 1 },
  ],
  profiles: [{ s: 1, v: 1 }, { due: 1 }, { s: 1, seg: 1, v: 1 }, { s: 1, 'c.campaign': 1 }],
  ended: [{ s: 1, 'c.campaign': 1 }],
  bases: [{ s: 1, v: 1, since: 1 }],
  accountBases: [
    { s: 1, a: 1, v: 1, since: 1 },
    { s: 1, v: 1, since: 1 },
  ],
  ledgers: [{ s: 1, u: 1 }, { runsOut: 1 }, { oldest: 1 }],
  ledgerPages: [
    { s: 1, u: 1 },
    { l: 1, ids: 1 },
    { l: 1, made: 1 },
  ],
  claims: [
    { s: 1, owner: 1 },
    { s: 1, key: 1 },
  ],
  entryClaims: [{ s: 1, v: 1 }, { at: 1 }],
  records: [
    { c: 1, s: 1, key: 1 },
    { s: 1, key: 1 },
  ],
  retired: [{ s: 1, v: 1 }],
  superseded: [{ q: 1 }, { s: 1, v: 1 }],
  meta: [],
};

const NAMES = {
  entries: 'entries',
  profiles: 'profiles',
  ended: 'ended',
  bases: 'bases',
  accountBases: 'account_bases',
  ledgers: 'ledgers',
  ledgerPages: 'ledger_pages',
  claims: 'claims',
  entryClaims: 'entry_claims',
  records: 'records',
  retired: 'retired',
  superseded: 'superseded',
  meta: 'meta',
} as const satisfies Readonly<Record<keyof Collections, string>>;

/** @example const { entries } = openCollections(client.db()) */
export function openCollections(db: Db): Collections {
  return {
    entries: db.collection(NAMES.entries),
    profiles: db.collection(NAMES.profiles),
    ended: db.collection(NAMES.ended),
    bases: db.collection(NAMES.bases),
    accountBases: db.collection(NAMES.accountBases),
    ledgers: db.collection(NAMES.ledgers),
    ledgerPages: db.collection(NAMES.ledgerPages),
    claims: db.collection(NAMES.claims),
    entryClaims: db.collection(NAMES.entryClaims),
    records: db.collection(NAMES.records),
    retired: db.collection(NAMES.retired),
    superseded: db.collection(NAMES.superseded),
    meta: db.collection(NAMES.meta),
  };
}

/** What is asked of any collection, whatever its documents hold: keys, sites and fields by their names. */
export type AnyDocument = { readonly _id: string; readonly s: string; readonly [field: string]: unknown };

/** @example openAny(db, 'entries').deleteMany({ s: site }) */
export function openAny(db: Db, name: keyof Collections): Collection<AnyDocument> {
  return db.collection(NAMES[name]);
}
