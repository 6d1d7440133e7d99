/** Which shop is which site: made at the first install, found again at every other. */
import type { Engine } from '../../../core/engine.ts';
import type { SiteId } from '../../../core/entry.ts';
import { InklingError } from '../../../core/errors.ts';
import type { RecordStore } from '../../../core/ports.ts';
import type { Site } from '../../../core/sites/site.ts';
import { createTurns } from '../../../core/turns.ts';

export const PLATFORM = 'shopify';
const COLLECTION = 'platform-installs';
const MOST_SHOPS = 10_000;

export type Shop = {
  /** `name.myshopify.com` */
  readonly domain: string;
  readonly site: Site;
  /** UTC ms, of the latest install. */
  readonly installedAt: number;
  /** UTC ms; null while the app is there. */
  readonly uninstalledAt: number | null;
};

type Row = {
  readonly siteId: SiteId;
  readonly installedAt: number;
  /** When it was last certain to be there by Shopify's clock, as that tells of an uninstall too; ours may be ahead or behind. */
  readonly thereAt?: number;
  readonly uninstalledAt: number | null;
};

export type Shops = {
  find(domain: string): Promise<Shop | null>;
  ofSite(site: SiteId): Promise<Shop | null>;
  list(): Promise<readonly Shop[]>;
  /** The shop with its site, made where it is new; one that the app has left stays so. */
  install(domain: string): Promise<Shop>;
  /**
   * The app is in the shop now, whatever was heard of it before, or was not: what was told of earlier times is over.
   *
   * @param givenAt Of its token, by Shopify's clock, UTC ms; null where it did not say.
   */
  renew(domain: string, givenAt: number | null): Promise<void>;
  /**
   * @param at When Shopify says that it went, UTC ms; null where it does not say: then it is of now.
   * @returns False where the app was installed again since.
   */
  uninstall(domain: string, at: number | null): Promise<boolean>;
  /** Nothing is known of it any more. */
  forget(domain: string): Promise<void>;
};

export type ShopsPorts = {
  readonly store: RecordStore;
  readonly engine: Pick<Engine, 'sites' | 'removal' | 'audit' | 'now'> & Partial<Pick<Engine, 'peers'>>;
};

/** @example const { site } = await createShops({ store, engine }).install('ink.myshopify.com') */
export function createShops({ store, engine }: ShopsPorts): Shops {
  const { sites, audit } = engine;
  const inTurn = createTurns();
  /** Which shop a site is of, as far as it was asked: each event of a site may ask. */
  const domains = new Map<SiteId, string>();

  function toShop(domain: string, value: unknown): Shop | null {
    const { siteId, installedAt, uninstalledAt } = value as Row;
    const site = sites.byId(siteId);
    return site === undefined ? null : { domain, site, installedAt, uninstalledAt };
  }

  async function find(domain: string): Promise<Shop | null> {
    const row = await store.getRecord(COLLECTION, '', keyOf(domain));
    if (row === undefined) return null;
    const known = toShop(domain, row);
    if (known !== null) return known;
    // Another server may have made its site a moment ago.
    await engine.peers?.hear();
    const shop = toShop(domain, row);
    // Its site has been removed: what broke off before this row went is finished here.
    if (shop === null) await store.deleteRecord(COLLECTION, '', keyOf(domain), { was: row });
    return shop;
  }

  async function save(domain: string, row: Row): Promise<void> {
    await store.putRecord(COLLECTION, '', keyOf(domain), row);
  }

  async function noteThere(domain: string, site: Site, thereAt: number | null): Promise<Shop> {
    const installed = { installedAt: engine.now(), uninstalledAt: null };
    await save(domain, { siteId: site.siteId, ...installed, ...(thereAt !== null && { thereAt }) });
    return { domain, site, ...installed };
  }

  async function noteInstall(domain: string, site: Site, thereAt: number | null): Promise<Shop> {
    const shop = await noteThere(domain, site, thereAt);
    await audit.write(site.siteId, { act: 'app installed', by: PLATFORM, detail: {} });
    return shop;
  }

  async function list(): Promise<readonly Shop[]> {
    const rows = await store.listRecords(COLLECTION, '', null, MOST_SHOPS);
    return rows.flatMap(({ key, value }) => toShop(key.slice(keyOf('').length), value) ?? []);
  }

  async function ofSite(siteId: SiteId): Promise<Shop | null> {
    const known = domains.get(siteId);
    const shop = known === undefined ? null : await find(known);
    if (shop?.site.siteId === siteId) return shop;
    const found = (await list()).find(({ site }) => site.siteId === siteId);
    if (found) domains.set(siteId, found.domain);
    else domains.delete(siteId);
    return found ?? null;
  }

  return {
    find,
    list,
    ofSite,
    install: (domain) =>
      inTurn(async () => (await find(domain)) ?? installNew(domain, { store, engine, find })),
    renew: (domain, givenAt) =>
      inTurn(async () => {
        const known = await find(domain);
        if (known === null) return;
        const note = known.uninstalledAt === null ? noteThere : noteInstall;
        await note(domain, known.site, givenAt);
      }),
    uninstall: (domain, at) =>
      inTurn(async () => {
        if ((await find(domain)) === null) return false;
        const row = (await store.getRecord(COLLECTION, '', keyOf(domain))) as Row;
        // Shopify may tell of it late: the app can be back by then.
        if (at !== null && at < (row.thereAt ?? row.installedAt)) return false;
        if (row.uninstalledAt !== null) return true;
        await save(domain, { ...row, uninstalledAt: at ?? engine.now() });
        await audit.write(row.siteId, { act: 'app uninstalled', by: PLATFORM, detail: {} });
        return true;
      }),
    forget: (domain) => inTurn(async () => void (await store.deleteRecord(COLLECTION, '', keyOf(domain)))),
  };
}

/** Of servers that install one at the same moment one has made its site; what the others made goes. */
async function installNew(
  domain: string,
  { store, engine, find }: ShopsPorts & Pick<Shops, 'find'>,
): Promise<Shop> {
  const site = await makeSite(engine.sites, domain);
  for (;;) {
    const installed = { installedAt: engine.now(), uninstalledAt: null };
    const row: Row = { siteId: site.siteId, ...installed };
    if (await store.putRecord(COLLECTION, '', keyOf(domain), row, { was: undefined })) {
      await engine.audit.write(site.siteId, { act: 'app installed', by: PLATFORM, detail: {} });
      return { domain, site, ...installed };
    }
    const first = await find(domain);
    if (first === null) continue;
    await engine.removal.remove(site.site, PLATFORM);
    return first;
  }
}

/** Its orders come from Shopify itself, so that what a page says of one waits for that. */
async function makeSite(sites: Engine['sites'], domain: string): Promise<Site> {
  const name = domain.slice(0, domain.indexOf('.'));
  const made = await sites.create({ name, platform: PLATFORM, orders: 'server' });
  if (made.ok) return made.value;
  throw new InklingError(made.code, `site of ${domain}`, made.at, made.hint);
}

function keyOf(domain: string): string {
  return `${PLATFORM}:${domain}`;
}
