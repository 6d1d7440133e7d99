import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openReader, openWriter } from '../../../core/stores/connection.ts';
import { createGaps, findGap } from '../../../core/stores/gaps.ts';
import { createRandom } from '../../durability/random.ts';
import { makeDataFolder } from '../../support/data-folder.ts';

const PAGE_BYTES = 4096;

function makePage(at: number, kind: number, rows: number, firstRow: number): Buffer {
  const page = Buffer.alloc(PAGE_BYTES);
  page.writeUInt8(kind, at);
  page.writeUInt16BE(rows, at + 3);
  page.writeUInt16BE(firstRow, at + 5);
  return page;
}

describe('the gap of a page', () => {
  it.each([
    ['rows of a table', 13, 0, 2, { from: 8 + 6, to: 4000 }],
    ['rows of an index', 10, 0, 2, { from: 8 + 6, to: 4000 }],
    ['places of a table', 5, 0, 2, { from: 12 + 6, to: 4000 }],
    ['places of an index', 2, 0, 2, { from: 12 + 6, to: 4000 }],
    ['the first page, behind the header of the file', 13, 100, 1, { from: 100 + 8 + 6, to: 4000 }],
    ['a page that goes on from another', 0, 0, 2, null],
  ] as const)('%s', (_, kind, at, number, gap) => {
    expect(findGap(makePage(at, kind, 3, 4000), number)).toEqual(gap);
  });

  it('is not there where the list of rows meets the rows', () => {
    expect(findGap(makePage(0, 13, 3, 14), 2)).toBeNull();
  });

  it('is never larger than the page, whatever stands in it', () => {
    expect(findGap(makePage(0, 13, 3, 5000), 2)).toBeNull();
    expect(findGap(makePage(0, 13, 3, 0), 2)).toBeNull();
  });
});

/** Rows that come, grow and go at random, so that they are moved from page to page. */
function openStage(prepare = '') {
  const path = join(makeDataFolder(), 'inkling.db');
  const before = new DatabaseSync(path);
  before.exec(prepare);
  before.close();
  const reader = openReader(path);
  const db = openWriter(path, null);
  const databaseFd = openSync(path, 'r+');
  const settings = { databasePath: path, databaseFd };
  const gaps = createGaps(db, settings);
  const opened = [gaps];
  onTestFinished(() => {
    for (const one of opened) one.close();
    db.close();
    reader.close();
    closeSync(databaseFd);
  });
  const random = createRandom(7);
  const put = db.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)');
  const keys = Array.from({ length: 400 }, () => `key ${random.below(2 ** 31)}`);
  return {
    gaps,
    /** As a process that starts on the same file. */
    openGaps() {
      const another = createGaps(db, settings);
      opened.push(another);
      return another;
    },
    write(rows: number): void {
      db.exec('BEGIN');
      for (let left = rows; left > 0; left -= 1) {
        const key = keys[random.below(keys.length)] ?? '';
        put.run(key, `${key} `.repeat(1 + random.below(30)));
      }
      db.exec('COMMIT');
    },
    whileAnotherWrites(work: () => void): void {
      const another = openWriter(path, null);
      another.exec('BEGIN IMMEDIATE');
      db.exec('PRAGMA busy_timeout = 0');
      work();
      another.exec('ROLLBACK');
      another.close();
    },
    copy: (how: 'PASSIVE' | 'TRUNCATE') => void db.prepare(`PRAGMA wal_checkpoint(${how})`).get(),
    rows: () => db.prepare('SELECT key, value FROM meta ORDER BY key').all(),
    check: () => db.prepare('PRAGMA integrity_check').get()?.integrity_check,
    /** From the file, past what connections keep in memory. */
    reread() {
      const fresh = openReader(path);
      try {
        return fresh.prepare('SELECT key, value FROM meta ORDER BY key').all();
      } finally {
        fresh.close();
      }
    },
    /** Numbers of pages in whose gap something stands. */
    filledGaps(): readonly number[] {
      const bytes = readFileSync(path);
      return Array.from({ length: bytes.length / PAGE_BYTES }, (_, index) => index + 1).filter((number) => {
        const page = bytes.subarray((number - 1) * PAGE_BYTES, number * PAGE_BYTES);
        const gap = findGap(page, number);
        return gap !== null && page.subarray(gap.from, gap.to).some((byte) => byte !== 0);
      });
    },
  };
}

describe('gaps', () => {
  it('hold copies of rows that were moved until they are overwritten, and no row suffers from it', () => {
    const stage = openStage();
    stage.write(3_000);
    stage.gaps.note();
    stage.copy('TRUNCATE');
    expect(stage.filledGaps().length).toBeGreaterThan(5);
    const rows = stage.rows();

    expect(stage.gaps.overwrite(1_000_000)).toBe(true);
    expect(stage.filledGaps()).toEqual([]);
    expect(stage.reread()).toEqual(rows);
    expect(stage.check()).toBe('ok');
  });

  it('are overwritten a portion at a time', () => {
    const stage = openStage();
    stage.write(3_000);
    stage.gaps.note();
    stage.copy('TRUNCATE');
    let portions = 1;
    while (!stage.gaps.overwrite(10)) portions += 1;
    expect(portions).toBeGreaterThan(5);
    expect(stage.filledGaps()).toEqual([]);
  });

  it('are known of every page that was written, also where the log began anew meanwhile', () => {
    const stage = openStage();
    for (let generation = 0; generation < 6; generation += 1) {
      for (let commit = 0; commit < 5; commit += 1) {
        stage.write(60);
        stage.gaps.note();
      }
      stage.copy('PASSIVE');
    }
    stage.copy('TRUNCATE');
    expect(stage.filledGaps().length).toBeGreaterThan(5);
    expect(stage.gaps.overwrite(1_000_000)).toBe(true);
    expect(stage.filledGaps()).toEqual([]);
  });

  it('that an earlier process left are overwritten as well', () => {
    const stage = openStage();
    stage.write(3_000);
    stage.copy('TRUNCATE');
    expect(stage.filledGaps().length).toBeGreaterThan(5);
    expect(stage.openGaps().overwrite(1_000_000)).toBe(true);
    expect(stage.filledGaps()).toEqual([]);
  });

  it('are left alone while the log holds something: somebody may have written to those pages', () => {
    const stage = openStage();
    stage.write(3_000);
    stage.gaps.note();
    stage.copy('PASSIVE');
    const filled = stage.filledGaps();
    expect(filled.length).toBeGreaterThan(5);
    expect(stage.gaps.overwrite(1_000_000)).toBe(false);
    expect(stage.filledGaps()).toEqual(filled);
    stage.copy('TRUNCATE');
    expect(stage.gaps.overwrite(1_000_000)).toBe(true);
    expect(stage.filledGaps()).toEqual([]);
  });

  it('are overwritten under the lock of whoever writes, and let go of it', () => {
    const stage = openStage();
    stage.write(3_000);
    stage.gaps.note();
    stage.copy('TRUNCATE');
    stage.whileAnotherWrites(() => {
      expect(() => stage.gaps.overwrite(1_000_000)).toThrow('locked');
      expect(stage.filledGaps().length).toBeGreaterThan(5);
    });
    expect(stage.gaps.overwrite(1_000_000)).toBe(true);
    stage.whileAnotherWrites(() => undefined);
  });

  it('are left alone in a file that SQLite empties by itself: not every page there is what it looks like', () => {
    const stage = openStage('PRAGMA auto_vacuum = FULL; VACUUM');
    stage.write(3_000);
    stage.gaps.note();
    stage.copy('TRUNCATE');
    const filled = stage.filledGaps();
    expect(filled.length).toBeGreaterThan(5);
    expect(stage.gaps.overwrite(1_000_000)).toBe(true);
    expect(stage.filledGaps()).toEqual(filled);
    expect(stage.check()).toBe('ok');
  });

  it('are overwritten once: what was looked at and not written since is left alone', () => {
    const stage = openStage();
    stage.write(3_000);
    stage.gaps.note();
    stage.copy('TRUNCATE');
    stage.gaps.overwrite(1_000_000);
    expect(stage.gaps.overwrite(0)).toBe(true);
    stage.write(1);
    stage.gaps.note();
    expect(stage.gaps.overwrite(0)).toBe(false);
  });
});
