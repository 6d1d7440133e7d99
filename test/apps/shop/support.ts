import express, { type Express } from 'express';
import type { Held, ShopPort } from '../../../apps/shop/port.ts';
import { createShop } from '../../../apps/shop/shop.ts';
import type { ProfileView } from '../../../core/profiles/view.ts';

export const DEVICE = 'ab'.repeat(16);

/** The part of a profile that the shop reads, in the shape the API answers. */
const PROFILE = {
  consent: { analytics: { allowed: true, since: '2026-11-23T10:00:00.000Z', until: null, source: 'page' } },
  sessions: {
    count: 2,
    ended: 1,
    totalDurationMs: 1000,
    drops: { browse: 1, product: 0, cart: 0, checkout: 0, order: 0 },
    open: {
      start: '2026-11-23T10:00:00.000Z',
      last: '2026-11-23T10:00:09.000Z',
      end: '2026-11-23T10:30:09.000Z',
      events: 2,
      durationMs: 9000,
      entryPath: '/shop/',
      drop: { step: 'product', path: '/shop/p/heron' },
    },
    recent: [],
  },
} satisfies Pick<ProfileView, 'consent' | 'sessions'>;

export const HELD: Held = {
  visitor: '9f2c41d0a7be53e18c64f0b2d9a1e377',
  kind: 'anonymous',
  profile: PROFILE,
  events: [
    {
      id: 'e0',
      type: 'event',
      name: 'Page Viewed',
      time: '2026-11-22T09:00:00.000Z',
      properties: { path: '/old' },
    },
    { id: 'c1', type: 'consent', name: 'granted', time: '2026-11-23T10:00:00.000Z', properties: {} },
    {
      id: 'e1',
      type: 'event',
      name: 'Page Viewed',
      time: '2026-11-23T10:00:00.000Z',
      properties: { path: '/shop/' },
    },
    {
      id: 'e2',
      type: 'event',
      name: 'Product Viewed',
      time: '2026-11-23T10:00:09.000Z',
      properties: { name: '<b>Heron</b>', price: 48 },
    },
  ],
};

export type FakePort = ShopPort & {
  /** The devices it was asked about. */
  readonly asked: (string | null)[];
  held: ShopPort['held'];
};

/** A collector that holds one visit until it is told to forget it. */
export function createFakePort(): FakePort {
  let held: Held | null = HELD;
  const asked: (string | null)[] = [];
  return {
    writeKey: 'wk_test',
    siteName: 'demo',
    asked,
    async held(_, device) {
      asked.push(device);
      return held;
    },
    async forget() {
      const counts = held === null ? { events: 0 } : { events: 3, consent_records: 1, links: 0 };
      held = null;
      return counts;
    },
  };
}

/** The shop under `/shop`, with randomness that counts up. */
export function createApp(port: ShopPort): Express {
  let next = 0;
  const random = (bytes: number): Uint8Array => new Uint8Array(bytes).fill(++next);
  return express().use('/shop', createShop(port, { random }));
}
