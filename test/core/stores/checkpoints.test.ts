import { statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createCheckpoint, createCheckpoints } from '../../../core/stores/checkpoints.ts';
import { openCopier, openReader, openWriter } from '../../../core/stores/connection.ts';
import { CHECKPOINTS, COPYING, createPhase } from '../../../core/stores/phase.ts';
import { makeDataFolder } from '../../support/data-folder.ts';

const WAL_BYTES = 200_000;

/** A writer whose copier copies on a connection of its own, when the test says so. */
function openStage() {
  const path = join(makeDataFolder(), 'inkling.db');
  openReader(path).close();
  const [db, beside] = [openWriter(path, null), openCopier(path)];
  onTestFinished(() => {
    beside.close();
    db.close();
  });
  const phase = createPhase();
  const waiting: (() => void)[] = [];
  const copier = { copy: (onDone: () => void) => void waiting.push(onDone) };
  const checkpoints = createCheckpoints(db, { phase, walBytes: WAL_BYTES, copier });
  const put = db.prepare(`INSERT OR REPLACE INTO meta (key, value) VALUES (?, zeroblob(50000))`);
  let written = 0;
  return {
    checkpoints,
    waiting,
    write(times: number): void {
      for (let left = times; left > 0; left -= 1) put.run(`row ${written++}`);
      checkpoints.trim();
    },
    copyBeside: createCheckpoint(beside, 'PASSIVE', phase, COPYING),
    /** Copies no further than the log reached when `write` had not begun yet. */
    copyWhile(write: () => void): void {
      const db = openReader(path);
      db.exec('BEGIN');
      db.prepare('SELECT count(*) FROM meta').get();
      write();
      this.copyBeside();
      db.close();
    },
    patienceMs: () => db.prepare('PRAGMA busy_timeout').get()?.timeout,
    whileReading(work: () => void): void {
      const reader = openReader(path);
      reader.exec('BEGIN');
      reader.prepare('SELECT count(*) FROM meta').get();
      work();
      reader.close();
    },
    checkpointsSoFar: () => Atomics.load(phase, CHECKPOINTS),
    logBytes: () => statSync(`${path}-wal`).size,
  };
}

describe('the write-ahead log', () => {
  it('is left alone until it holds enough, and then copied by the copier alone', () => {
    const stage = openStage();
    stage.write(1);
    expect(stage.waiting).toHaveLength(0);
    stage.write(5);
    expect(stage.waiting).toHaveLength(1);
    expect(stage.checkpointsSoFar()).toBe(0);
  });

  it('begins anew though more was written while it was copied', () => {
    const stage = openStage();
    stage.write(6);
    stage.copyWhile(() => stage.write(1));
    const bytes = stage.logBytes();
    stage.waiting[0]?.();
    for (let n = 0; n < 3; n += 1) stage.write(1);
    expect(stage.logBytes()).toBe(bytes);
  });

  it('is bounded also where the copier dies each time', () => {
    const stage = openStage();
    stage.write(6);
    const bytes = stage.logBytes();
    for (let n = 0; n < 10; n += 1) {
      stage.waiting.pop()?.();
      stage.write(6);
    }
    expect(stage.logBytes()).toBeLessThanOrEqual(bytes + WAL_BYTES / 2);
  });

  it('is not emptied while somebody reads, and whoever writes waits for other locks as before', () => {
    const stage = openStage();
    stage.write(3);
    const patience = stage.patienceMs();
    stage.whileReading(() => {
      expect(stage.checkpoints.empty()).toBe(false);
      expect(stage.patienceMs()).toBe(patience);
    });
    expect(stage.checkpoints.empty()).toBe(true);
    expect(stage.logBytes()).toBe(0);
  });
});
