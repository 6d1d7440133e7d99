/**
 * What a shop has of ours at Shopify itself: the settings that the app embed reads, in a metafield of the installation, and
 * the web pixel with where it posts. Written at every install, kept as they should be, and looked at by the checklist.
 */
import { accept, type Outcome } from '../../../core/errors.ts';
import { currentKeys } from '../../../core/sites/registry.ts';
import type { Site } from '../../../core/sites/site.ts';
import { type Admin, type Patience, WHILE_LOOKED_AT } from '../api/admin-client.ts';
import { PUBLIC_SETTINGS, publicSettingsSet } from '../operations/metafields.ts';
import { webPixel, webPixelCreate, webPixelUpdate } from '../operations/pixel.ts';
import { appInstallation } from '../operations/shop.ts';
import type { Part } from '../part.ts';
import { eachShop } from './each-shop.ts';
import type { Shop, Shops } from './shops.ts';

const HOUR_MS = 3_600_000;

export type PixelState = 'ours' | 'other' | 'none';

export type Connecting = {
  /** What Shopify holds of our pixel now. */
  readPixel(shop: Shop): Promise<Outcome<PixelState>>;
  /** Connects it, or gives it our settings again. */
  connectPixel(shop: Shop): Promise<Outcome<unknown>>;
  readonly part: Part;
};

export type ConnectingPorts = {
  readonly admin: Admin;
  /** `application_url` of the app. */
  readonly appUrl: string;
  readonly now: () => number;
  readonly shops: Pick<Shops, 'list'>;
};

type Held = { readonly id: string; readonly state: PixelState } | null;

/** @example await createConnecting({ admin, appUrl, now, shops }).connectPixel(shop) */
export function createConnecting({ admin, appUrl, now, shops }: ConnectingPorts): Connecting {
  const settingsOf = ({ site }: Shop): PixelSettings => ({
    accountId: currentKeys(site, now()).writeKey,
    endpoint: `${appUrl}/pixel`,
  });

  async function findPixel(shop: Shop, patience?: Patience): Promise<Outcome<Held>> {
    const answer = await admin.run(shop, webPixel, {}, patience);
    // Where there is none, this is no empty answer but an error.
    if (!answer.ok) return answer.code === 'not_found' ? accept(null) : answer;
    const held = answer.value.webPixel;
    if (held == null) return accept(null);
    const isOurs = isSame(readSettings(held.settings), settingsOf(shop));
    return accept({ id: held.id, state: isOurs ? 'ours' : 'other' });
  }

  async function connectPixel(shop: Shop): Promise<Outcome<unknown>> {
    const found = await findPixel(shop);
    if (!found.ok) return found;
    const settings = JSON.stringify(settingsOf(shop));
    if (found.value === null) return admin.run(shop, webPixelCreate, { settings });
    if (found.value.state === 'ours') return accept({});
    return admin.run(shop, webPixelUpdate, { id: found.value.id, settings });
  }

  async function writeSettings(shop: Shop): Promise<Outcome<unknown>> {
    const installation = await admin.run(shop, appInstallation, {
      namespace: PUBLIC_SETTINGS.namespace,
      key: PUBLIC_SETTINGS.key,
    });
    if (!installation.ok) return installation;
    const { id: ownerId, metafield } = installation.value.currentAppInstallation;
    const value = JSON.stringify(embedSettings(shop.site, now()));
    if (metafield?.value === value) return accept({});
    return admin.run(shop, publicSettingsSet, { metafields: [{ ...PUBLIC_SETTINGS, ownerId, value }] });
  }

  /** Also where keys were rotated or the policy is another one: what stands there already is not written again. */
  async function connect(shop: Shop): Promise<Outcome<unknown>> {
    const written = await writeSettings(shop);
    return written.ok ? connectPixel(shop) : written;
  }

  return {
    readPixel: async (shop) => {
      const found = await findPixel(shop, WHILE_LOOKED_AT);
      return found.ok ? accept(found.value?.state ?? 'none') : found;
    },
    connectPixel,
    part: {
      installed: connect,
      works: [
        {
          name: 'settings',
          everyMs: HOUR_MS,
          run: () => eachShop(shops, connect),
        },
      ],
    },
  };
}

/** As core/tracker/settings.ts names them; the embed adds what is the same for every shop. */
function embedSettings(site: Site, now: number): { readonly [key: string]: string | 1 } {
  const { policy, honoursDoNotTrack } = site.settings;
  return {
    k: currentKeys(site, now).writeKey,
    s: site.siteId,
    p: policy,
    ...(honoursDoNotTrack && { dnt: 1 as const }),
  };
}

type PixelSettings = { readonly accountId: string; readonly endpoint: string };

/** Shopify answers them as text or as an object. */
function readSettings(settings: unknown): unknown {
  if (typeof settings !== 'string') return settings;
  try {
    return JSON.parse(settings);
  } catch {
    return null;
  }
}

function isSame(held: unknown, { accountId, endpoint }: PixelSettings): boolean {
  const { accountId: heldId, endpoint: heldEndpoint } = (held ?? {}) as Partial<PixelSettings>;
  return heldId === accountId && heldEndpoint === endpoint;
}
