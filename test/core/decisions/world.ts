/** Campaigns and visitors by hand, for everything that is decided without a store. */
import type { Campaign } from '../../../core/decisions/campaign.ts';
import {
  type Ask,
  type Choice,
  choose,
  type Person,
  type SiteTerms,
} from '../../../core/decisions/choose.ts';
import { type CampaignEntry, compileCampaigns, type LiveCampaign } from '../../../core/decisions/live.ts';
import { parseCampaign } from '../../../core/decisions/parse.ts';
import { NO_CAMPAIGNS } from '../../../core/profiles/campaign-tracks.ts';

export const NOW = Date.UTC(2026, 3, 15, 12);
export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export type Given = { readonly [key: string]: unknown };

export const MESSAGE = { kind: 'message', title: 'Hello', text: 'Stay a moment.' } as const;
export const MAIL = { kind: 'email', subject: 'Your cart', text: 'It is still there.' } as const;
export const COUPON = {
  kind: 'coupon',
  title: 'Ten percent',
  text: 'Off your order.',
  code: 'TEN',
  ends: new Date(NOW + DAY).toISOString(),
} as const;

/** As it is put: a live message on `Product Added`; what is given takes the place of it. */
export function put(given: Given = {}): Given {
  return {
    name: 'Hello',
    state: 'live',
    trigger: { event: 'Product Added' },
    variants: [{ key: 'a', treatment: MESSAGE }],
    ...given,
  };
}

/** @throws Error with place and cure where it is none. */
export function campaign(given: Given = {}, key = 'hello'): Campaign {
  const read = parseCampaign(put(given), key);
  if (!read.ok) throw new Error(`${read.at}: ${read.hint}`);
  return read.value;
}

export function entryOf(own: Campaign, more: Partial<CampaignEntry> = {}): CampaignEntry {
  const arms = own.variants.map(({ key, weight, treatment }) => ({
    key,
    weight,
    isControl: treatment === null,
  }));
  return {
    campaign: own,
    version: 1,
    versions: [{ version: 1, goal: own.goal, arms, since: 0 }],
    createdAt: 0,
    changedAt: 0,
    liveSince: 0,
    ...more,
  };
}

/** All of a site's, by key. */
export function siteOf(given: Readonly<Record<string, Given>>, more: Partial<CampaignEntry> = {}) {
  const entries = Object.entries(given).map(
    ([key, own]) => [key, entryOf(campaign(own, key), more)] as const,
  );
  return compileCampaigns(new Map(entries));
}

export function live(given: Given = {}, key = 'hello', more: Partial<CampaignEntry> = {}): LiveCampaign {
  const found = siteOf({ [key]: given }, more).liveOf(key);
  if (found === null) throw new Error(`${key} is not live`);
  return found;
}

export function person(given: Partial<Person> & { readonly segments?: readonly string[] } = {}): Person {
  const { segments = [], ...rest } = given;
  return {
    unit: 'a'.repeat(32),
    isAnonymous: false,
    zone: 'UTC',
    consent: {},
    session: NOW - MINUTE,
    campaigns: NO_CAMPAIGNS,
    isIn: (segment) => segments.includes(segment),
    expect: () => null,
    leftCarts: 0,
    ...rest,
  };
}

export const TERMS: SiteTerms = { holdout: 0, caps: [] };

/** An event that has just come in. */
export function asks(campaigns: readonly LiveCampaign[], more: Partial<Ask> = {}): readonly Ask[] {
  const event = { t: NOW, source: 'web', properties: {} } as const;
  return [{ trigger: 'e1', campaigns, event, ...more }];
}

/** Who is tried first at each place, and why nobody else is. */
export function told({ places, considered }: Choice) {
  return {
    places: Object.fromEntries(
      [...places].map(([place, all]) => [
        place,
        all.map(({ live: own, outcome }) => `${own.campaign.key} ${outcome}`),
      ]),
    ),
    reasons: considered.map((one) => `${one.campaign} ${one.reason}`),
  };
}

/** One campaign that one event sets off. */
export function chooseOne(own: LiveCampaign, who: Person = person(), terms = TERMS, now = NOW) {
  return told(choose(who, asks([own]), terms, now));
}
