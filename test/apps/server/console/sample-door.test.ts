import { expect, it, onTestFinished } from 'vitest';
import { SAMPLE_JOB } from '../../../../apps/server/sample/samples.ts';
import { type Served, serve } from '../../../support/served.ts';
import { createSite, type TestSite } from '../../../support/sites.ts';
import { until } from '../../../support/until.ts';

const OWN = { 'x-inkling-console': '1' };
const HOUR_MS = 3_600_000;

type Live = { readonly visitors: { readonly far: number } };

async function signIn({ url }: Served, { secretKey }: TestSite): Promise<Record<string, string>> {
  const answer = await fetch(`${url}/console/session`, {
    method: 'POST',
    headers: OWN,
    body: JSON.stringify({ key: secretKey }),
  });
  return { ...OWN, cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '' };
}

async function open() {
  const served = await serve();
  onTestFinished(() => served.stop());
  const [own, other] = [
    await createSite(served, { site: 'own' }),
    await createSite(served, { site: 'other' }),
  ];
  await own.ask('POST', '/v1/sample', { visitors: 60 });
  const headers = { own: await signIn(served, own), other: await signIn(served, other) };
  const ask = async (who: 'own' | 'other' | 'nobody', method: string, path: string, body?: unknown) =>
    fetch(`${served.url}/console/sample${path}`, {
      method,
      redirect: 'manual',
      headers: who === 'nobody' ? OWN : headers[who],
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  return { served, own, ask };
}

it('the sample is shown to whoever is signed in to its own site, and to nobody else', async () => {
  const { ask } = await open();
  const site = async (answer: Response) => ((await answer.json()) as { site: string }).site;
  expect(await site(await ask('own', 'GET', '/api/v1/sites/own-sample'))).toBe('own-sample');
  expect((await ask('own', 'GET', '/api/v1/sites/own')).status).toBe(404);
  expect((await ask('other', 'GET', '/api/v1/segments')).status).toBe(404);
  expect((await ask('nobody', 'GET', '/api/v1/segments')).status).toBe(401);
});

it('whoever writes its address otherwise changes nothing of their own site', async () => {
  const { served, own } = await open();
  const headers = await signIn(served, own);
  const body = JSON.stringify({ name: 'Keen', words: 'did "Product Viewed"' });
  const put = await fetch(`${served.url}/console/SAMPLE/api/v1/segments/keen`, {
    method: 'PUT',
    headers,
    body,
  });
  expect(put.status).toBe(200);
  expect((await own.ask('GET', '/v1/segments')).body.items).toEqual([]);
});

it('its document says that it is one; where there is none it leads back', async () => {
  const { ask } = await open();
  expect(await (await ask('own', 'GET', '/overview')).text()).toContain('"isSample":true');
  const back = await ask('other', 'GET', '/overview');
  expect([back.status, back.headers.get('location')]).toEqual([303, '/console']);
});

it('nothing of it is sent anywhere, no key is made, and nothing is written that outlasts it', async () => {
  const { ask } = await open();
  const closed = [
    ['PUT', '/api/v1/webhooks/crm', { url: 'https://crm.example.com/hook' }],
    ['POST', '/api/v1/sites/own-sample/rotate-keys', {}],
    ['POST', '/api/v1/erasures', { userId: 'ann' }],
    ['POST', '/api/v1/events', { events: [] }],
  ] as const;
  for (const [method, path, body] of closed)
    expect([path, (await ask('own', method, path, body)).status]).toEqual([path, 404]);
  const put = await ask('own', 'PUT', '/api/v1/segments/keen', {
    name: 'Keen',
    words: 'did "Product Viewed"',
  });
  expect(put.status).toBe(200);
});

it('its visitors go on coming while somebody looks, and no longer', async () => {
  const { served, ask } = await open();
  await served.jobs.run(SAMPLE_JOB);
  const look = async () => ((await (await ask('own', 'GET', '/api/v1/live')).json()) as Live).visitors.far;
  await served.clock.leapTo(served.clock.now() + 6 * HOUR_MS);
  const seq = served.engine.book.stats().seq;
  await served.clock.moveTo(served.clock.now() + 10_000);
  expect(served.engine.book.stats().seq).toBe(seq);
  await until(async () => (await look()) > 3);
});

it('is removed from where it is looked at, and the session goes on', async () => {
  const { served, own, ask } = await open();
  expect((await ask('own', 'DELETE', '/api/v1/sample')).status).toBe(200);
  expect(served.sites.get('own-sample')).toBeUndefined();
  expect((await own.ask('GET', '/v1/segments')).status).toBe(200);
  expect((await ask('own', 'GET', '/api/v1/segments')).status).toBe(404);
});
