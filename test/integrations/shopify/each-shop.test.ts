import { describe, expect, it } from 'vitest';
import type { SiteId } from '../../../core/entry.ts';
import type { PlatformWork } from '../../../core/ports.ts';
import { createTally } from '../../../integrations/shopify/counting/tally.ts';
import { createCoupons } from '../../../integrations/shopify/coupons.ts';
import { createCompliance } from '../../../integrations/shopify/installation/compliance.ts';
import { createConnecting } from '../../../integrations/shopify/installation/connecting.ts';
import type { Shop } from '../../../integrations/shopify/installation/shops.ts';
import { createHistory } from '../../../integrations/shopify/intake/history.ts';
import { createLooking } from '../../../integrations/shopify/intake/looking.ts';

const SHOPS = ['st_1', 'st_2', 'st_3'].map(
  (siteId) =>
    ({
      ...{ domain: `${siteId}.myshopify.com`, site: { siteId } },
      ...{ installedAt: 1, uninstalledAt: siteId === 'st_2' ? 1 : null },
    }) as Shop,
);

/** All works that go through the shops; of the first, nothing can be read or asked. */
function openWorks() {
  const seen = new Set<string>();
  const note = async (site: string): Promise<undefined> => {
    seen.add(site);
    if (site === 'st_1') throw new TypeError('nobody foresaw it');
  };
  const ports = {
    shops: { list: async () => SHOPS },
    sites: () => SHOPS.map(({ site }) => site.siteId),
    store: {
      getRecord: (_: string, site: SiteId) => note(site),
      putRecord: async () => true,
      deleteRecord: async () => true,
      listRecords: async (_: string, site: SiteId) => (await note(site)) ?? [],
    },
    admin: {
      run: async ({ site }: Shop) => (await note(site.siteId)) ?? { ok: false, code: 'interrupted' },
    },
    ...{ engine: { now: () => 2 }, clock: { now: () => 2 }, now: () => 2 },
  } as never;
  const parts = [
    createLooking('products', async () => null, ports),
    createHistory(ports).part,
    createConnecting(ports).part,
    createCompliance(ports).part,
    createCoupons(ports),
    createTally(ports),
  ];
  const works = new Map(parts.flatMap(({ works: own = [] }) => own.map((work) => [work.name, work])));
  return { works: works as ReadonlyMap<string, PlatformWork>, seen };
}

describe('work that goes through all shops', () => {
  it.each([...openWorks().works.keys()])(
    'reaches those after one of which it fails, and says that it failed: %s',
    async (name) => {
      const { works, seen } = openWorks();
      await expect(works.get(name)?.run()).rejects.toThrow('nobody foresaw it');
      expect([...seen]).toEqual(expect.arrayContaining(['st_1', 'st_3']));
    },
  );

  it.each(['products', 'past-orders', 'reconcile-orders', 'settings', 'coupons'])(
    'leaves those alone that the app has left: %s',
    async (name) => {
      const { works, seen } = openWorks();
      await expect(works.get(name)?.run()).rejects.toThrow();
      expect(seen).not.toContain('st_2');
    },
  );
});
