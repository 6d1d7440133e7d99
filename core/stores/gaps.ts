/**
 * The unused middle of pages. SQLite overwrites what is removed, and not the copies that it leaves behind where it moves rows
 * to another page: with `secure_delete` some of one id in sixty was found there after its rows were gone. They are
 * overwritten in the file itself, at a moment when the write-ahead log is empty and nobody can write.
 */
import { closeSync, fdatasyncSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';

/** Of the database file format (https://www.sqlite.org/fileformat2.html): the header of the file, and kinds of pages. */
const FILE_HEADER_BYTES = 100;
const HEADER_BYTES: Readonly<Record<number, number>> = { 2: 12, 5: 12, 10: 8, 13: 8 };
/** Other pages begin with the number of a page, so up to here never with a byte that is the kind of a tree's page. */
const MOST_PAGES = 2 << 24;

/** Of the write-ahead log (same source, section 4): the header changes its salts whenever the log begins anew. */
const LOG_HEADER_BYTES = 32;
const LOG_SALTS = { from: 16, to: 24 };
const FRAME_HEADER_BYTES = 24;

export type Gaps = {
  /** Notes the pages that were committed since the last time. Once after each commit, else those of a log that began anew are missed. */
  note(): void;
  /**
   * Overwrites the gaps of pages that were noted, where the write-ahead log is empty.
   *
   * @param most Pages to look at.
   * @returns Whether none is left to look at.
   * @throws Error of the disk; what it may have lost is written again by the next call.
   */
  overwrite(most: number): boolean;
  close(): void;
};

export type GapsSettings = {
  readonly databasePath: string;
  /** Descriptor of the database file. It outlives every connection: see embedded.ts. */
  readonly databaseFd: number;
};

/**
 * Where a page holds nothing: between the list of its rows and the first of them.
 *
 * @param page Bytes of a whole page.
 * @param number Of the page, from 1.
 * @returns Null for pages that are no tree's, and for those with no room left.
 * @example findGap(bytes, 2) // { from: 12, to: 4012 }
 */
export function findGap(page: Buffer, number: number): { readonly from: number; readonly to: number } | null {
  const at = number === 1 ? FILE_HEADER_BYTES : 0;
  const headerBytes = HEADER_BYTES[page.readUInt8(at)];
  if (headerBytes === undefined) return null;
  const from = at + headerBytes + 2 * page.readUInt16BE(at + 3);
  // 65,536 does not fit into two bytes, and is written as 0.
  const to = page.readUInt16BE(at + 5) || 65_536;
  return from < to && to <= page.length ? { from, to } : null;
}

/** One byte for each page of the file: 1 where it was written since its gap was last overwritten. */
function createMarks() {
  let marks = new Uint8Array(0);
  return {
    add(number: number): void {
      if (number >= marks.length) {
        const larger = new Uint8Array(Math.max(number + 1, 2 * marks.length));
        larger.set(marks);
        marks = larger;
      }
      marks[number] = 1;
    },
    first(most: number): readonly number[] {
      const found: number[] = [];
      for (let at = marks.indexOf(1); at !== -1 && found.length < most; at = marks.indexOf(1, at + 1)) {
        found.push(at);
      }
      return found;
    },
    clear(numbers: readonly number[]): void {
      for (const number of numbers) marks[number] = 0;
    },
    isEmpty: () => !marks.includes(1),
  };
}

/**
 * At first every page of the file is noted: nobody knows what an earlier process left.
 *
 * @param db The connection that writes.
 * @example const gaps = createGaps(db, { databasePath, databaseFd })
 */
export function createGaps(db: DatabaseSync, { databasePath, databaseFd }: GapsSettings): Gaps {
  const pageBytes = Number(db.prepare('PRAGMA page_size').get()?.page_size);
  /** Where SQLite empties the file by itself, pages that say where others belong begin like a tree's. Ours never are such files. */
  const isPlain = db.prepare('PRAGMA auto_vacuum').get()?.auto_vacuum === 0;
  const reach = db.prepare('PRAGMA wal_checkpoint(NOOP)');
  const logFd = openSync(`${databasePath}-wal`, 'r');
  const logHeader = Buffer.alloc(LOG_HEADER_BYTES);
  const frameHeader = Buffer.alloc(FRAME_HEADER_BYTES);
  const page = Buffer.alloc(pageBytes);
  const zeros = Buffer.alloc(pageBytes);
  const marks = createMarks();
  let salts = '';
  let noted = 0;

  const countPages = () => Math.floor(fstatSync(databaseFd).size / pageBytes);
  for (let number = countPages(); number > 0; number -= 1) marks.add(number);

  /** What was overwritten last may not be on the disk: the file reads as if it were, and has to be written all the same. */
  let isUnsure = false;

  /** @returns Whether something was written. */
  function overwriteOne(number: number, isAnyway: boolean): boolean {
    const start = (number - 1) * pageBytes;
    if (readSync(databaseFd, page, 0, pageBytes, start) < pageBytes) return false;
    const gap = findGap(page, number);
    if (gap === null) return false;
    const bytes = gap.to - gap.from;
    if (!isAnyway && page.compare(zeros, 0, bytes, gap.from, gap.to) === 0) return false;
    const written = writeSync(databaseFd, zeros, 0, bytes, start + gap.from);
    if (written < bytes) throw new Error('a gap was overwritten in part');
    return true;
  }

  function overwriteAll(numbers: readonly number[]): void {
    const isAnyway = isUnsure;
    isUnsure = true;
    // Like SQLite we count on a disk that leaves the bytes beside a write alone (https://www.sqlite.org/psow.html).
    const overwritten = numbers.filter((number) => overwriteOne(number, isAnyway));
    if (overwritten.length > 0) fdatasyncSync(databaseFd);
    isUnsure = false;
  }

  /** Holds the lock of whoever writes, so that nobody puts a row into a gap meanwhile, and finds out whether somebody just did. */
  function whileNobodyWrites(work: () => void): boolean {
    db.exec('BEGIN IMMEDIATE');
    try {
      if (fstatSync(logFd).size > 0) return false;
      work();
      return true;
    } finally {
      db.exec('ROLLBACK');
    }
  }

  return {
    note() {
      if (readSync(logFd, logHeader, 0, LOG_HEADER_BYTES, 0) < LOG_HEADER_BYTES) return;
      const current = logHeader.toString('latin1', LOG_SALTS.from, LOG_SALTS.to);
      if (current !== salts) noted = 0;
      salts = current;
      for (const frames = Number(reach.get()?.log); noted < frames; noted += 1) {
        const start = LOG_HEADER_BYTES + noted * (FRAME_HEADER_BYTES + pageBytes);
        readSync(logFd, frameHeader, 0, FRAME_HEADER_BYTES, start);
        marks.add(frameHeader.readUInt32BE(0));
      }
    },
    overwrite(most) {
      if (!isPlain || countPages() >= MOST_PAGES) return true;
      if (marks.isEmpty()) return true;
      const numbers = marks.first(most);
      if (!whileNobodyWrites(() => overwriteAll(numbers))) return false;
      marks.clear(numbers);
      return marks.isEmpty();
    },
    close: () => closeSync(logFd),
  };
}
