/** The writing thread: owns the only connection that writes. Started by thread.ts, never imported. */
import { parentPort, workerData } from 'node:worker_threads';
import { openWriter } from './connection.ts';
import type { ThreadRequest, ThreadSettings } from './thread.ts';
import { createWriter } from './writer.ts';

const settings: ThreadSettings = workerData;
const writer = createWriter(openWriter(settings.databasePath, settings.maxBytes), settings);
const resting = setTimeout(rest, settings.restMs);

/** As often as it takes. */
function rest(): void {
  if (!writer.rest()) resting.refresh();
}

function close(): void {
  clearTimeout(resting);
  writer.close();
  parentPort?.close();
}

parentPort?.on('message', (request: ThreadRequest) => {
  if (request === 'close') return close();
  parentPort?.postMessage(writer.commit(request));
  writer.tidy();
  resting.refresh();
});
