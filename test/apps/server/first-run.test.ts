import { expect, it, onTestFinished } from 'vitest';
import { serve } from '../../support/served.ts';
import { createSite } from '../../support/sites.ts';
import { GREETING } from '../console/greeting.ts';
import { liveThrough } from '../console/life.ts';

async function open() {
  const served = await serve();
  onTestFinished(() => served.stop());
  return { served, site: await createSite(served, { site: 'shop' }) };
}

type Facts = {
  readonly family: string;
  readonly traffic: { readonly visitors: number; readonly perDay: number; readonly isMeasured: boolean };
  readonly lifts: readonly {
    readonly weeks: number;
    readonly lift: number | null;
    readonly even: number | null;
  }[];
  readonly segments: readonly { readonly key: string; readonly isInstalled: boolean }[];
  readonly campaign: { readonly template: string } | null;
  readonly running: {
    readonly state: string;
    readonly days: number;
    readonly result: {
      readonly word: string;
      readonly visitors: number;
      readonly effect: object | null;
    } | null;
  } | null;
};

const DAY_MS = 86_400_000;
it('a new site is offered what a shop begins with, and no lift is promised', async () => {
  const { site } = await open();
  const { traffic, lifts, segments } = (await site.ask('GET', '/v1/first-run')).body as unknown as Facts;
  expect(traffic).toMatchObject({ visitors: 0, perDay: 0, isMeasured: false });
  expect(lifts.map(({ weeks, lift }) => [weeks, lift])).toEqual([
    [2, null],
    [4, null],
  ]);
  expect(segments.length).toBeGreaterThanOrEqual(3);
  expect(segments.length).toBeLessThanOrEqual(5);
});

it('what it offers fits what arrives, is put as one, and a longer time shows a smaller lift', async () => {
  const { served, site } = await open();
  await liveThrough(served, site, { visitors: 60, days: 3 });
  const facts = (await site.ask('GET', '/v1/first-run')).body as unknown as Facts;
  expect([facts.family, facts.traffic.isMeasured]).toEqual(['shop', true]);
  const [two, four] = facts.lifts;
  expect(Number(four?.lift)).toBeLessThan(Number(two?.lift));
  expect(Number(four?.even)).toBeLessThan(Number(four?.lift));
  const segments = facts.segments.map(({ isInstalled: _, ...definition }) => definition);
  expect((await site.ask('POST', '/v1/segments', { segments })).status).toBe(200);
  const draft = await site.ask('POST', `/v1/campaigns/templates/${facts.campaign?.template}`, {});
  expect(draft.status).toBe(200);
  const after = (await site.ask('GET', '/v1/first-run')).body as unknown as Facts;
  expect(after.segments.every(({ isInstalled }) => isInstalled)).toBe(true);
  expect(after.running?.state).toBe('draft');
});

it('a site that sells plans is taken for one', async () => {
  const { site } = await open();
  const consent = { analytics: true, personalization: true };
  await site.ingest([{ id: 'a', name: 'Trial Started', userId: 'ann', consent, properties: {} }]);
  const { family, segments } = (await site.ask('GET', '/v1/first-run')).body as unknown as Facts;
  expect([family, segments.some(({ key }) => key.startsWith('trial'))]).toEqual(['saas', true]);
});

it('is put away for everybody who looks at the site, and comes back', async () => {
  const { site } = await open();
  await site.ask('PUT', '/v1/first-run', { isPutAway: true });
  expect((await site.ask('GET', '/v1/first-run')).body).toEqual({ isPutAway: true });
  await site.ask('PUT', '/v1/first-run', { isPutAway: false });
  expect((await site.ask('GET', '/v1/first-run')).body.isPutAway).toBe(false);
});

it('counts the days from when the campaign went live, and has at two and four weeks what came of it', async () => {
  const { served, site } = await open();
  expect((await site.ask('PUT', '/v1/campaigns/help', GREETING)).status).toBe(200);
  const read = async () => ((await site.ask('GET', '/v1/first-run')).body as unknown as Facts).running;
  expect(await read()).toMatchObject({ state: 'live', days: 0, result: { visitors: 0, effect: null } });
  await served.clock.leapTo(served.clock.now() + 14 * DAY_MS - 1);
  expect((await read())?.days).toBe(13);
  await served.clock.leapTo(served.clock.now() + 1);
  expect(await read()).toMatchObject({ days: 14, result: { word: 'not_enough_data' } });
  await served.clock.leapTo(served.clock.now() + 14 * DAY_MS);
  expect((await read())?.days).toBe(28);
});
