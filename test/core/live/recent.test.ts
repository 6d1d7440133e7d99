import { describe, expect, it } from 'vitest';
import type { LoggedEntry, SiteId, VisitorId } from '../../../core/entry.ts';
import { createRecentReader } from '../../../core/live/recent.ts';
import type { ArrivalRange } from '../../../core/ports.ts';
import { createDrivenClock } from '../../support/driven-clock.ts';

const SITE = 'st_1' as SiteId;
const NOW = Date.UTC(2026, 0, 5, 12);
const MINUTE_MS = 60_000;

const visitorOf = (n: number): VisitorId => n.toString(16).padStart(32, '0') as VisitorId;
const event = (seq: number, receivedAt: number, more: Partial<LoggedEntry> = {}): LoggedEntry => ({
  ...{ site: SITE, id: `e${seq}`, type: 'event', name: 'Page Viewed', t: receivedAt, receivedAt, seq },
  ...{ visitor: visitorOf(seq), source: 'web', properties: {} },
  ...more,
});

/** A log by arrival that counts what is read of it. */
function createLog() {
  const entries: LoggedEntry[] = [];
  const log = { entries, read: 0, pages: 0 };
  const readBefore = async (_: SiteId, { before, limit, after }: ArrivalRange) => {
    const page = entries
      .filter(({ receivedAt, seq }) => receivedAt < before && isAfter({ receivedAt, seq }, after))
      .toSorted((a, b) => a.receivedAt - b.receivedAt || a.seq - b.seq)
      .slice(0, limit);
    log.read += page.length;
    log.pages += 1;
    return page;
  };
  const clock = createDrivenClock(NOW);
  const reader = createRecentReader({ store: { readBefore }, clock, stepOf: () => null });
  return { log, clock, look: () => reader.read(SITE, clock.now()) };
}

type Place = NonNullable<ArrivalRange['after']>;
const isAfter = (place: Place, after: Place | undefined): boolean =>
  after === undefined ||
  place.receivedAt > after.receivedAt ||
  (place.receivedAt === after.receivedAt && place.seq > after.seq);

describe('who did something in the last half hour', () => {
  it('costs what arrived since it was asked last, and ten seconds more', async () => {
    const { log, clock, look } = createLog();
    for (let n = 1; n <= 1_500; n += 1) log.entries.push(event(n, NOW - 29 * MINUTE_MS + n));
    for (let n = 2_001; n <= 2_100; n += 1) log.entries.push(event(n, NOW - 31 * MINUTE_MS));
    expect((await look()).seen.size).toBe(1_500);
    expect(log.read).toBe(1_500);
    await clock.moveTo(NOW + 5_000);
    log.entries.push(event(3_001, NOW + 4_000));
    expect((await look()).seen.size).toBe(1_501);
    expect(log.read).toBe(1_501);
  });

  it('hears of what was overtaken on its way into the log', async () => {
    const { log, clock, look } = createLog();
    log.entries.push(event(1, NOW));
    await look();
    await clock.moveTo(NOW + 1_000);
    log.entries.push(event(2, NOW - 9_000));
    expect([...(await look()).seen.keys()]).toEqual([visitorOf(2), visitorOf(1)]);
  });

  it('reads so much at once and no more, and says that there is more', async () => {
    const { log, look } = createLog();
    for (let n = 1; n <= 25_000; n += 1)
      log.entries.push(event(n, NOW - MINUTE_MS + n, { visitor: visitorOf(n % 10) }));
    expect((await look()).isWhole).toBe(false);
    expect(log.read).toBe(20_000);
    const { isWhole, seen } = await look();
    expect([isWhole, seen.size, log.read]).toEqual([true, 10, 25_000]);
  });

  it('keeps so many ids and no more, those of the latest', async () => {
    const { log, look } = createLog();
    for (let n = 1; n <= 20_500; n += 1) log.entries.push(event(n, NOW - 20 * MINUTE_MS + n));
    await look();
    const { isWhole, seen } = await look();
    expect([isWhole, seen.size, seen.has(visitorOf(500)), seen.has(visitorOf(501))]).toEqual([
      ...[false, 20_000, false, true],
    ]);
  });

  it('goes by when it happened: what is told late is not now', async () => {
    const { log, look } = createLog();
    log.entries.push(event(1, NOW - 1, { t: NOW - 40 * MINUTE_MS }), event(2, NOW - 1, { visitor: null }));
    expect((await look()).seen.size).toBe(0);
  });

  it('is forgotten when nobody asks any more', async () => {
    const { log, clock, look } = createLog();
    log.entries.push(event(1, NOW - MINUTE_MS));
    await look();
    await look();
    expect(log.read).toBe(1);
    await clock.moveTo(NOW + 120_000);
    await look();
    expect(log.read).toBe(2);
  });
});
