/** The document of the embedded admin: App Bridge first, nothing inline, and nobody but the Shopify admin around it. */

import type { AdminSurroundings } from '../settings.ts';
import { ADMIN_LOCALES, type AdminBundle, type AdminLocale } from './bundle.ts';
import { ADMIN_PAGES, type AdminPage } from './contract.ts';

/** https://shopify.dev/docs/api/app-home: never bundled, and before every other script. */
const APP_BRIDGE = 'https://cdn.shopify.com/shopifycloud/app-bridge.js';
const ADMIN = 'https://admin.shopify.com';
/** Where App Bridge reports how fast pages of apps are; what Shopify says of an app's speed comes from there. */
const VITALS = 'https://monorail-edge.shopifysvc.com';

export type AdminPageOptions = {
  readonly apiKey: string;
  readonly locale: AdminLocale;
  /** Where the platform lives: `/platforms/shopify`. */
  readonly base: string;
  /** The page that the address names. */
  readonly page: AdminPage;
  readonly bundle: AdminBundle;
  /** Instead of Shopify's own, where there is no Shopify. */
  readonly appBridge?: string;
};

/** @example pickLocale('de-CH') // 'de' */
export function pickLocale(asked: string | undefined): AdminLocale {
  const [language] = (asked ?? '').toLowerCase().split('-');
  return ADMIN_LOCALES.find((locale) => locale === language) ?? 'en';
}

/** Of the path below the platform; null: no page is there. @example pickPage('/segments/buyers') // 'segments' */
export function pickPage(path: string): AdminPage | null {
  const [, name = ''] = path.split('/');
  return name === '' ? ADMIN_PAGES[0] : (ADMIN_PAGES.find((page) => page === name) ?? null);
}

/**
 * @returns The whole document; {@link adminPageHeaders} go with it.
 * @example renderAdminPage({ apiKey, locale: pickLocale(query.locale), base: '/platforms/shopify', page: 'setup', bundle })
 */
export function renderAdminPage(options: AdminPageOptions): string {
  const { apiKey, locale, base, page, bundle, appBridge = APP_BRIDGE } = options;
  const at = (name: string): string => escapeText(`${base}/assets/${name}`);
  const preloads = [...bundle.preloads[locale], ...bundle.preloads[page]].map(
    (name) => `<link rel="modulepreload" href="${at(name)}">\n`,
  );
  return `<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="shopify-api-key" content="${escapeText(apiKey)}">
<script src="${escapeText(appBridge)}"></script>
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Inkling</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${at(bundle.styles)}">
${preloads.join('')}<script type="module" src="${at(bundle.script)}"></script>
</head>
<body>
<div id="inkling" data-base="${escapeText(base)}" data-locale="${locale}"></div>
</body>
</html>
`;
}

/**
 * Headers of the document. Only the shop it was asked for may frame it.
 *
 * @param shop `NAME.myshopify.com`, checked already.
 * @example adminPageHeaders('quill.myshopify.com')['Content-Security-Policy']
 */
export function adminPageHeaders(
  shop: string,
  { appBridge = APP_BRIDGE, admin = ADMIN }: AdminSurroundings = {},
): Readonly<Record<string, string>> {
  const bridge = new URL(appBridge).origin;
  const around = aroundOf(shop, admin);
  const policy = [
    "default-src 'none'",
    `script-src 'self' ${bridge}`,
    // App Bridge and Polaris place what floats by style attributes.
    "style-src 'self' 'unsafe-inline'",
    `img-src 'self' data: https://cdn.shopify.com`,
    `font-src https://cdn.shopify.com`,
    `connect-src 'self' ${bridge} ${around} ${VITALS}`,
    // Previews of treatments stand in frames of our own.
    `frame-src 'self' ${around}`,
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${around}`,
  ];
  return {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': policy.join('; '),
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
  };
}

/** Who stands around what a shop is shown. @example aroundOf('quill.myshopify.com') */
export function aroundOf(shop: string, admin = ADMIN): string {
  return `https://${shop} ${admin}`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escapeText(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}
