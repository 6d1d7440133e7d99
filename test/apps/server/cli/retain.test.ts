import { describe, expect, it, onTestFinished } from 'vitest';
import type { Terminal } from '../../../../apps/server/cli/verb.ts';
import { makeDataFolder } from '../../../support/data-folder.ts';
import { readRows } from '../../../support/rows.ts';
import { NOON, serve } from '../../../support/served.ts';
import { makeTerminal, stoppedClock, type, writeFixture } from './support.ts';

const DAY = 86_400_000;
const LATER = NOON + 200 * DAY;

const EVENTS = [1, 2].map((n) =>
  JSON.stringify({
    id: `e${n}`,
    name: 'Product Viewed',
    time: new Date(NOON).toISOString(),
    userId: 'ann',
    consent: { analytics: true },
    properties: { product_id: '1' },
  }),
);

/** What was held when terms were kept last is two hundred days old. */
async function fill(dataDir: string): Promise<void> {
  const terminal = makeTerminal({ DATA_DIR: dataDir }, stoppedClock(NOON));
  await type(`replay ${writeFixture('events.ndjson', EVENTS.join('\n'))}`, terminal);
  await type('retain', terminal);
}

async function withServer(): Promise<readonly [Terminal, string]> {
  const dataDir = makeDataFolder();
  const served = await serve({ dataDir });
  onTestFinished(served.stop);
  await fill(dataDir);
  await served.clock.leapTo(LATER);
  return [makeTerminal({ DATA_DIR: dataDir }, stoppedClock(LATER)), dataDir];
}

async function withoutServer(): Promise<readonly [Terminal, string]> {
  const dataDir = makeDataFolder();
  await (await serve({ dataDir })).stop();
  await fill(dataDir);
  return [makeTerminal({ DATA_DIR: dataDir }, stoppedClock(LATER)), dataDir];
}

/** As far as a job that runs meanwhile writes none of it. */
const heldIn = (dataDir: string) => {
  const { entries, profiles, bases, retired } = readRows(dataDir);
  return { entries, profiles, bases, retired };
};

const eventsOf = (json: unknown) =>
  (json as { sites: { classes: { name: string; count: number }[] }[] }).sites
    .flatMap(({ classes }) => classes)
    .find(({ name, count }) => name === 'raw events' && count > 0)?.count;

describe.each([
  ['on a running server', withServer],
  ['on a folder without one', withoutServer],
] as const)('retain %s', (_, open) => {
  it('counts what would go, changes no row, then lets it go', async () => {
    const [terminal, dataDir] = await open();
    const dry = await type('retain --dry-run --clock-is-right', terminal);
    expect(dry.exit).toBe(0);
    expect(dry.text).toMatch(/class +kept +would go/);
    expect(dry.text).toMatch(/raw events +180 days +2/);
    expect(eventsOf(dry.json)).toBe(2);
    const before = heldIn(dataDir);
    await type('retain --dry-run --clock-is-right', terminal);
    expect(heldIn(dataDir)).toEqual(before);
    const done = await type('retain --clock-is-right --site demo', terminal);
    expect(eventsOf(done.json)).toBe(2);
    expect(heldIn(dataDir).retired).toHaveLength(2);
    expect(eventsOf((await type('retain --clock-is-right', terminal)).json)).toBeUndefined();
  });
});

describe('retain', () => {
  it('says that the clock leapt, and keeps what a week more does not end', async () => {
    const [terminal] = await withoutServer();
    const leapt = { ...terminal, clock: stoppedClock(NOON + 3_000 * DAY) };
    const kept = await type('retain', leapt);
    expect(kept.text).toMatch(/The clock of this machine is .* ahead of that/);
    expect(eventsOf(kept.json)).toBeUndefined();
  });

  it('refuses a site that is not there, and words it does not know', async () => {
    const [terminal] = await withoutServer();
    expect((await type('retain --site nowhere', terminal)).exit).toBe(1);
    expect((await type('retain --wet-run', terminal)).exit).toBe(2);
  });
});
