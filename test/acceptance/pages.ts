/** Devices that log in, as their pages tell of it. */
import { createHmac } from 'node:crypto';
import { expect } from 'vitest';
import type { AnswerBody, Sender, TestSite } from '../support/sites.ts';
import { DAY, GRANTED, item, type World } from './world.ts';

/** What the tracker's identity file makes of an id. */
export function innerHash(site: TestSite, id: string): string {
  return createHmac('sha256', site.siteId).update(id.trim().toLowerCase().normalize('NFC')).digest('hex');
}

/** What the site's backend adds to vouch for it. */
export function proofOf(site: TestSite, inner: string): string {
  return createHmac('sha256', site.secretKey).update(inner).digest('hex');
}

export const idsOf = (entries: readonly { readonly id: string }[]): readonly string[] =>
  entries.map(({ id }) => id);

export type Pages = {
  /** A post of a device that allowed it long ago. */
  post(
    site: TestSite,
    dev: string,
    items: readonly AnswerBody[],
    more?: AnswerBody,
    sender?: Sender,
  ): Promise<AnswerBody>;
  logIn(site: TestSite, dev: string, id: string, isProved?: boolean): Promise<AnswerBody>;
};

/** @param worldOf The world of now: a suite may restart it. */
export function openPages(worldOf: () => Pick<World, 'now'>): Pages {
  const post: Pages['post'] = async (site, dev, items, more = {}, sender = {}) => {
    const now = worldOf().now();
    const c = { ...GRANTED, at: now - 60 * DAY, source: 'banner' };
    const { status, body } = await site.collect({ s: now, dev, c, e: items, ...more }, sender);
    expect(status).toBe(200);
    return body;
  };
  return {
    post,
    logIn: (site, dev, id, isProved = false) => {
      const h = innerHash(site, id);
      const pr = isProved ? { pr: proofOf(site, h) } : {};
      return post(site, dev, [item('Signed In', worldOf().now())], { h, ...pr });
    },
  };
}
