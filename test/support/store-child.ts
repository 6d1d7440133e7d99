/**
 * A process that writes to a store and kills itself in the middle of it. Acknowledged ids go to standard
 * output, which belongs to another process and so outlives this one.
 * Started by test/core/stores/crash.test.ts with the data folder, the phase to die in, whose phase it is, and the round.
 */
import { writeSync } from 'node:fs';
import type { Entry, SiteId, VisitorId } from '../../core/entry.ts';
import { createEmbeddedStore } from '../../core/stores/embedded.ts';
import { COMMITS, QUEUED } from '../../core/stores/phase.ts';

const [dataDir = '', phaseText = '0', placeText = '0', round = '0'] = process.argv.slice(2);
const [fatalPhase, place] = [Number(phaseText), Number(placeText)];

/** Commits before the end: enough that there is something to lose. */
const LIVED_COMMITS = 3;
const WRITERS = 200;
const STDOUT = 1;

function entryOf(number: number): Entry {
  return {
    site: 'st_crash' as SiteId,
    id: `${round}-${number}`,
    type: 'event',
    name: 'Product Viewed',
    t: number,
    receivedAt: number,
    visitor: number.toString(16).padStart(32, '0') as VisitorId,
    source: 'web',
    properties: { product_id: `p${number}`, note: 'x'.repeat(300) },
  };
}

const store = await createEmbeddedStore({ dataDir, walBytes: 16_384, lingerMs: 0 });
const bornAt = Atomics.load(store.phase, COMMITS);
let next = 0;

/** Out of this process before anything else happens in it; a reader that is slow is waited for. */
function say(line: string): void {
  for (;;) {
    try {
      writeSync(STDOUT, `${line}\n`);
      return;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
    }
  }
}

async function write(): Promise<void> {
  for (;;) {
    const entry = entryOf(next++);
    await store.append([entry]);
    say(`ack ${entry.id}`);
  }
}

/** Looks without letting this thread do anything else: what is in flight stays in flight. */
function dieInPhase(): void {
  const hasLived = Atomics.load(store.phase, COMMITS) - bornAt >= LIVED_COMMITS;
  for (let looks = hasLived ? 5_000_000 : 0; looks > 0; looks -= 1) {
    if (Atomics.load(store.phase, place) !== fatalPhase) continue;
    const inFlight = Atomics.load(store.phase, QUEUED);
    if (inFlight < 50) break;
    say(`die ${fatalPhase} ${inFlight}`);
    process.kill(process.pid, 'SIGKILL');
  }
  setImmediate(dieInPhase);
}

for (let writer = 0; writer < WRITERS; writer += 1) void write();
dieInPhase();
