import { beforeEach, describe, expect, it } from 'vitest';
import type { SiteId } from '../../../core/entry.ts';
import { accept } from '../../../core/errors.ts';
import { createShops, type Shops } from '../../../integrations/shopify/installation/shops.ts';
import { mongoDatabases } from '../../support/mongodb/databases.ts';
import { overtaken } from '../../support/overtaken.ts';
import { createRecordShelf } from '../../support/record-shelf.ts';
import { openTown } from '../mongodb/two-engines.ts';

const nextUrl = mongoDatabases('shops');

const DOMAIN = 'ink.myshopify.com';

describe('the shop of a site', () => {
  let shops: Shops;
  let lists: number;
  /** Sites that are there. */
  let sites: { readonly siteId: SiteId }[];
  beforeEach(() => {
    lists = 0;
    sites = [];
    const shelf = createRecordShelf();
    let made = 0;
    shops = createShops({
      store: {
        ...shelf,
        listRecords: (...asked) => {
          lists += 1;
          return shelf.listRecords(...asked);
        },
      },
      engine: {
        now: () => 0,
        audit: { write: async () => undefined },
        sites: {
          byId: (siteId: SiteId) => sites.find((site) => site.siteId === siteId),
          create: async () => {
            made += 1;
            const site = { siteId: `st_${made}` as SiteId };
            sites.push(site);
            return accept(site);
          },
        },
      } as never,
    });
  });

  it('is looked for among all shops once, and read by itself from then on', async () => {
    const { site } = await shops.install(DOMAIN);
    for (let asked = 0; asked < 3; asked += 1)
      expect(await shops.ofSite(site.siteId)).toMatchObject({ domain: DOMAIN, uninstalledAt: null });
    expect(lists).toBe(1);
    await shops.uninstall(DOMAIN, null);
    expect(await shops.ofSite(site.siteId)).toMatchObject({ uninstalledAt: 0 });
  });

  it('is another site’s once its own was removed', async () => {
    const { site: before } = await shops.install(DOMAIN);
    await shops.ofSite(before.siteId);
    sites = [];
    await shops.forget(DOMAIN);
    const { site: after } = await shops.install(DOMAIN);
    expect(await shops.ofSite(before.siteId)).toBeNull();
    expect(await shops.ofSite(after.siteId)).toMatchObject({ domain: DOMAIN });
  });
});

describe('two servers that hear of one shop at the same moment', () => {
  async function openPair() {
    const town = await openTown(nextUrl());
    const [one, two] = [await town.open('one'), await town.open('two')];
    const listSites = () =>
      [one, two].map(({ engine }) => engine.sites.list().filter(({ platform }) => platform === 'shopify'));
    return { town, one, two, listSites };
  }

  it('make one site of it, which both use', async () => {
    const { town, one, two, listSites } = await openPair();
    const theirs = createShops({ ...two, store: two.engine.store });
    const store = overtaken(one.engine.store, 'platform-installs', () => theirs.install(DOMAIN));
    const { site } = await createShops({ store, engine: one.engine }).install(DOMAIN);
    await town.settle();
    expect((await theirs.find(DOMAIN))?.site.siteId).toBe(site.siteId);
    expect(listSites()).toMatchObject([[{ siteId: site.siteId }], [{ siteId: site.siteId }]]);
  });

  it('know its site, also where one has not heard of it yet', async () => {
    const { one, two } = await openPair();
    const hear = two.deafen();
    const { site } = await createShops({ ...one, store: one.engine.store }).install(DOMAIN);
    const found = createShops({ ...two, store: two.engine.store }).find(DOMAIN);
    hear();
    expect((await found)?.site.siteId).toBe(site.siteId);
  });
});
