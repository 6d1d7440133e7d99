/** Reports on ten million exposures: how long the totals take to read, and to be summed anew from every visitor's row. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { SiteId } from '../core/entry.ts';
import type { Store } from '../core/ports.ts';
import { encodeContributions } from '../core/stores/contributions.ts';
import { createEmbeddedStore } from '../core/stores/embedded.ts';
import { type BenchRun, median, percentile, type Report } from './report.ts';

const SITE = 'st_totals' as SiteId;
const CAMPAIGN = 'hello';
const ARMS = ['none', 'a', 'b', 'c'] as const;
/** Written in one transaction. */
const CHUNK = 250_000;
const READS = 200;

export default async function measureTotals(run: BenchRun): Promise<Report> {
  const dataDir = mkdtempSync(join(tmpdir(), 'inkling-totals-'));
  try {
    const exposures = run.isQuick ? 20_000 : 10_000_000;
    await createFolder(dataDir);
    const filled = seconds(() => fill(join(dataDir, 'inkling.db'), exposures, run));
    run.say(`${exposures} rows written in ${filled.toFixed(0)} s`);
    const store = await createEmbeddedStore({ dataDir });
    const reads = await measureReads(store, exposures);
    const startedAt = performance.now();
    await store.resumContributions(SITE);
    const anew = (performance.now() - startedAt) / 1_000;
    await store.close();
    return report({ exposures, reads, anew, filled });
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function createFolder(dataDir: string): Promise<void> {
  const store = await createEmbeddedStore({ dataDir });
  await store.reserve({ site: SITE, unit: 'site', id: 'first', at: 0, expiresAt: 1, limits: [] });
  await store.close();
}

/** As the store writes rows, triggers included, but for the thread between: one visitor an exposure. */
function fill(path: string, exposures: number, { say }: BenchRun): void {
  const db = new DatabaseSync(path);
  db.exec('PRAGMA synchronous = OFF');
  const { code } = db.prepare('SELECT code FROM sites WHERE site = ?').get(SITE) as { code: number };
  const insert = db.prepare(`
    INSERT INTO profiles (site, visitor, seq, due, last, data, members, contributions)
    VALUES (?, ?, 1, NULL, 0, '', NULL, ?)`);
  const visitor = Buffer.alloc(16);
  for (let n = 0; n < exposures; n += 1) {
    if (n % CHUNK === 0) db.exec('BEGIN');
    visitor.writeUInt32BE(n, 12);
    insert.run(code, visitor, contributionOf(n));
    if (n % CHUNK !== CHUNK - 1 && n !== exposures - 1) continue;
    db.exec('COMMIT');
    say(`${n + 1} rows`);
  }
  db.close();
}

function contributionOf(n: number): string | null {
  const isConverted = n % 20 === 0;
  const arm = ARMS[n % ARMS.length] ?? 'a';
  const y = isConverted ? 1_000 + (n % 9_000) : 0;
  const marks = { isMixed: n % 1_000 === 0, isConverted, isClicked: n % 7 === 0, isDismissed: n % 5 === 0 };
  const unit = n % 3 === 0 ? 'visitor_day' : 'person';
  return encodeContributions([
    { campaign: CAMPAIGN, version: 1, arm, unit, y, x: n % 100, shown: 1, ...marks },
  ]);
}

/** @throws Error where they are not the sums of all rows. */
async function measureReads(store: Store, exposures: number): Promise<readonly number[]> {
  const waits: number[] = [];
  for (let n = 0; n < READS; n += 1) {
    const startedAt = performance.now();
    const sums = await store.sumContributions(SITE, CAMPAIGN);
    waits.push(performance.now() - startedAt);
    const shown = sums.reduce((sum, line) => sum + line.shown, 0);
    if (shown !== exposures) throw new Error(`${shown} exposures of ${exposures}`);
  }
  return waits;
}

function seconds(work: () => void): number {
  const startedAt = performance.now();
  work();
  return (performance.now() - startedAt) / 1_000;
}

function report(measured: {
  readonly exposures: number;
  readonly reads: readonly number[];
  readonly anew: number;
  readonly filled: number;
}): Report {
  const { exposures, reads, anew, filled } = measured;
  const ms = (value: number) => ({ value: Math.ceil(value * 1_000) / 1_000, unit: 'ms' });
  return {
    name: 'totals',
    figures: {
      exposures: { value: exposures, unit: 'exposures' },
      read: ms(median(reads)),
      readP99: {
        ...ms(
          percentile(
            reads.toSorted((a, b) => a - b),
            0.99,
          ),
        ),
        atMost: 100,
      },
      anew: { value: Math.ceil(anew * 10) / 10, unit: 's' },
      written: { value: Math.floor(exposures / filled), unit: 'rows/s' },
    },
    notes: [
      'read: the sums of one campaign by version, arm and unit, of which reports are made; no row of a visitor is looked at',
      'anew: summed again from the rows of all visitors; written: rows with the triggers that keep the totals, not made durable one by one',
    ],
  };
}
