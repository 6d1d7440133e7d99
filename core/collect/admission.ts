/** Whether a post may come in now: by where it comes from, by its key, and by whom it speaks of. */
import { type Refusal, refuse } from '../errors.ts';
import type { Keys } from '../ports.ts';
import type { Site } from '../sites/site.ts';
import { createRateLimiter, type Pace } from './rate.ts';

export type Admission = {
  /**
   * Asked before a body is read.
   *
   * @param isCostly What it asks for takes long, or leaves something for good: such posts have a hundredth of the room.
   */
  admit(site: Site, addressPrefix: string, isCostly?: boolean): Refusal | null;
  /**
   * Asked once the body says for whom it speaks: one id that many networks post under fills one profile.
   *
   * @param name As the sender wrote it; it is hashed and let go. Empty: it speaks for nobody.
   */
  admitVisitor(site: Site, name: string): Refusal | null;
};

/** @example createAdmission(keys, now).admit(site, '203.0.113') // null: it may */
export function createAdmission(keys: Pick<Keys, 'random'>, now: () => number): Admission {
  const seed = Buffer.from(keys.random(4)).readInt32LE(0);
  const addresses = createRateLimiter(seed);
  const sites = createRateLimiter(~seed);
  const visitors = createRateLimiter(seed ^ 0x55555555);
  const hint = 'send fewer posts, or raise the limit in the settings of this site';
  return {
    // Who is refused by its address takes nothing from the others that use the key.
    admit: ({ siteId, settings }, addressPrefix, isCostly = false) => {
      const { postsPerSecondPerAddress: ofAddress, postsPerSecondPerKey: ofKey } = settings;
      const [kind, paceOf] = isCostly ? ['costly ', costlyPace] : ['', usualPace];
      if (!addresses.take(`${kind}${siteId} ${addressPrefix}`, paceOf(ofAddress), now()))
        return refuse('rate_limited', '', hint);
      if (!sites.take(`${kind}${siteId}`, paceOf(ofKey), now())) return refuse('rate_limited', 'k', hint);
      return null;
    },
    admitVisitor: ({ siteId, settings }, name) => {
      const { postsPerSecondPerAddress, postsPerSecondPerVisitor: own } = settings;
      const perSecond = own ?? postsPerSecondPerAddress;
      return name === '' || visitors.take(`${siteId} ${name}`, { perSecond }, now())
        ? null
        : refuse('rate_limited', 'device', hint);
    },
  };
}

function usualPace(perSecond: number): Pace {
  return { perSecond };
}

/** A person asks for such a thing once; some behind one address ask in the same minute. */
function costlyPace(perSecond: number): Pace {
  return { perSecond: perSecond / 100, burst: Math.max(1, perSecond / 2) };
}
