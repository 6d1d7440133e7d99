/** Endpoints at rest: one record each, its secrets sealed with the site's key. */
import type { Json, SiteId } from '../../core/entry.ts';
import type { KeyRing } from '../../core/identity/keys.ts';
import type { Store } from '../../core/ports.ts';
import { changeRecord } from '../../core/record-change.ts';
import type { Endpoint } from './endpoint.ts';

export const WEBHOOKS = 'webhooks';
export const MOST_ENDPOINTS = 50;
const SECRET_BYTES = 32;

export type EndpointSecrets = {
  readonly secret: string;
  /** Signs beside the new one until then. */
  readonly previous: { readonly secret: string; readonly until: number } | null;
  /** What pseudonyms are made with; stays when the secret is rotated. */
  readonly receiverKey: string;
};

export type Opened = { readonly endpoint: Endpoint; readonly secrets: EndpointSecrets };

export type Endpoints = {
  load(site: SiteId): Promise<readonly Opened[]>;
  /** Null where there is none. */
  read(site: SiteId, key: string): Promise<Opened | null>;
  /**
   * @param make Of how it stands (null: there is none); null: it stays so.
   * @returns What was made of it.
   */
  change(
    site: SiteId,
    key: string,
    make: (opened: Opened | null) => Promise<Opened | null>,
  ): Promise<Opened | null>;
  remove(site: SiteId, key: string): Promise<boolean>;
  newSecrets(site: SiteId): Promise<EndpointSecrets>;
};

type Stored = Omit<Endpoint, 'key'> & { readonly sealed: string };

/**
 * New secrets for the endpoints of a site whose sealed ones are lost; receivers refuse what is sent until they have them.
 *
 * @returns How many.
 */
export async function renewEndpoints(
  store: Store,
  site: SiteId,
  ring: Pick<KeyRing, 'ofSite'>,
): Promise<number> {
  const { newSecrets } = createEndpoints(store, ring);
  const rows = await store.listRecords(WEBHOOKS, site, null, MOST_ENDPOINTS);
  for (const { key, value } of rows) {
    const { sealed: _lost, ...stored } = value as Stored;
    const renewed = { endpoint: { key, ...stored }, secrets: await newSecrets(site) };
    await store.putRecord(WEBHOOKS, site, key, await close(site, renewed, ring));
  }
  return rows.length;
}

const purposeOf = (site: SiteId, key: string): string => `${WEBHOOKS}:${site}:${key}`;

async function close(
  site: SiteId,
  { endpoint: { key, ...endpoint }, secrets }: Opened,
  ring: Pick<KeyRing, 'ofSite'>,
): Promise<Stored> {
  const sealed = (await ring.ofSite(site)).seal(JSON.stringify(secrets), purposeOf(site, key));
  return { ...endpoint, sealed };
}

export function createEndpoints(store: Store, ring: Pick<KeyRing, 'ofSite'>): Endpoints {
  async function open(site: SiteId, key: string, value: Json): Promise<Opened> {
    const { sealed, ...stored } = value as Stored;
    const secrets: EndpointSecrets = JSON.parse((await ring.ofSite(site)).open(sealed, purposeOf(site, key)));
    return { endpoint: { key, ...stored }, secrets };
  }

  return {
    load: async (site) => {
      const rows = await store.listRecords(WEBHOOKS, site, null, MOST_ENDPOINTS);
      return Promise.all(rows.map(({ key, value }) => open(site, key, value)));
    },
    read: async (site, key) => {
      const value = await store.getRecord(WEBHOOKS, site, key);
      return value === undefined ? null : open(site, key, value);
    },
    change: (site, key, make) =>
      changeRecord(store, [WEBHOOKS, site, key], async (value) => {
        const answer = await make(value === undefined ? null : await open(site, key, value));
        return answer === null ? { answer } : { next: await close(site, answer, ring), answer };
      }),
    remove: (site, key) => store.deleteRecord(WEBHOOKS, site, key),
    newSecrets: async (site) => {
      const { random } = await ring.ofSite(site);
      const draw = (): string => Buffer.from(random(SECRET_BYTES)).toString('base64url');
      return { secret: `whsec_${draw()}`, previous: null, receiverKey: draw() };
    },
  };
}
