/** Bytes an event takes on disk, and bytes a visitor takes in memory. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { ingestRange, openEngine } from './fill/engine.ts';
import { type BenchRun, microsPerOperation, type Report } from './report.ts';

export default async function measureStorage(run: BenchRun): Promise<Report> {
  const dataDir = mkdtempSync(join(tmpdir(), 'inkling-storage-'));
  try {
    const events = run.isQuick ? 2_000 : 200_000;
    const visitors = events / 10;
    const open = await openEngine(dataDir);
    const collectGarbage = exposeGarbageCollector();
    collectGarbage();
    const before = process.memoryUsage().heapUsed;
    const shape = { visitors, startedAt: Date.now() - events * 400 };
    const cost = await microsPerOperation(events, () => ingestRange(open, shape, 0, events));
    const { profiles } = open.engine.book.stats();
    await open.engine.book.flush();
    collectGarbage();
    const heap = process.memoryUsage().heapUsed - before;
    await open.close();
    const bytes = statSync(join(dataDir, 'inkling.db')).size;
    run.say(`${events} events of ${profiles} visitors: ${bytes} bytes`);
    return {
      name: 'storage',
      figures: {
        bytesPerEvent: { value: Math.ceil(bytes / events), unit: 'bytes/event' },
        memoryPerVisitor: { value: Math.ceil(heap / profiles), unit: 'bytes/visitor' },
        eventsPerVisitor: { value: Number((events / profiles).toFixed(1)), unit: 'events/visitor' },
        cpuPerEvent: { value: Number(cost.cpuMicros.toFixed(1)), unit: 'us/event' },
      },
      notes: [
        'the whole database file by its events: log, indexes, profiles, consent entries',
        'memory: heap after a collection, with every profile and its latest events in the cache',
        'processor time of ingest without HTTP, writer thread included, batches of 1,000',
      ],
    };
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** A heap is only comparable after a full collection. */
function exposeGarbageCollector(): () => void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect !== 'function') throw new Error('this Node gives no garbage collector to call');
  return () => collect();
}
