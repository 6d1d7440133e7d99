/**
 * What of a unit's ledger does not change any more: confirmed places, moved out of the document that every reservation
 * writes, into pages that are written once. That document says of each page how many places of each key it holds, and from
 * when to when: a limit is counted without reading more than the page in which its window begins.
 */
import { randomBytes } from 'node:crypto';
import type { Collections } from './collections.ts';
import { insertAll } from './insert.ts';
import type { LedgerPageDocument, PageMark, PlaceLine } from './ledger-documents.ts';

export type LedgerSizes = {
  /** Confirmed lines that a unit's document holds before the older half of them goes into a page. */
  readonly lines: number;
  /** Pages of one size, before the older half of them becomes one page of the next size. */
  readonly pages: number;
};

/** Pages of 256, 2,048 and 16,384 lines: a reservation writes some 60 kB, and the largest page is a fifth of what a document may be. */
const SIZES: LedgerSizes = { lines: 512, pages: 16 };
const LARGEST = 2;
const ID_BYTES = 12;
/** By then whoever wrote a page has named it in the unit's document, or never will. */
const NAMED_MS = 3_600_000;
/** Pages that are remembered: of a limit that is asked for again and again its window begins in the same one. */
const REMEMBERED = 4;

export type Page = { readonly mark: PageMark; readonly lines: readonly PlaceLine[] };
/** All that stands for a unit. */
export type Standing = { readonly p: readonly PlaceLine[]; readonly pages: readonly PageMark[] };

/** @example makePage(lines).mark.keys // [{ key: 'all', n: 256, from, to }] */
export function makePage(lines: readonly PlaceLine[], size = 0): Page {
  const keys = [...Map.groupBy(lines, ({ key }) => key)].map(([key, own]) => ({
    key,
    n: own.length,
    from: own.reduce((least, { at }) => Math.min(least, at), Number.POSITIVE_INFINITY),
    to: own.reduce((most, { at }) => Math.max(most, at), Number.NEGATIVE_INFINITY),
  }));
  const id = randomBytes(ID_BYTES).toString('base64url');
  const [from, to] = [Math.min(...keys.map((key) => key.from)), Math.max(...keys.map((key) => key.to))];
  return { mark: { id, size, from, to, keys }, lines };
}

/** The older half of the confirmed ones, each id with all its lines; nothing as long as they are few. */
function listSettled(lines: readonly PlaceLine[], most: number): readonly PlaceLine[] {
  const confirmed = lines.filter(({ state }) => state === 'confirmed').toSorted((a, b) => a.at - b.at);
  if (confirmed.length <= most) return [];
  const ids = new Set(confirmed.slice(0, most / 2).map(({ id }) => id));
  return confirmed.filter(({ id }) => ids.has(id));
}

/** The older half of those of a size of which there are too many. */
function listCrowded(marks: readonly PageMark[], most: number): readonly PageMark[] {
  for (let size = 0; size < LARGEST; size += 1) {
    const same = marks.filter((mark) => mark.size === size);
    if (same.length > most) return same.slice(0, most / 2);
  }
  return [];
}

export type LedgerPages = {
  /** Null: one of them is missing, since the unit has changed or it is lost. */
  read(marks: readonly PageMark[]): Promise<readonly PlaceLine[] | null>;
  /** Whether the id has a place on a page. */
  holds(unitKey: string, id: string): Promise<boolean>;
  /** The same places with as many of them on pages as there can be, and those pages that are new. Null as for `read`. */
  fold(standing: Standing): Promise<(Standing & { readonly fresh: readonly Page[] }) | null>;
  /** Before the unit's document names them. */
  write(of: Pick<LedgerPageDocument, 'l' | 's' | 'u'>, fresh: readonly Page[]): Promise<void>;
  drop(marks: readonly PageMark[]): Promise<void>;
  /** Forgets pages that were written and that nobody named. */
  clean(unitKey: string, named: readonly PageMark[]): Promise<void>;
};

/**
 * @param now UTC ms.
 * @example const pages = createLedgerPages(collections, Date.now)
 */
export function createLedgerPages(
  { ledgerPages }: Pick<Collections, 'ledgerPages'>,
  now: () => number,
  sizes: LedgerSizes = SIZES,
): LedgerPages {
  const remembered = new Map<string, readonly PlaceLine[]>();

  async function readOther(ids: readonly string[]): Promise<ReadonlyMap<string, readonly PlaceLine[]>> {
    if (ids.length === 0) return new Map();
    const found = await ledgerPages.find({ _id: { $in: [...ids] } }).toArray();
    for (const { _id, p } of found) remembered.set(_id, p);
    for (const id of [...remembered.keys()].slice(0, -REMEMBERED)) remembered.delete(id);
    return new Map(found.map(({ _id, p }) => [_id, p]));
  }

  async function read(marks: readonly PageMark[]): Promise<readonly PlaceLine[] | null> {
    const known = new Map(marks.flatMap(({ id }) => [[id, remembered.get(id)] as const]));
    const others = await readOther(marks.flatMap(({ id }) => (known.get(id) === undefined ? id : [])));
    const lines = marks.map(({ id }) => known.get(id) ?? others.get(id));
    return lines.includes(undefined) ? null : lines.flatMap((own) => own ?? []);
  }

  return {
    read,
    async holds(unitKey, id) {
      return (await ledgerPages.findOne({ l: unitKey, ids: id }, { projection: { _id: 1 } })) !== null;
    },
    async fold({ p, pages }) {
      const settled = listSettled(p, sizes.lines);
      if (settled.length === 0) return { p, pages, fresh: [] };
      const cut = makePage(settled);
      const crowded = listCrowded(pages, sizes.pages);
      const gone = new Set(settled.map(({ id }) => id));
      const left = p.filter(({ id }) => !gone.has(id));
      if (crowded.length === 0) return { p: left, pages: [...pages, cut.mark], fresh: [cut] };
      const lines = await read(crowded);
      if (lines === null) return null;
      const merged = makePage(lines, (crowded[0]?.size ?? 0) + 1);
      const kept = pages.filter((mark) => !crowded.includes(mark));
      return { p: left, pages: [merged.mark, ...kept, cut.mark], fresh: [merged, cut] };
    },
    async write(of, fresh) {
      const made = now();
      const documents = fresh.map(({ mark, lines }) => {
        const ids = [...new Set(lines.map(({ id }) => id))];
        return { _id: mark.id, ...of, made, p: lines, ids };
      });
      await insertAll(ledgerPages, documents);
    },
    async drop(marks) {
      if (marks.length > 0) await ledgerPages.deleteMany({ _id: { $in: marks.map(({ id }) => id) } });
    },
    async clean(unitKey, named) {
      const ids = named.map(({ id }) => id);
      await ledgerPages.deleteMany({ l: unitKey, made: { $lt: now() - NAMED_MS }, _id: { $nin: ids } });
    },
  };
}
