/** What we wrote ourselves and find again: rows, files, records. A damaged one must not take the server with it. */
import fc from 'fast-check';
import { decodeLedger, decodeTable, manifestShape } from '../../../core/catalogue/relations/codec.ts';
import { compareEntries, type Json, type SiteId } from '../../../core/entry.ts';
import { InklingError } from '../../../core/errors.ts';
import {
  type LoggedErasure,
  readErasure,
  readRemovedSite,
  writeErasure,
  writeRemovedSite,
} from '../../../core/privacy/logged-erasure.ts';
import { BASE_VERSION, baseOf } from '../../../core/profiles/base.ts';
import { decodeBase, encodeBase } from '../../../core/profiles/base-codec.ts';
import { decodeProfile, encodeProfile } from '../../../core/profiles/codec.ts';
import { fold } from '../../../core/profiles/fold.ts';
import { emptyProfile } from '../../../core/profiles/profile.ts';
import {
  decodeEntry,
  decodeJson,
  type EntryRow,
  fromSortable,
  toSortable,
} from '../../../core/stores/codec.ts';
import { readSalts } from '../../../core/stores/salt-text.ts';
import { readAddress } from '../../../integrations/mongodb/address.ts';
import { readNotice } from '../../../integrations/mongodb/peer-notices.ts';
import { lonelyHistory, PERSON, rules } from '../../core/profiles/world.ts';
import { orError, orNone, type Parser, taken } from '../examine.ts';

const HISTORIES = fc
  .sample(lonelyHistory, { seed: 31, numRuns: 12 })
  .map((all) => all.toSorted(compareEntries));
const PROFILES = HISTORIES.map((all) =>
  all.reduce((p, entry) => fold(p, entry, rules), emptyProfile(PERSON)),
);
const BASES = HISTORIES.map((all) => JSON.parse(JSON.stringify(encodeBase(baseOf(all, rules)))));
const BOUNDS = { mostRows: 100, mostCandidates: 1_000 } as never;

const ERASURES: readonly LoggedErasure[] = [
  {
    ...{ id: `er_${'0e'.repeat(12)}`, site: 'st' as SiteId, at: 1_767_614_400_000, by: 'email', own: false },
    ...{ denied: ['analytics', 'share'], tombstones: ['0d'.repeat(16), '0c'.repeat(16)] },
  },
];

export const ROW_PARSERS: readonly Parser[] = [
  {
    name: 'a stored profile',
    covers: [
      'core/profiles/codec.ts decodeProfile',
      'core/profiles/activity-codec.ts decodeActivity',
      'core/profiles/campaign-codec.ts decodeCampaigns',
      'core/segments/codec.ts decodeTracks',
      'core/segments/codec.ts decodeHits',
      'core/segments/codec.ts decodeSum',
      ...['Tally', 'Names', 'Orders', 'Totals', 'Trait', 'Touch', 'Flags'].map(
        (part) => `core/profiles/parts-codec.ts decode${part}`,
      ),
    ],
    takes: 'json',
    samples: PROFILES.map((profile) => JSON.parse(encodeProfile(profile))),
    read: (text: string) => orNone(decodeProfile(text) === null ? null : true),
  },
  {
    name: 'the file of salts',
    covers: ['core/stores/salt-text.ts readSalts'],
    takes: 'json',
    samples: [{}, { st_one: [{ day: '2026-01-05', createdAt: 1, salt: 'c2FsdA==' }] }],
    read: (text: string) => orError(() => readSalts(text)),
  },
  {
    name: 'the address of a database',
    covers: ['integrations/mongodb/address.ts readAddress'],
    takes: 'text',
    samples: [
      'mongodb://localhost',
      'mongodb+srv://ann:secret@db.example/shop?w=1',
      'mongodb://a:1,b:2/%C3%A4',
    ],
    read: (text: string) => orNone(readAddress(text)),
  },
  {
    name: 'a stored base',
    covers: [
      'core/profiles/base-codec.ts decodeBase',
      'core/profiles/campaign-codec.ts decodeGained',
      'core/profiles/campaign-codec.ts decodeLeft',
      'core/segments/lifetimes-codec.ts decodeLifetime',
    ],
    takes: 'value',
    samples: BASES,
    read: (data: Json) => orError(() => decodeBase({ version: BASE_VERSION, data }), InklingError),
    write: (base: never) => JSON.parse(JSON.stringify(encodeBase(base))),
    keepsMore: true,
    allowsKeys: true,
  },
  {
    name: 'the row of an entry',
    covers: ['core/stores/codec.ts decodeJson', 'core/stores/codec.ts readEntryRow'],
    takes: 'json',
    samples: [{ p: { price: 1990, tags: ['a'] }, c: { path: '/' }, g: '0a0b0c0d', m: 'EUR', f: ['late'] }],
    read: (data: string) =>
      orError(() => {
        decodeEntry({ ...ROW, data });
        return decodeJson('1');
      }, InklingError),
  },
  {
    name: 'what servers tell each other',
    covers: ['integrations/mongodb/peer-notices.ts readNotice'],
    takes: 'json',
    samples: [{ going: ['0a'], sharing: [] }],
    read: (body: string) => orNone(readNotice({ topic: 'x', s: 'st_one', body }) === null ? null : true),
  },
  {
    name: 'a text that the store sorts',
    covers: ['core/stores/codec.ts fromSortable'],
    takes: 'text',
    samples: ['Größe', '\ud83d\ude00', 'a\ud800b', '\uffff'],
    read: (text: string) => {
      const sortable = toSortable(text);
      if (!sortable.isWellFormed()) throw new Error('the store would lose half a surrogate pair');
      return taken(fromSortable(sortable));
    },
    write: (text: string) => text,
  },
  {
    name: 'a line of the log of erasures',
    covers: ['core/privacy/logged-erasure.ts readErasure'],
    takes: 'json',
    samples: ERASURES,
    read: (line: string) => orNone(readErasure(line)),
    write: writeErasure,
  },
  {
    name: 'a line of the log of erasures, of a site',
    covers: ['core/privacy/logged-erasure.ts readRemovedSite'],
    takes: 'text',
    samples: [writeRemovedSite({ removedSite: 'st_00112233' as SiteId, at: 1_767_614_400_000 })],
    read: (line: string) => orNone(readRemovedSite(line)),
  },
  {
    name: 'chunks of relations between products',
    covers: [
      'core/catalogue/relations/codec.ts decodeTable',
      'core/catalogue/relations/codec.ts decodeLedger',
    ],
    takes: 'value',
    samples: [
      {
        manifest: {
          ...{ place: 7, viewed: { weight: 1, slots: 'a' }, bought: { weight: 1, slots: 'b' } },
          orders: { next: 3, since: 1_700_000_000_000, slots: 'a' },
        },
        rows: [['p1', 2.5, [1, 0.5, 2, 0.25]]],
        orders: [['o1', 1_700_000_000_000, true, ['p1', 'p2']]],
      },
    ],
    read: (input: unknown) => taken(relate(input)),
    keepsMore: true,
  },
];

const ROW: Omit<EntryRow, 'data'> = {
  ...{
    seq: 1,
    site: 'st',
    id: 'e1',
    type: 0,
    source: 0,
    name: 'Product Viewed',
    t: 1,
    received: 1,
    visitor: '',
  },
};

/** Only what the schemas say of themselves is expected: anything else that is thrown is a fault. */
function relate(input: unknown): unknown {
  const { manifest, rows, orders } = (input ?? {}) as Readonly<Record<string, Json>>;
  const read = manifestShape.safeParse(manifest);
  if (!read.success) return null;
  const { viewed } = read.data;
  const table = expectZod(() => decodeTable(viewed.weight, [rows ?? null], BOUNDS));
  const ledger = expectZod(() => decodeLedger(read.data.orders, [orders ?? null]));
  return [table === null, ledger === null];
}

function expectZod<T>(work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if (error instanceof Error && 'issues' in error) return null;
    throw new TypeError(`it throws ${error instanceof Error ? error.stack : String(error)}`);
  }
}
