import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { SAMPLE_JOB } from '../../../../apps/server/sample/samples.ts';
import { VISITORS } from '../../../../apps/server/sample/shape.ts';
import { makeVisitor } from '../../../../apps/server/sample/visitor.ts';
import type { SiteId } from '../../../../core/entry.ts';
import { makeDataFolder } from '../../../support/data-folder.ts';
import { type Served, serve } from '../../../support/served.ts';
import { createSite, openDoors, type TestSite } from '../../../support/sites.ts';

const DAY_MS = 86_400_000;

async function open(dataDir = makeDataFolder()): Promise<Served> {
  const served = await serve({ dataDir });
  onTestFinished(() => served.stop());
  return served;
}

async function makeSample(served: Served, owner: TestSite): Promise<SiteId> {
  expect((await owner.ask('POST', '/v1/sample')).status).toBe(202);
  await served.jobs.run(SAMPLE_JOB);
  const sample = served.sites.get(`${owner.site}-sample`);
  if (sample === undefined) throw new Error('no sample was made');
  return sample.siteId;
}

/** Every file that the server keeps. */
function readFolder(dataDir: string): Buffer {
  const files = readdirSync(dataDir, { recursive: true, withFileTypes: true }).filter((file) =>
    file.isFile(),
  );
  return Buffer.concat(files.map(({ parentPath, name }) => readFileSync(join(parentPath, name))));
}

describe('sample data', () => {
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
    expect(persons?.arms.every(({ visitors, converted }) => visitors > 400 && converted > 20)).toBe(true);
    expect(persons?.experiment?.sampleRatio.state).toBe('quiet');
    expect(engine.intent.models.state(siteId, 'purchase_7d')?.lastRun).toMatchObject({
      lack: [],
      version: 1,
    });
    expect(Object.keys(await store.countMembers(siteId)).length).toBeGreaterThan(1);
    expect(await store.countProfiles(siteId)).toBeGreaterThan(VISITORS / 2);
    expect((await owner.ask('GET', '/v1/visitors')).body.items).toEqual([]);

    const [visitor] = await store.listRecorded(siteId, null, 1);
    expect(readFolder(dataDir).includes(siteId)).toBe(true);
    expect(Number((await owner.ask('DELETE', '/v1/sample')).body.rows)).toBeGreaterThan(VISITORS);
    expect((await owner.ask('GET', '/v1/sample')).body).toMatchObject({ state: 'none' });
    expect(await store.removeSite(siteId, 1)).toBe(0);
    expect(await owner.ask('DELETE', '/v1/sample')).toMatchObject({ status: 404 });
    await served.stop();
    const left = readFolder(dataDir);
    for (const needle of [siteId, visitor ?? '', 'shop-sample', 'sample-fills', 'delivery-and-returns'])
      expect([needle, left.includes(needle)]).toEqual([needle, false]);
  });

  it('is filled once, goes on where a server left it, and goes while it fills', async () => {
    const dataDir = makeDataFolder();
    const first = await open(dataDir);
    const owner = await createSite(first, { site: 'shop' });
    await owner.ask('POST', '/v1/sample');
    await owner.ask('POST', '/v1/sample');
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
    await owner.ask('POST', '/v1/sample');
    const siteId = served.sites.get('shop-sample')?.siteId as SiteId;
    await served.engine.removal.remove('shop', 'test');
    await served.jobs.run(SAMPLE_JOB);
    expect(served.sites.byId(siteId)).toBeUndefined();
    expect(await served.store.removeSite(siteId, 1)).toBe(0);
  });

  it('has no key: none is listed, and none can be made', async () => {
    const served = await open();
    const owner = await createSite(served, { site: 'shop' });
    await owner.ask('POST', '/v1/sample');
    const { writeKeys, secretKeys } = served.sites.get('shop-sample') ?? {};
    expect([writeKeys, secretKeys]).toEqual([[], []]);
    expect(await served.sites.rotateKeys('shop-sample')).toMatchObject({ ok: false, code: 'not_available' });
  });
});

describe('a made-up visitor', () => {
  const span = { seed: 'seed', until: Date.UTC(2026, 0, 31), isHelped: () => false };

  it('is the same each time, and another under another seed', () => {
    expect(makeVisitor(1, span)).toEqual(makeVisitor(1, span));
    expect(makeVisitor(1, span)).not.toEqual(makeVisitor(1, { ...span, seed: 'other' }));
  });

  it('lives in the month before the end, and is shaped as shops say of their visitors', () => {
    const all = Array.from({ length: VISITORS }, (_, number) => makeVisitor(number, span));
    const events = all.flatMap((visitor) => visitor.events);
    const times = events.map(({ time }) => time);
    expect(Math.max(...times)).toBeLessThanOrEqual(span.until);
    expect(Math.min(...times)).toBeGreaterThan(span.until - 31 * DAY_MS);
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
    const sessions = new Set(events.map(({ id }) => id.slice(0, id.lastIndexOf('-')))).size;
    const orders = events.filter(({ name }) => name === 'Order Completed').length;
    expect(orders / sessions).toBeGreaterThan(0.025);
    expect(orders / sessions).toBeLessThan(0.06);
    expect(events.length / sessions).toBeGreaterThan(2.5);
    expect(events.length / sessions).toBeLessThan(5);
  });
});

/** The same site on another server of the folder. */
function reach(served: Served, { secretKey, writeKey }: TestSite) {
  return openDoors(served.url, { secretKey, writeKey });
}
