import { expect, it } from 'vitest';
import { makeDataFolder } from '../../support/data-folder.ts';
import { NOON, serve } from '../../support/served.ts';
import { createSite, openDoors } from '../../support/sites.ts';

const HOUR = 3_600_000;
const USER = 'customer-7';
const ALLOWED = { analytics: true, personalization: true, share: true };

it.each([
  ['/v1/objections', {}],
  ['/v1/consent', { purposes: { analytics: false, personalization: false, share: false }, source: 'banner' }],
])('a refusal at %s holds though the clock is behind what was allowed before it', async (path, more) => {
  const dataDir = makeDataFolder();
  const before = await serve({ dataDir });
  const keys = await createSite(before, {});
  await keys.ask('POST', '/v1/consent', { userId: USER, purposes: ALLOWED, source: 'banner' });
  await before.stop();
  const after = await serve({ dataDir, clockAtMs: NOON - HOUR });
  try {
    const site = openDoors(after.url, keys);
    expect((await site.ask('POST', path, { userId: USER, ...more })).status).toBe(200);
    const { visitor } = (await site.ask('POST', '/v1/visitors/lookup', { userId: USER })).body;
    for (const at of [NOON - HOUR, NOON + HOUR]) {
      await after.clock.moveTo(at);
      expect((await site.ask('GET', `/v1/visitors/${visitor}`)).body.consent).toMatchObject({
        ...{ analytics: { allowed: false }, personalization: { allowed: false }, share: { allowed: false } },
      });
    }
    await site.ask('POST', '/v1/consent', { userId: USER, purposes: ALLOWED, source: 'banner' });
    expect((await site.ask('GET', `/v1/visitors/${visitor}`)).body.consent).toMatchObject({
      share: { allowed: true },
    });
  } finally {
    await after.stop();
  }
});
