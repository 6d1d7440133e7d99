/**
 * Page addresses: the path and the allowed campaign parameters stay; click ids, fragments, e-mail- and token-like
 * parts go. The tracker does the same on the device; the server never relies on that.
 */
import { looksPersonal } from './free-text.ts';
import { NO_SECRETS, type Secrets } from './secrets.ts';

const CAMPAIGN = new Set(['utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'utm_content', 'utm_id']);
const MOST_CHARACTERS = 1024;
/**
 * Runs of 20 letters and digits mixed, as in session tokens, password-reset links and signed ids; and UUIDs. Words with
 * hyphens between, as in the addresses of articles and products, are none, however long.
 */
const TOKEN =
  /(?<![a-z0-9_])(?=[a-z_]*\d)(?=[\d_]*[a-z])[a-z0-9_]{20,}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;
const REDACTED = ':redacted';

export type PageAddress = { readonly path: string; readonly campaign?: Readonly<Record<string, string>> };

/**
 * @param address Path or whole URL.
 * @param secrets Raw strings that must not stand in it.
 * @example readPageAddress('/shoes?utm_source=mail&gclid=abc#top') // { path: '/shoes', campaign: { utm_source: 'mail' } }
 */
export function readPageAddress(address: string, secrets: Secrets = NO_SECRETS): PageAddress {
  const local = address.slice(0, MOST_CHARACTERS).replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '');
  const [whole = ''] = local.split('#');
  const cut = whole.indexOf('?');
  const path = cleanPath(cut < 0 ? whole : whole.slice(0, cut), secrets);
  if (cut < 0) return { path };
  const campaign = readCampaign(whole.slice(cut + 1), secrets);
  return campaign === null ? { path } : { path, campaign };
}

/** Origin of a referring page; null where there is none, where it is no web address, or where it names a user. */
export function referrerOrigin(referrer: string): string | null {
  const origin = /^https?:\/\/[^/?#@\s]{1,255}(?=[/?#]|$)/i.exec(referrer)?.[0];
  return origin === undefined ? null : origin.toLowerCase();
}

/**
 * Whether one page leads to another of the same site: of the same host, with or without `www.`, or of one above or below
 * it. More cannot be told of two hosts without a list of all public suffixes.
 *
 * @param page Origin or whole URL; of anything else nothing is the same site.
 * @example isSameSite('https://shop.example', 'https://www.shop.example/shoes') // true
 */
export function isSameSite(referrer: string, page: string): boolean {
  const [from, to] = [hostOf(referrer), hostOf(page)];
  if (from === null || to === null) return false;
  return from === to || from.endsWith(`.${to}`) || to.endsWith(`.${from}`);
}

function hostOf(url: string): string | null {
  const origin = referrerOrigin(url);
  return origin?.replace(/^https?:\/\/(www\.)?/, '').replace(/:\d+$/, '') ?? null;
}

/** Cleans a property value that is an address; answers it unchanged where it is not. */
export function cleanAddressValue(value: string): string {
  const origin = referrerOrigin(value);
  if (origin === null && !(value.startsWith('/') && /[?#@]|%40/.test(value))) return value;
  const { path, campaign } = readPageAddress(value);
  const query = campaign === undefined ? '' : `?${new URLSearchParams(campaign).toString()}`;
  return `${origin ?? ''}${path}${query}`;
}

function cleanPath(path: string, secrets: Secrets): string {
  if (path === '' || path === '/') return '/';
  // A user agent has slashes of its own, so no single part of the path would show it.
  if (secrets.areIn(path)) return `/${REDACTED}`;
  return path
    .split('/')
    .map((segment) => (isPrivateSegment(segment) ? REDACTED : segment))
    .join('/');
}

function isPrivateSegment(segment: string): boolean {
  if (segment.length < 6) return false;
  const text = decode(segment);
  return TOKEN.test(text) || looksPersonal(text) !== null;
}

function readCampaign(query: string, secrets: Secrets): Record<string, string> | null {
  const campaign: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(query)) {
    const key = name.toLowerCase();
    if (!CAMPAIGN.has(key) || value === '' || looksPersonal(value) !== null || secrets.areIn(value)) continue;
    campaign[key] = value.slice(0, 200);
  }
  return Object.keys(campaign).length === 0 ? null : campaign;
}

function decode(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}
