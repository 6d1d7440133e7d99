import { expect, it } from 'vitest';
import { NOON, serve } from '../../support/served.ts';
import { createSite, DESKTOP } from '../../support/sites.ts';

const MEGABYTE = 1024 * 1024;

it('profiles that posts only asked for leave memory again, though no commit follows', async () => {
  const served = await serve({ env: { PROFILE_CACHE_MB: '16' } });
  const site = await createSite(served, { policy: 'consented-only' });
  const known = served.sites.get(site.site);
  if (known === undefined) throw new Error('no site');
  const seen = { addressPrefix: '203.0.113', userAgent: DESKTOP, acceptLanguage: 'en', address: '' };
  const circumstances = { ...seen, gpc: false, dnt: false, purpose: '', origin: '', country: '' };
  for (let n = 0; n < 9_000; n += 1) {
    const dev = n.toString(16).padStart(32, '0');
    await served.engine.collect(known, { ver: 1, s: NOON, dev, e: [] }, circumstances);
  }
  expect(served.engine.book.stats().bytes).toBeLessThan(20 * MEGABYTE);
  await served.stop();
});
