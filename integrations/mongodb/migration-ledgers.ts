/** Ledgers as a table of a migration: what of a unit stands on pages goes with it, and comes onto pages where it is much. */
import type { SiteId } from '../../core/entry.ts';
import { comparePlaces, type Rows, type WriteTables } from '../../core/stores/migration/tables.ts';
import type { Collections } from './collections.ts';
import { toFault, unavailable } from './faults.ts';
import { drawRev } from './keys.ts';
import { ledgerKey, marksOf } from './ledger-change.ts';
import type { LedgerDocument, PlaceLine } from './ledger-documents.ts';
import { createLedgerPages, type Page, type Standing } from './ledger-pages.ts';
import { openTable } from './migration-table.ts';

type Line = Rows['ledgers'];

function toLine({ s, u }: LedgerDocument, lines: readonly PlaceLine[]): Line {
  const places = lines.map(({ expires, ...place }) => ({ ...place, expiresAt: expires }));
  return {
    site: s as SiteId,
    unit: u,
    places: places.sort((a, b) => comparePlaces([a.id, a.key], [b.id, b.key])),
  };
}

/** @example const ledgers = createLedgerTable(collections); for await (const line of ledgers.read()) write(line) */
export function createLedgerTable(collections: Collections): WriteTables['tables']['ledgers'] {
  const { ledgers, ledgerPages } = collections;
  // Pages are read and written, and none is forgotten here: no clock is asked.
  const pages = createLedgerPages(collections, () => 0);
  const table = openTable<LedgerDocument, LedgerDocument>(ledgers, {
    sort: { s: 1, u: 1 },
    decode: (document) => document,
    encode: (document) => document,
    those: (documents) => ({ _id: { $in: documents.map(({ _id }) => _id) } }),
  });

  async function readWhole(document: LedgerDocument): Promise<Line> {
    const { p, pages: marks = [] } = document;
    const settled = await pages.read(marks);
    if (settled === null) throw unavailable('a page of the ledger is missing', 'put a backup back');
    return toLine(document, [...p, ...settled]);
  }

  /** In pages, as the store itself would have put them away. */
  async function toDocument({ site, unit, places }: Line): Promise<LedgerDocument> {
    const _id = ledgerKey(site, unit);
    await ledgerPages.deleteMany({ l: _id });
    const lines = places.map(({ expiresAt, ...place }) => ({ ...place, expires: expiresAt }));
    let standing: Standing = { p: lines, pages: [] };
    for (;;) {
      const next: (Standing & { readonly fresh: readonly Page[] }) | null = await pages.fold(standing);
      if (next === null) throw unavailable('a page of the ledger is missing', 'run it again');
      if (next.fresh.length === 0) return { _id, s: site, u: unit, rev: drawRev(), ...marksOf(standing) };
      await pages.write({ l: _id, s: site, u: unit }, next.fresh);
      const named = new Set(next.pages.map(({ id }) => id));
      await pages.drop(standing.pages.filter(({ id }) => !named.has(id)));
      standing = { p: next.p, pages: next.pages };
    }
  }

  async function toDocuments(lines: readonly Line[]): Promise<readonly LedgerDocument[]> {
    const documents: LedgerDocument[] = [];
    for (const line of lines) documents.push(await toDocument(line));
    return documents;
  }

  return {
    count: table.count,
    async *read() {
      for await (const document of table.read()) yield await readWhole(document);
    },
    write: async (lines) => {
      try {
        await table.write(await toDocuments(lines));
      } catch (error) {
        throw toFault(error);
      }
    },
    remove: async (lines) => {
      const keys = lines.map(({ site, unit }) => ledgerKey(site, unit));
      await ledgerPages.deleteMany({ l: { $in: keys } });
      await ledgers.deleteMany({ _id: { $in: keys } });
    },
  };
}
