/** Copies the write-ahead log into the database file while others write and read. Started by copier.ts, never imported. */
import { parentPort, workerData } from 'node:worker_threads';
import { createCheckpoint } from './checkpoints.ts';
import { openCopier } from './connection.ts';
import type { CopierRequest, CopierSettings } from './copier.ts';
import { COPYING } from './phase.ts';

const settings: CopierSettings = workerData;
const db = openCopier(settings.databasePath);
const copy = createCheckpoint(db, 'PASSIVE', settings.phase, COPYING);

function close(): void {
  db.close();
  parentPort?.close();
}

parentPort?.on('message', (request: CopierRequest) => {
  if (request === 'close') return close();
  parentPort?.postMessage(copy());
});
