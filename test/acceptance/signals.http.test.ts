import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SignalsView } from '../../apps/server/routes/signals.ts';
import { makeTerminal, stoppedClock, type } from '../apps/server/cli/support.ts';
import { type Served, serve } from '../support/served.ts';
import { createSite, type TestSite } from '../support/sites.ts';
import { DECOY, makeNewcomers, PLANTED } from './saas-newcomers.ts';

const DAY = 86_400_000;
const FROM = Date.UTC(2026, 0, 5);
const DAYS = 20;
const PER_DAY = 60;
/** The last newcomers' days of staying are over. */
const END = FROM + (DAYS + 36) * DAY;
const EVENTS_A_POST = 2_000;

let served: Served;
let site: TestSite;
beforeAll(async () => {
  served = await serve({ clockAtMs: FROM });
  site = await createSite(served, {
    name: 'Boards',
    serverConsent: { analytics: true },
    postsPerSecondPerKey: 1_000_000,
    postsPerSecondPerAddress: 1_000_000,
  });
  const deeds = makeNewcomers(FROM, DAYS, PER_DAY).map((deed, n) => ({ id: `e${n}`, ...deed }));
  // Each day's events are there at its end, and not before they happened.
  for (const [day, own] of Map.groupBy(deeds, ({ time }) => Math.floor((time - FROM) / DAY))) {
    await served.clock.leapTo(FROM + (day + 1) * DAY);
    for (let at = 0; at < own.length; at += EVENTS_A_POST) {
      const { status, body } = await site.ingest(own.slice(at, at + EVENTS_A_POST));
      expect([status, body.refused]).toEqual([200, []]);
    }
  }
  await served.clock.leapTo(END);
});
afterAll(() => served.stop());

async function read(query = ''): Promise<SignalsView> {
  const { status, body } = await site.ask('GET', `/v1/signals?days=7${query}`);
  expect(status).toBe(200);
  return body as SignalsView;
}

describe('the signal ranking (deliverable 10)', () => {
  it('finds three planted signals, and flags a confounded decoy', async () => {
    const { signals, visitors, warning, test } = await read();
    expect(visitors).toBe(DAYS * PER_DAY);
    const top = signals.slice(0, 3);
    expect(top.map(({ behaviour }) => behaviour).toSorted()).toEqual([...PLANTED]);
    expect(top.map(({ verdict }) => verdict)).toEqual(['signal', 'signal', 'signal']);
    expect(top.find(({ behaviour }) => behaviour === PLANTED[0])?.atLeast).toBe(3);
    for (const { adjusted, falseShare } of top) {
      expect(adjusted?.low).toBeGreaterThan(1.2);
      expect(falseShare).toBeLessThan(0.001);
    }
    const decoy = signals.find(({ behaviour }) => behaviour === DECOY);
    expect(decoy?.verdict).toBe('confounded');
    expect(decoy?.lift.low).toBeGreaterThan(1);
    expect(decoy?.falseShare).toBeLessThan(0.05);
    expect(decoy?.adjusted?.low).toBeLessThan(1);
    expect(decoy?.adjusted?.high).toBeGreaterThan(1);
    expect(warning).toMatch(/association/);
    expect(test).toMatch(/control arm/);
  });

  it('stands on the command line within 80 columns', async () => {
    const terminal = makeTerminal({ DATA_DIR: served.dataDir }, stoppedClock(END));
    const { exit, text, json } = await type(`signals --site ${site.site}`, terminal);
    expect(exit).toBe(0);
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(text).toMatch(/^3x Feature Used: export .* signal$/m);
    expect(text).toMatch(new RegExp(`^${DECOY} .*confounded$`, 'm'));
    expect(text.replaceAll('\n', ' ')).toContain('This is association');
    expect(json).toMatchObject({ visitors: DAYS * PER_DAY, days: 7 });
  });
});
