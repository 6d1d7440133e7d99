import { expect, it, onTestFinished } from 'vitest';
import { NOON, serve } from '../../support/served.ts';
import { createSite, type TestSite } from '../../support/sites.ts';

const HOUR = 3_600_000;
const USER = 'customer-4711';

async function ledgerOf(site: TestSite): Promise<readonly Record<string, unknown>[]> {
  const { visitor } = (await site.ask('POST', '/v1/visitors/lookup', { userId: USER })).body;
  const { items } = (await site.ask('GET', `/v1/visitors/${visitor}/events?limit=1000`)).body;
  return (items as readonly Record<string, unknown>[]).filter(({ type }) => type === 'consent');
}

it('what was answered about consent stands with its source and its proof until it is erased, whatever is said later', async () => {
  const served = await serve();
  onTestFinished(() => served.stop());
  const site = await createSite(served);
  const say = (share: boolean, more: object = {}) =>
    site.ask('POST', '/v1/consent', {
      userId: USER,
      purposes: { share },
      source: 'form',
      text: '2026-01',
      at: NOON - HOUR,
      ...more,
    });
  await say(true);
  const [first] = await ledgerOf(site);
  expect(first).toMatchObject({
    name: 'Consent Granted',
    source: 'server',
    time: new Date(NOON - HOUR).toISOString(),
    receivedAt: new Date(NOON).toISOString(),
    properties: { purposes: { share: true }, source: 'form', text: '2026-01' },
  });

  // Again, with another text, from elsewhere, taken back, and at the same instant: each is one more, and changes none.
  await served.clock.moveTo(NOON + HOUR);
  for (const more of [{}, { text: '2025-07' }, { source: 'import' }, { until: NOON + 9 * HOUR }])
    await say(true, more);
  await say(false);
  await say(false, { at: NOON });
  const ledger = await ledgerOf(site);
  expect(ledger).toHaveLength(6);
  expect(ledger).toContainEqual(first);

  await served.clock.leapTo(NOON + 399 * 24 * HOUR);
  await site.ask('PATCH', `/v1/sites/${site.site}`, { eventDays: 1 });
  for (const tenant of served.sites.list()) await served.engine.keepTerms(tenant, { isDry: false });
  expect(await ledgerOf(site)).toEqual(ledger);
  await site.ask('POST', '/v1/erasures', { userId: USER });
  expect((await site.ask('POST', '/v1/visitors/lookup', { userId: USER })).status).toBe(404);
});

it('no route takes a single answer back or changes one', async () => {
  const served = await serve();
  onTestFinished(() => served.stop());
  const changing = served.routes.filter(
    ({ method, path }) => method !== 'GET' && /consent|visitors\/\{/.test(path),
  );
  expect(changing.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /v1/consent']);
});
