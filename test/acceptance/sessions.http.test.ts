import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProfileView } from '../../core/profiles/view.ts';
import { bearer, call, type Sender, type TestSite } from '../support/sites.ts';
import {
  DAY,
  device,
  GRANTED,
  HOUR,
  item,
  MINUTE,
  openWorld,
  profileOf,
  visitorsOf,
  type World,
} from './world.ts';

/** Ten minutes to midnight, in UTC. */
const START = Date.UTC(2026, 0, 14, 23, 50);
const GAP = 30 * MINUTE;

let world: World;
beforeAll(async () => {
  world = await openWorld(START);
});
afterAll(() => world.stop());

const view = (timeMs: number, path = '/') => item('Page Viewed', timeMs, { u: path });

describe('a session (acceptance 10)', () => {
  it.each([
    ['a millisecond short of 30 minutes', GAP - 1, 1],
    ['exactly 30 minutes', GAP, 2],
  ])('after a gap of %s, by a page and by a server', async (_title, gap, count) => {
    const site = await world.site();
    const first = world.now() - 2 * HOUR;
    const consent = GRANTED;
    await site.collect({
      s: world.now(),
      dev: device(1),
      c: { analytics: true },
      e: [view(first), view(first + gap)],
    });
    await site.ingest([
      { id: 'b', name: 'Page Viewed', userId: 'u', consent, time: first + gap },
      { id: 'a', name: 'Page Viewed', userId: 'u', consent, time: first },
    ]);
    expect((await profileOf(site, { device: device(1) })).sessions.count).toBe(count);
    expect((await profileOf(site, { userId: 'u' })).sessions.count).toBe(count);
  });

  it('takes its gap from the settings of the site', async () => {
    const site = await world.site({ sessionGapMinutes: 5 });
    const first = world.now() - HOUR;
    const times = [first, first + 5 * MINUTE - 1, first + 10 * MINUTE];
    const post = { s: world.now(), dev: device(1), c: { analytics: true }, e: times.map((t) => view(t)) };
    await site.collect(post);
    expect((await profileOf(site, { device: device(1) })).sessions.count).toBe(2);
  });

  it.each([
    ['500 events', 501, 1_000],
    ['12 hours', 37, 20 * MINUTE],
  ])('lasts at most %s', async (_title, events, every) => {
    const site = await world.site();
    const first = world.now() - events * every;
    const batch = Array.from({ length: events }, (_, n) => ({
      id: `l${n}`,
      name: 'Page Viewed',
      userId: 'u',
      consent: GRANTED,
      time: first + n * every,
    }));
    await site.ingest(batch);
    const { sessions, events: all } = await profileOf(site, { userId: 'u' });
    expect([all?.count, sessions.count]).toEqual([events, 2]);
  });

  it('shows where somebody dropped off once time has ended it, with no event', async () => {
    const site = await world.site();
    const now = world.now();
    const items = [
      item('Product Viewed', now - 3_000, { u: '/p/1' }),
      item('Checkout Started', now - 2_000, { u: '/checkout' }),
      item('Product Viewed', now - 1_000, { u: '/p/2' }),
    ];
    await site.collect({ s: now, dev: device(1), c: { analytics: true }, e: items });
    const sessionsNow = async () => (await profileOf(site, { device: device(1) })).sessions;
    expect(await sessionsNow()).toMatchObject({ count: 1, ended: 0, open: { events: 3 } });
    await world.pass(GAP - 1_001);
    expect((await sessionsNow()).open).not.toBeNull();
    await world.pass(1);
    expect(await sessionsNow()).toMatchObject({
      ended: 1,
      open: null,
      drops: { checkout: 1 },
      recent: [{ events: 3, drop: { step: 'checkout', path: '/p/2' } }],
    });
  });
});

const ANN: Sender = { ip: '203.0.113.7' };
const BEN: Sender = { ip: '198.51.100.9' };

/** The anonymous visitor that a post of now is recorded under: the one who is seen now. */
async function postAs(site: TestSite, sender: Sender): Promise<string> {
  const before = new Map(await counts(site));
  const { body } = await site.collect({ s: world.now(), e: [view(world.now())] }, sender);
  expect(body).toMatchObject({ accepted: 1, refused: [] });
  const after = await counts(site);
  const changed = after.filter(([visitor, count]) => count > 0 && before.get(visitor) !== count);
  expect(changed).toHaveLength(1);
  return String(changed[0]?.[0]);
}

/** Events of everybody; 0 for one whose day ended between the list and the look. */
async function counts(site: TestSite): Promise<[string, number][]> {
  const countOf = async (visitor: string): Promise<number> => {
    const { status, body } = await site.ask('GET', `/v1/visitors/${visitor}`);
    expect([200, 404]).toContain(status);
    return status === 200 ? ((body as ProfileView).events?.count ?? 0) : 0;
  };
  const visitors = await visitorsOf(site);
  return Promise.all(visitors.map(async (visitor) => [visitor, await countOf(visitor)]));
}

/** The recurring work, now: a clock that jumps over days leaves no time for it in between. */
async function sweepSalts(): Promise<void> {
  const { status } = await call(`${world.app.url}/v1/jobs/salts/run`, {
    method: 'POST',
    headers: bearer(world.app.operatorKey),
  });
  expect(status).toBe(200);
}

function saltsOf(site: TestSite): readonly { readonly day: string; readonly salt: string }[] {
  const salts = JSON.parse(readFileSync(join(world.app.dataDir, 'salts'), 'utf8'));
  return salts[site.siteId] ?? [];
}

describe('an anonymous visitor', () => {
  it('is one visitor for a network and a browser, and another for the next', async () => {
    const site = await world.site({ timezone: 'Asia/Tokyo' });
    const ann = await postAs(site, ANN);
    expect(ann).toMatch(/^[0-9a-f]{32}$/);
    expect(await postAs(site, { ip: '203.0.113.250' })).toBe(ann);
    expect(await postAs(site, BEN)).not.toBe(ann);
    expect(await postAs(site, { ...ANN, headers: { 'accept-language': 'mi' } })).not.toBe(ann);
    const other = await world.site({ timezone: 'Asia/Tokyo' });
    expect(await postAs(other, ANN)).not.toBe(ann);
  });

  it('keeps the id across midnight until the session ends; whoever comes new, and who comes again, gets a new one', async () => {
    const midnight = Math.ceil(world.now() / DAY) * DAY;
    await world.skip(midnight - world.now() - 10 * MINUTE);
    const site = await world.site();
    const ann = await postAs(site, ANN);
    const ben = await postAs(site, BEN);
    await world.pass(15 * MINUTE);
    expect(await postAs(site, ANN)).toBe(ann);
    const cleo = await postAs(site, { ip: '192.0.2.1' });
    expect([ann, ben]).not.toContain(cleo);
    await world.pass(16 * MINUTE);
    const benAgain = await postAs(site, BEN);
    expect(benAgain).not.toBe(ben);
    expect(await postAs(site, ANN)).toBe(ann);
    expect((await profileOf(site, { visitor: ann })).sessions.count).toBe(1);
    await world.pass(GAP);
    const annAgain = await postAs(site, ANN);
    expect(annAgain).not.toBe(ann);
    await world.pass(MINUTE);
    expect(await postAs(site, ANN)).toBe(annAgain);
  });

  it('also keeps it when the server was restarted in between', async () => {
    const midnight = Math.ceil(world.now() / DAY) * DAY;
    await world.skip(midnight - world.now() - 5 * MINUTE);
    const site = await world.site();
    const ann = await postAs(site, ANN);
    await world.pass(10 * MINUTE);
    expect(await postAs(site, ANN)).toBe(ann);
    expect(saltsOf(site).map(({ day }) => day)).toHaveLength(2);
  });

  it('of three days ago cannot be found again: the salt is gone from the disk 48 hours after it was made', async () => {
    const site = await world.site();
    const ann = await postAs(site, ANN);
    const [first] = saltsOf(site);
    await world.skip(DAY);
    await postAs(site, ANN);
    await world.skip(DAY - 1);
    await sweepSalts();
    expect(saltsOf(site).map(({ salt }) => salt)).toContain(first?.salt);
    await world.pass(1);
    await sweepSalts();
    const bytes = readFileSync(join(world.app.dataDir, 'salts'));
    expect(bytes.includes(String(first?.salt))).toBe(false);
    expect(await postAs(site, ANN)).not.toBe(ann);
    await world.skip(DAY);
    expect(await postAs(site, ANN)).not.toBe(ann);
  });

  it('is a day of the time zone of the site', async () => {
    const midnight = Math.ceil((world.now() + 13 * HOUR) / DAY) * DAY - 13 * HOUR;
    await world.skip(midnight - world.now() - HOUR);
    const site = await world.site({ timezone: 'Pacific/Auckland' });
    const utc = await world.site({ timezone: 'UTC' });
    const [there, here] = [await postAs(site, ANN), await postAs(utc, ANN)];
    await world.pass(2 * HOUR);
    expect(await postAs(site, ANN)).not.toBe(there);
    expect(await postAs(utc, ANN)).toBe(here);
  });
});
