/** What connects this server to an app at Shopify: the app's key and secret, and where Shopify reaches us. */
import { InklingError } from '../../core/errors.ts';

/** Of the embedded admin, where there is no Shopify around it. */
export type AdminSurroundings = {
  /** Address of App Bridge. */
  readonly appBridge?: string;
  /** Origin of the admin. */
  readonly admin?: string;
};

export type ShopifySettings = {
  /** Client ID of the app; public. */
  readonly apiKey: string;
  /** Client secret: signs webhooks, proxied requests and session tokens. */
  readonly apiSecret: string;
  /** `application_url` of the app, without a slash at its end. */
  readonly appUrl: string;
  /** Whom our requests to Shopify go through; the platform's own when left out. */
  readonly fetch?: typeof fetch;
  readonly surroundings?: AdminSurroundings;
};

export type ShopifyEnvironment = {
  readonly SHOPIFY_API_KEY?: string | undefined;
  readonly SHOPIFY_API_SECRET?: string | undefined;
  readonly PUBLIC_URL?: string | undefined;
};

/** Where the platform lies on this server. */
export const APP_PATH = '/platforms/shopify';
const KEY = /^[0-9a-f]{32}$/;
const SECRET = /^[\w-]{32,128}$/;

/**
 * @returns null where neither key nor secret is set: no shop is connected.
 * @throws InklingError `malformed_setting`: place, fault, cure.
 * @example readShopifySettings({ SHOPIFY_API_KEY: key, SHOPIFY_API_SECRET: secret, PUBLIC_URL: 'https://i.example.com' })
 */
export function readShopifySettings(env: ShopifyEnvironment): ShopifySettings | null {
  const { SHOPIFY_API_KEY: apiKey, SHOPIFY_API_SECRET: apiSecret, PUBLIC_URL: publicUrl } = env;
  if (apiKey === undefined && apiSecret === undefined) return null;
  if (apiKey === undefined || !KEY.test(apiKey))
    throw malformed(
      'SHOPIFY_API_KEY',
      'write the Client ID of the app: 32 hex digits, from `shopify app env show`',
    );
  if (apiSecret === undefined || !SECRET.test(apiSecret))
    throw malformed('SHOPIFY_API_SECRET', 'write the Client secret of the app, from `shopify app env show`');
  if (publicUrl === undefined || !isReachable(publicUrl))
    throw malformed('PUBLIC_URL', 'Shopify reaches this server by https: write https://inkling.example.com');
  return { apiKey, apiSecret, appUrl: `${publicUrl.replace(/\/+$/, '')}${APP_PATH}` };
}

/** A shop made up for trying things out lies on the machine itself. */
function isReachable(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || hostname === '127.0.0.1' || hostname === 'localhost';
}

function malformed(name: string, cure: string): InklingError {
  return new InklingError('malformed_setting', name, 'it is missing or malformed', cure);
}
