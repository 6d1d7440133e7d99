/** Sample data as it is made for whoever asks: every page has something to show, whatever the site's id draws. */
import { expect, it, onTestFinished } from 'vitest';
import { SAMPLE_JOB } from '../../apps/server/sample/samples.ts';
import { serve } from '../support/served.ts';
import { createSite } from '../support/sites.ts';

const DAY_MS = 86_400_000;

it.each(['one', 'two', 'three'])(
  'a campaign with a verdict, a model that serves, buyers and signals: %s',
  async (name) => {
    const served = await serve();
    onTestFinished(() => served.stop());
    const owner = await createSite(served, { site: name });
    await owner.ask('POST', '/v1/sample', {});
    await served.jobs.run(SAMPLE_JOB);
    const { engine, sites } = served;
    const sample = sites.get(`${name}-sample`);
    if (sample === undefined) throw new Error('no sample was made');
    const { siteId } = sample;
    const report = await engine.campaigns.reportOn(sample, 'delivery-and-returns');
    expect(report?.units[0]?.experiment?.treatments[0]?.verdict.word).toBe('ship');
    expect(engine.intent.models.state(siteId, 'purchase_7d')?.active).not.toBeNull();
    expect(await engine.lifetimes.fit(siteId)).toMatchObject({ ok: true });
    const now = engine.now();
    const period = { from: now - 90 * DAY_MS, to: now };
    const signals = await engine.signals.read(siteId, {
      ...period,
      days: 7,
      retained: { from: 28, to: 35 },
      goal: null,
    });
    expect(signals.stayed).toBeGreaterThan(20);
    const { segments } = await engine.segmentHealth.read(siteId, 30);
    expect(segments.filter(({ sizes }) => sizes.some(({ size }) => size > 0)).length).toBeGreaterThan(5);
    const found = await engine.violations.list(siteId);
    expect(found.map(({ name: event }) => event).toSorted()).toEqual(['Cart Viewd', 'Coupon Applied']);
  },
);
