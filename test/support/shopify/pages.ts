/** What a page of the shop posts, as core/collect/WIRE.md has it. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { AnswerBody } from '../sites.ts';

export type PageEvent = readonly [name: string, properties?: AnswerBody];

export type Load = {
  /** Of the device: whoever allows to be remembered has one. */
  readonly device?: string;
  readonly consent?: AnswerBody;
};

/** @example await shop.proxy('v1/collect', { body: postOfPage(now, [['Page Viewed']], { device, consent: ALLOWED }) }) */
export function postOfPage(
  now: number,
  events: readonly PageEvent[],
  { device, consent }: Load = {},
): AnswerBody {
  return {
    ...{ ver: 1, s: now, pg: randomBytes(16).toString('hex'), q: 0, z: 'Europe/Vienna' },
    ...(consent !== undefined && { c: consent }),
    ...(device !== undefined && { dev: device }),
    e: events.map(([n, p = {}]) => ({ i: randomUUID(), n, t: now, p, u: '/products/harbour-blue' })),
  };
}

export const allowed = (at: number): AnswerBody => ({
  analytics: true,
  personalization: true,
  at,
  source: 'shopify',
});
export const newDevice = (): string => randomBytes(16).toString('hex');
