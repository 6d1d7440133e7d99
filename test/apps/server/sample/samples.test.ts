import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readFirstRun } from '../../../../apps/server/first-run.ts';
import { createSamples, SAMPLE_JOB } from '../../../../apps/server/sample/samples.ts';
import { DAYS, PUBLISHED, VISITORS } from '../../../../apps/server/sample/shape.ts';
import { makeVisitor, type SampleVisitor } from '../../../../apps/server/sample/visitor.ts';
import type { SiteId } from '../../../../core/entry.ts';
import { refuse } from '../../../../core/errors.ts';
import { makeDataFolder } from '../../../support/data-folder.ts';
import { NOON, type Served, serve } from '../../../support/served.ts';
import { createSite, openDoors, type TestSite } from '../../../support/sites.ts';
import { until } from '../../../support/until.ts';

const DAY_MS = 86_400_000;
/** What fewer show as well: the usual number is looked at in test/long. */
const FEW = 400;
const DEEDS = new Set(['Product Viewed', 'Product Added', 'Order Completed']);

async function open(dataDir = makeDataFolder()): Promise<Served> {
  const served = await serve({ dataDir });
  onTestFinished(() => served.stop());
  return served;
}

async function makeSample(served: Served, owner: TestSite): Promise<SiteId> {
  expect((await owner.ask('POST', '/v1/sample', { visitors: FEW })).status).toBe(202);
  await served.jobs.run(SAMPLE_JOB);
  const sample = served.sites.get(`${owner.site}-sample`);
  if (sample === undefined) throw new Error('no sample was made');
  return sample.siteId;
}

const isKnown = ({ device }: SampleVisitor): boolean => device !== null;

/** What is of the sample and of nothing else, as it stands in the files. */
async function listNeedles({ store }: Served, siteId: SiteId): Promise<readonly string[]> {
  const visitors = await store.listRecorded(siteId, null, 200);
  const span = { seed: siteId, until: NOON, isHelped: () => false };
  const known = Array.from({ length: 9 }, (_, number) => makeVisitor(number, span)).filter(isKnown);
  const ids = known.map(({ events }) => events[0]?.id ?? '');
  return [siteId, ...visitors, ...ids, 'shop-sample', 'delivery-and-returns'];
}

/** Those that stand in any file that the server keeps. */
function findNeedles(dataDir: string, needles: readonly string[]): readonly string[] {
  const files = readdirSync(dataDir, { recursive: true, withFileTypes: true }).filter((file) =>
    file.isFile(),
  );
  const bytes = Buffer.concat(files.map(({ parentPath, name }) => readFileSync(join(parentPath, name))));
  return needles.filter((needle) => bytes.includes(needle));
}

describe('sample data', () => {
  it('is made once, however many ask for it at a time', async () => {
    const served = await open();
    const owner = await createSite(served, { site: 'shop' });
    const made = await Promise.all([1, 2, 3].map(() => owner.ask('POST', '/v1/sample', {})));
    expect(made.map(({ status, body }) => [status, body.state])).toEqual(made.map(() => [202, 'filling']));
    expect((await owner.ask('DELETE', '/v1/sample')).status).toBe(200);
    expect(served.sites.list().filter(({ sampleOf }) => sampleOf !== null)).toEqual([]);
  });

  it('goes on filling where it could not be removed', async () => {
    const served = await open();
    const owner = await createSite(served, { site: 'shop' });
    const site = served.sites.byId(owner.siteId as SiteId);
    if (site === undefined) throw new Error('no site');
    const refused = refuse('store_unavailable', 'site', 'try it again');
    const engine = { ...served.engine, removal: { ...served.engine.removal, remove: async () => refused } };
    const samples = createSamples({ engine, store: served.store });
    await samples.make(site, { by: 'test', visitors: FEW });
    expect(await samples.remove(site, 'test')).toMatchObject({ ok: false, code: 'store_unavailable' });
    await samples.fill();
    expect(await samples.read(site.siteId)).toEqual({ state: 'ready', progress: 1 });
  });

  it('finds a name where another site has it', async () => {
    const served = await open();
    const [owner] = [
      await createSite(served, { site: 'shop' }),
      await createSite(served, { site: 'shop-sample' }),
    ];
    expect((await owner.ask('POST', '/v1/sample', {})).status).toBe(202);
    expect(served.sites.get('shop-sample-2')?.sampleOf).toBe(owner.siteId);
    expect(served.sites.get('shop-sample')?.sampleOf).toBeNull();
  });

  it('fills every report, mixes with nobody, and leaves no byte when it is removed', async () => {
    const dataDir = makeDataFolder();
    const served = await open(dataDir);
    const owner = await createSite(served, { site: 'shop', timezone: 'Europe/Berlin' });
    const siteId = await makeSample(served, owner);
    const { engine, sites, store } = served;
    expect((await owner.ask('GET', '/v1/sample')).body).toEqual({ state: 'ready', progress: 1 });
    const sample = sites.byId(siteId);
    if (sample === undefined) throw new Error('no sample');
    expect(sample.settings).toMatchObject({ name: 'Sample shop', timezone: 'Europe/Berlin' });

    const report = await engine.campaigns.reportOn(sample, 'delivery-and-returns');
    const [persons] = report?.units ?? [];
    expect(persons?.arms.every(({ visitors, converted }) => visitors > 80 && converted > 10)).toBe(true);
    expect(persons?.experiment?.sampleRatio.state).toBe('quiet');
    expect(engine.intent.models.state(siteId, 'purchase_7d')?.lastRun).toMatchObject({
      lack: [],
      version: 1,
    });
    expect(Object.keys(await store.countMembers(siteId)).length).toBeGreaterThan(1);
    const { segments } = await engine.segmentHealth.read(siteId, 30);
    const carts = segments.find(({ key }) => key === 'cart-abandoned')?.sizes ?? [];
    expect([carts.length, carts.filter(({ size }) => size > 0).length > 20]).toEqual([30, true]);
    expect(carts.at(-1)?.size).toBe(segments.find(({ key }) => key === 'cart-abandoned')?.size);
    expect(await store.countProfiles(siteId)).toBeGreaterThan(FEW / 2);
    expect((await owner.ask('GET', '/v1/visitors')).body.items).toEqual([]);

    // What the card of the first run says of it four weeks later.
    const { running } = await readFirstRun({ ...engine, store }, sample);
    const { estimate = 0, low = 0, high = 0 } = running?.result?.effect ?? {};
    expect([running?.days, low < estimate, estimate < high]).toEqual([DAYS, true, true]);

    const needles = await listNeedles(served, siteId);
    expect(findNeedles(dataDir, needles)).toEqual(needles);
    expect(Number((await owner.ask('DELETE', '/v1/sample')).body.rows)).toBeGreaterThan(FEW);
    expect((await owner.ask('GET', '/v1/sample')).body).toMatchObject({ state: 'none' });
    expect(await store.removeSite(siteId, 1)).toBe(0);
    expect(await owner.ask('DELETE', '/v1/sample')).toMatchObject({ status: 404 });
    // While the server runs: the write-ahead log is among the files.
    await until(() => findNeedles(dataDir, needles).length === 0);
    await served.stop();
    expect(findNeedles(dataDir, needles)).toEqual([]);
  }, 90_000);

  it('is filled once, goes on where a server left it, and goes while it fills', async () => {
    const dataDir = makeDataFolder();
    const first = await open(dataDir);
    const owner = await createSite(first, { site: 'shop' });
    await owner.ask('POST', '/v1/sample', {});
    await owner.ask('POST', '/v1/sample', {});
    expect(first.sites.list().filter(({ sampleOf }) => sampleOf !== null)).toHaveLength(1);
    await first.stop();
    const second = await open(dataDir);
    const again = { ...owner, ...reach(second, owner) };
    const filling = second.jobs.run(SAMPLE_JOB);
    const siteId = second.sites.get('shop-sample')?.siteId as SiteId;
    expect((await again.ask('DELETE', '/v1/sample')).status).toBe(200);
    await filling;
    expect(await second.store.removeSite(siteId, 1)).toBe(0);
    expect(second.jobs.list().find(({ name }) => name === SAMPLE_JOB)?.lastError).toBeNull();
  });

  it('goes with the site that it is for', async () => {
    const served = await open();
    const owner = await createSite(served, { site: 'shop' });
    await owner.ask('POST', '/v1/sample', {});
    const siteId = served.sites.get('shop-sample')?.siteId as SiteId;
    await served.engine.removal.remove('shop', 'test');
    await served.jobs.run(SAMPLE_JOB);
    expect(served.sites.byId(siteId)).toBeUndefined();
    expect(await served.store.removeSite(siteId, 1)).toBe(0);
  });

  it('has no key: none is listed, and none can be made', async () => {
    const served = await open();
    const owner = await createSite(served, { site: 'shop' });
    await owner.ask('POST', '/v1/sample', {});
    const { writeKeys, secretKeys } = served.sites.get('shop-sample') ?? {};
    expect([writeKeys, secretKeys]).toEqual([[], []]);
    expect(await served.sites.rotateKeys('shop-sample')).toMatchObject({ ok: false, code: 'not_available' });
  });
});

describe('a made-up visitor', () => {
  const isHelped = (device: string) => Number.parseInt(device.slice(0, 1), 16) % 2 === 0;
  const span = { seed: 'seed', until: Date.UTC(2026, 0, 31), isHelped };

  it('is the same each time, and another under another seed', () => {
    expect(makeVisitor(1, span)).toEqual(makeVisitor(1, span));
    expect(makeVisitor(1, span)).not.toEqual(makeVisitor(1, { ...span, seed: 'other' }));
  });

  it('lives in the two months before the end, and is shaped as shops say of their visitors', () => {
    const all = Array.from({ length: 4 * VISITORS }, (_, number) => makeVisitor(number, span));
    const events = all.flatMap((visitor) => visitor.events);
    const times = events.map(({ time }) => time);
    expect(Math.max(...times)).toBeLessThanOrEqual(span.until);
    expect(Math.min(...times)).toBeGreaterThan(span.until - (DAYS + 1) * DAY_MS);
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
    const starts = new Map<string, number>();
    for (const { id, time } of events.toReversed()) starts.set(id.slice(0, id.lastIndexOf('-')), time);
    const orders = all.map(
      (visitor) => visitor.events.filter(({ name }) => name === 'Order Completed').length,
    );
    const sum = orders.reduce((total, count) => total + count, 0);
    const buyers = orders.filter((count) => count > 0).length;
    const onWeekends = [...starts.values()].filter((time) => new Date(time).getUTCDay() % 6 === 0).length;
    const shape = {
      buyingSessions: sum / starts.size,
      // Other events than these were not published.
      eventsASession: events.filter(({ name }) => DEEDS.has(String(name))).length / starts.size,
      weekendSessions: onWeekends / starts.size,
      buyAgain: orders.filter((count) => count > 1).length / buyers,
    };
    const far = Object.entries(shape).filter(
      ([name, value]) => Math.abs(value / PUBLISHED[name as keyof typeof PUBLISHED] - 1) > 0.25,
    );
    expect(far).toEqual([]);
  });
});

/** The same site on another server of the folder. */
function reach(served: Served, { secretKey, writeKey }: TestSite) {
  return openDoors(served.url, { secretKey, writeKey });
}
