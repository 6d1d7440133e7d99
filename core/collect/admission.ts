/** Whether a post may come in now, by where it comes from and by its key. */
import { type Refusal, refuse } from '../errors.ts';
import type { Keys } from '../ports.ts';
import type { Site } from '../sites/site.ts';
import { createRateLimiter } from './rate.ts';

export type Admit = (site: Site, addressPrefix: string) => Refusal | null;

/** @example createAdmission(keys, now)(site, '203.0.113.0') // null: it may */
export function createAdmission(keys: Pick<Keys, 'random'>, now: () => number): Admit {
  const seed = Buffer.from(keys.random(4)).readInt32LE(0);
  const addresses = createRateLimiter(seed);
  const sites = createRateLimiter(~seed);
  const hint = 'send fewer posts, or raise the limit in the settings of this site';
  return (site, addressPrefix) => {
    const { postsPerSecondPerAddress, postsPerSecondPerKey } = site.settings;
    if (!addresses.take(`${site.siteId} ${addressPrefix}`, postsPerSecondPerAddress, now())) {
      return refuse('rate_limited', '', hint);
    }
    return sites.take(site.siteId, postsPerSecondPerKey, now()) ? null : refuse('rate_limited', 'k', hint);
  };
}
