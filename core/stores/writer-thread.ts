/** The writing thread: owns the only connection that writes. Started by thread.ts, never imported. */
import { parentPort, workerData } from 'node:worker_threads';
import { openWriter } from './connection.ts';
import { createCopier } from './copier.ts';
import type { ThreadRequest, ThreadSettings } from './thread.ts';
import { createWriter } from './writer.ts';

const settings: ThreadSettings = workerData;
const copier = createCopier(settings);
const db = openWriter(settings.databasePath, settings.maxBytes);
const writer = createWriter(db, { ...settings, copier });
const resting = setTimeout(rest, settings.restMs);

/** As often as it takes. */
function rest(): void {
  if (!writer.rest()) resting.refresh();
}

async function close(): Promise<void> {
  clearTimeout(resting);
  await copier.close();
  writer.close();
  parentPort?.close();
}

parentPort?.on('message', (request: ThreadRequest) => {
  if (request === 'close') return void close();
  parentPort?.postMessage(writer.commit(request));
  writer.tidy();
  resting.refresh();
});
