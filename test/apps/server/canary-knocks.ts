/** What is asked and sent after somebody was erased. */
import { expect } from 'vitest';
import { bearer } from '../../support/sites.ts';
import { CANARY, CANARY_HEADERS } from './canaries.ts';
import { DEVICE, free, item, post, serverEvent } from './canary-channels.ts';
import { NOON, type OpenShop } from './canary-shop.ts';
import { writeFixture } from './cli/support.ts';

/** Stragglers, readers and operators after an erasure: everything that could still say something, or bring it back. */
export async function knockAgain(shop: OpenShop, visitor: string): Promise<readonly string[]> {
  const { app, site } = shop;
  const said: string[] = [];
  const ask = async (method: string, path: string, body?: unknown, key = site.secretKey) => {
    const init = { method, headers: { ...CANARY_HEADERS, ...bearer(key) } };
    const answer = await fetch(
      app.url + path,
      body === undefined ? init : { ...init, body: JSON.stringify(body) },
    );
    said.push(`${method} ${path.split('/').slice(0, 3).join('/')}: ${await answer.text()}`);
  };
  said.push(
    JSON.stringify(
      await post(shop, [item('Product Viewed', shop.now())], { d: 1, c: { analytics: true, at: NOON } }),
    ),
  );
  await ask('POST', '/v1/events', {
    events: [serverEvent(shop, 'Product Viewed', { properties: free(CANARY.email) })],
  });
  for (const path of ['/v1/visitors/lookup', '/v1/decide'])
    for (const named of [{ userId: CANARY.userId }, { email: CANARY.email }, { device: DEVICE }])
      await ask('POST', path, named);
  for (const path of ['', '/events', '/segments', '/scores', '/export'])
    await ask('GET', `/v1/visitors/${visitor}${path}`);
  for (const path of [
    '/v1/visitors',
    '/v1/segments/viewers/members',
    '/v1/webhooks/broken/dead-letters',
    '/v1/audit',
    '/v1/suppressions',
    '/metrics',
    '/v1/campaigns/hello/report',
    '/v1/attribution',
    '/v1/statistics',
    '/v1/statistics/events',
    '/v1/statistics/choices',
    '/v1/stream?follow=false',
  ])
    await ask('GET', path);
  await ask('POST', '/v1/webhooks/broken/dead-letters/resend', {});
  const { items } = (await (
    await fetch(`${app.url}/v1/jobs`, { headers: bearer(app.operatorKey) })
  ).json()) as {
    items: readonly { readonly name: string }[];
  };
  expect(items.length).toBeGreaterThan(10);
  for (const { name } of items) await ask('POST', `/v1/jobs/${name}/run`, undefined, app.operatorKey);
  const row = JSON.stringify(serverEvent(shop, 'Product Viewed', { properties: free(CANARY.email) }));
  for (const words of [
    `replay ${writeFixture('again.ndjson', row)}`,
    `explain ${visitor} viewers`,
    `export --user ${CANARY.userId}`,
    'segments members viewers',
  ])
    said.push(JSON.stringify((await shop.command(`${words} --site nest`)).json));
  return said;
}
