import { afterEach, describe, expect, it } from 'vitest';
import type { Store } from '../../../core/ports.ts';
import { createEmbeddedStore } from '../../../core/stores/embedded.ts';
import { makeDataFolder } from '../../support/data-folder.ts';
import { type Served, serve } from '../../support/served.ts';
import { createSite, type TestSite } from '../../support/sites.ts';

let served: Served | null = null;
afterEach(async () => {
  await served?.stop();
  served = null;
});

type OpenStore = NonNullable<Parameters<typeof serve>[0]>['openStore'];

async function open(dataDir: string, openStore?: OpenStore): Promise<Served> {
  served = await serve({ dataDir, ...(openStore && { openStore }) });
  return served;
}

/** Something of everything that a few requests can make. */
async function fill(site: TestSite, user: string): Promise<void> {
  await site.ask('PUT', '/v1/products', { products: [{ id: 'p1', title: 'Ink', price: 9 }] });
  await site.ask('PUT', '/v1/products', { products: [{ id: 'p1', title: 'Ink', price: 8 }] });
  await site.ask('PUT', '/v1/segments/keen', { name: 'Keen', words: 'did "Product Viewed"' });
  await site.ask('PUT', '/v1/webhooks/crm', { url: 'https://crm.example.com/hook' });
  await site.ask('POST', '/v1/consent', {
    ...{ userId: user, email: `${user}@example.com`, source: 'form' },
    purposes: { analytics: true, contact: true },
  });
  const events = ['a', 'b'].map((id) => ({
    ...{ id: `${user}-${id}`, name: 'Product Viewed', userId: user, properties: { product_id: 'p1' } },
  }));
  expect((await site.ingest(events)).status).toBe(200);
}

const countOf = async (site: TestSite): Promise<unknown> =>
  ((await site.ask('GET', '/v1/visitors')).body.items as readonly unknown[]).length;

describe('removing a site', () => {
  it('takes all of it and nothing of another, and no key of it opens a door', async () => {
    const server = await open(makeDataFolder());
    const [gone, stays] = [
      await createSite(server, { name: 'Gone' }),
      await createSite(server, { name: 'Stays' }),
    ];
    await fill(gone, 'ann');
    await fill(stays, 'ben');
    const removed = await server.engine.removal.remove(gone.site, 'test');
    expect(removed).toMatchObject({ ok: true, value: { siteId: gone.siteId } });
    expect((await gone.ask('GET', '/v1/visitors')).status).toBe(401);
    expect(await countOf(stays)).toBe(1);
    expect((await stays.ask('GET', '/v1/segments')).body.items).toMatchObject([{ key: 'keen', size: 1 }]);
    expect(await server.engine.removal.remove(gone.site, 'test')).toMatchObject({
      ok: false,
      code: 'unknown_site',
    });
  });

  it('leaves its name free for a site that knows nothing of it', async () => {
    const server = await open(makeDataFolder());
    const first = await createSite(server, { name: 'Shoes' });
    await fill(first, 'ann');
    await server.engine.removal.remove(first.site, 'test');
    const second = await createSite(server, { name: 'Shoes' });
    expect([second.site, await countOf(second)]).toEqual([first.site, 0]);
    await fill(second, 'ann');
    expect(await countOf(second)).toBe(1);
  });

  it('writes nothing for whoever is still at it', async () => {
    const server = await open(makeDataFolder());
    const site = await createSite(server, { name: 'Busy' });
    await fill(site, 'ann');
    const posts = Array.from({ length: 20 }, (_, at) =>
      site.ingest([
        { id: `late-${at}`, name: 'Product Viewed', userId: `u${at}`, consent: { analytics: true } },
      ]),
    );
    const [removed] = await Promise.all([server.engine.removal.remove(site.site, 'test'), ...posts]);
    expect(removed.ok).toBe(true);
    await server.clock.moveTo(server.clock.now() + 3_600_000);
    expect(await rowsOf(server.engine.store, site)).toBe(0);
  });

  it('is finished by the next start where it broke off', async () => {
    const dataDir = makeDataFolder();
    let calls = 0;
    const server = await open(dataDir, async (dataFolder) => {
      const store = await createEmbeddedStore({ dataDir: dataFolder });
      const removeSite: Store['removeSite'] = (site, limit) => {
        calls += 1;
        if (calls === 3) throw new Error('the power went');
        return store.removeSite(site, Math.min(limit, 2));
      };
      return { ...store, removeSite };
    });
    const site = await createSite(server, { name: 'Half' });
    await fill(site, 'ann');
    await expect(server.engine.removal.remove(site.site, 'test')).rejects.toThrow('the power went');
    expect((await site.ask('GET', '/v1/visitors')).status).toBe(401);
    expect(await rowsOf(server.engine.store, site)).toBeGreaterThan(0);
    await server.stop();
    const next = await open(dataDir);
    expect(next.sites.get(site.site)).toBeUndefined();
    expect(await rowsOf(next.engine.store, site)).toBe(0);
  });
});

/** By what a last call of the removal finds. */
const rowsOf = (store: Store, { siteId }: TestSite): Promise<number> => store.removeSite(siteId as never, 1);
