/** The site that a shop is, as far as its pages need it: no key is among it. */
import type { Site } from '../../../core/sites/site.ts';
import type { AdminSite } from '../admin-page/contract.ts';
import { PLATFORM } from '../installation/shops.ts';

/** @example readSite(shop.site).timezone // 'Europe/Berlin' */
export function readSite({ site, siteId, settings }: Site): AdminSite {
  const { name, timezone, currency } = settings;
  return { site, siteId, platform: PLATFORM, name, timezone, currency };
}
