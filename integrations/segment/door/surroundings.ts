/** What a message's `context` says of the circumstances: which device, which page, what is allowed; and what must go. */
import { firstText } from '../../../core/collect/batch.ts';
import { isObject, type JsonObject } from '../../../core/collect/json.ts';
import { type Context, PURPOSES, type Purpose } from '../../../core/entry.ts';
import { deviceClass } from '../../../core/identity/circumstances.ts';
import type { ServerItem } from '../../../core/identity/identify-server.ts';
import type { SiteSettings } from '../../../core/sites/site.ts';
import { isZone } from '../../../core/zone.ts';

export type Surroundings = Pick<
  ServerItem,
  'context' | 'agent' | 'address' | 'url' | 'referrer' | 'consent'
> & {
  readonly secrets: readonly string[];
};

/** Of the traits that libraries repeat beside each message: what may stand nowhere else in it either. */
const PERSONAL = ['email', 'phone', 'username'];
const PERSONAL_OF_DEVICE = ['id', 'advertisingId', 'token', 'name'];
const CAMPAIGN = ['source', 'medium', 'term', 'content', 'id'];

/**
 * @param properties Of the message: a page call says its address there.
 * @example surroundingsOf({ page: { url: 'https://a.example/p' } }, {}, {}).address // 'https://a.example/p'
 */
export function surroundingsOf(
  context: JsonObject,
  properties: JsonObject,
  categories: SiteSettings['consentCategories'],
): Surroundings {
  const page = objectIn(context, 'page');
  const url = firstText(properties.url, page.url);
  const path = firstText(properties.path, page.path);
  const agent = agentOf(context);
  return {
    address: withCampaign(
      firstText(url, path && path + firstText(page.search)),
      objectIn(context, 'campaign'),
    ),
    url: firstText(url, path),
    referrer: firstText(properties.referrer, page.referrer, objectIn(context, 'referrer').url),
    context: { ...classOf(agent, context), ...zoneOf(context) },
    agent,
    consent: consentIn(context, categories),
    secrets: secretsIn(context),
  };
}

/** A library that runs in a page says the browser; one that says none runs on a server. */
function agentOf(context: JsonObject): string | null | undefined {
  const agent = firstText(context.userAgent);
  if (agent !== '') return agent;
  return isObject(context.library) ? null : undefined;
}

function classOf(agent: string | null | undefined, context: JsonObject): Pick<Context, 'device'> {
  if (agent) return { device: deviceClass(agent) };
  const isHandset = /^(ios|android)$/i.test(firstText(objectIn(context, 'device').type));
  return isHandset ? { device: 'mobile' } : {};
}

function zoneOf({ timezone }: JsonObject): Pick<Context, 'zone'> {
  return typeof timezone === 'string' && isZone(timezone) ? { zone: timezone } : {};
}

/** Libraries read the campaign out of an address that they then leave out: it is put back, to be read as everywhere. */
function withCampaign(address: string, campaign: JsonObject): string {
  if (address === '' || /[?&]utm_/i.test(address)) return address;
  const query = new URLSearchParams();
  for (const key of ['name', ...CAMPAIGN]) {
    const word = firstText(campaign[key]);
    if (word !== '') query.set(key === 'name' ? 'utm_campaign' : `utm_${key}`, word);
  }
  const [whole = ''] = address.split('#');
  return query.size === 0 ? address : `${whole}${whole.includes('?') ? '&' : '?'}${query}`;
}

function secretsIn(context: JsonObject): readonly string[] {
  const traits = objectIn(context, 'traits');
  const device = objectIn(context, 'device');
  return [
    firstText(context.ip),
    firstText(context.userAgent),
    ...PERSONAL.map((key) => firstText(traits[key])),
    ...PERSONAL_OF_DEVICE.map((key) => firstText(device[key])),
  ];
}

/**
 * What a message says is allowed: a purpose is, where every category is allowed that means it. Where categories are said
 * at all, one that is left out is refused: Segment reads them so. An empty object refuses everything.
 *
 * @param categories By the site's settings; without any a category means the purpose of its own name.
 * @returns null where the message says nothing.
 * @example consentIn({ consent: { categoryPreferences: { Analytics: true } } }, {}) // { analytics: true }
 */
export function consentIn(
  context: JsonObject,
  categories: SiteSettings['consentCategories'],
): Partial<Record<Purpose, boolean>> | null {
  const said = preferencesIn(context);
  if (said === null) return null;
  const consent: Partial<Record<Purpose, boolean>> = {};
  for (const purpose of PURPOSES) {
    const own = Object.keys(categories).filter((category) => categories[category] === purpose);
    const meant = own.length > 0 ? own.map((category) => category.toLowerCase()) : [purpose];
    const isAsked = own.length > 0 || purpose === 'analytics' || said.size === 0 || said.has(purpose);
    if (isAsked) consent[purpose] = meant.every((category) => said.get(category) === true);
  }
  return consent;
}

/** Segment's form, or RudderStack's: categories in lower case. */
function preferencesIn(context: JsonObject): ReadonlyMap<string, boolean> | null {
  const { categoryPreferences } = objectIn(context, 'consent');
  if (isObject(categoryPreferences))
    return new Map(
      Object.entries(categoryPreferences).map(([category, said]) => [category.toLowerCase(), said === true]),
    );
  if (!isObject(context.consentManagement)) return null;
  const { allowedConsentIds, deniedConsentIds } = context.consentManagement;
  const listed = (ids: unknown, said: boolean): [string, boolean][] =>
    Array.isArray(ids) ? ids.map((id) => [String(id).toLowerCase(), said]) : [];
  return new Map([...listed(allowedConsentIds, true), ...listed(deniedConsentIds, false)]);
}

/** An object at a key; an empty one where there is none. */
export function objectIn(parent: JsonObject, key: string): JsonObject {
  const value = parent[key];
  return isObject(value) ? value : {};
}
