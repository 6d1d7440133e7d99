/** Copies the write-ahead log into the database file while others write and read. Started by copier.ts, never imported. */
import { fsyncSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { createCheckpoint } from './checkpoints.ts';
import { openCopier } from './connection.ts';
import type { CopierRequest, CopierSettings } from './copier.ts';
import { COPYING } from './phase.ts';

const settings: CopierSettings = workerData;
const db = openCopier(settings.databasePath);
const copy = createCheckpoint(db, 'PASSIVE', settings.phase, COPYING);

/**
 * SQLite has the database written to the disk with the last frame of the log alone, and while others write that one is
 * left to them: they would wait for all of it. https://www.sqlite.org/wal.html#ckpt
 */
function sync(): void {
  try {
    fsyncSync(settings.databaseFd);
  } catch {
    // Whoever copies the last frame has it written again, on a descriptor of its own, and meets the fault.
  }
}

function close(): void {
  db.close();
  parentPort?.close();
}

parentPort?.on('message', (request: CopierRequest) => {
  if (request === 'close') return close();
  const isWhole = copy();
  sync();
  parentPort?.postMessage(isWhole);
});
