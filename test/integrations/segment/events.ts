/** One event for each preset, as Segment's sources send them. */
import { NOON } from '../../support/served.ts';
import type { SegmentEvent } from './world.ts';

export const DEVICE_UUID = '5f0c1d2e-3a4b-4c6d-8e9f-0a1b2c3d4e5f';
export const DEVICE = DEVICE_UUID.replaceAll('-', '');
export const USER = 'customer-4711';
export const EMAIL = 'ann.lee@shop.example';

let lastId = 0;

/** A call with what every call has. @example call('track', { event: 'Product Viewed' }) */
export function call(type: string, more: SegmentEvent = {}): SegmentEvent {
  lastId += 1;
  return {
    type,
    messageId: `message-${lastId}`,
    timestamp: new Date(NOON - 60_000 + lastId).toISOString(),
    userId: USER,
    anonymousId: DEVICE_UUID,
    integrations: {},
    ...more,
  };
}

export function withConsent(event: SegmentEvent, categoryPreferences: unknown): SegmentEvent {
  return { ...event, context: { ...(event.context as object), consent: { categoryPreferences } } };
}

const products = [{ product_id: 'shoe-1', name: 'Runner', price: 49.5, quantity: 2 }];
const order = { order_id: '1001', total: 104.9, revenue: 99, currency: 'EUR', products };
const page = { url: 'https://shop.example/shoes?utm_source=news&q=red', path: '/shoes', referrer: '' };
const personas = {
  computation_class: 'audience',
  computation_key: 'vip',
  computation_id: 'aud_1',
  space_id: 'spa_1',
  external_audience_id: 'audience_vip',
};

/** A good event for the preset of that name. */
export const SAMPLES: Readonly<Record<string, () => SegmentEvent>> = {
  'Track Calls': () =>
    call('track', {
      event: 'Product Viewed',
      properties: { product_id: 'shoe-1', price: 49.5, currency: 'EUR' },
      context: { page },
    }),
  'Page and Screen Calls': () =>
    call('page', { name: 'Shoes', properties: { path: '/shoes', title: 'Shoes' }, context: { page } }),
  'Identify Calls': () => call('identify', { traits: { plan: 'pro', email: EMAIL } }),
  'Order Completed': () => call('track', { event: 'Order Completed', properties: order }),
  'Order Updated': () => call('track', { event: 'Order Updated', properties: order }),
  'Order Refunded': () => call('track', { event: 'Order Refunded', properties: order }),
  'Order Cancelled': () => call('track', { event: 'Order Cancelled', properties: order }),
  'Engage Audiences': () => call('identify', { traits: { vip: true }, context: { personas } }),
  'Segment Consent Preference Updated': () =>
    withConsent(call('track', { event: 'Segment Consent Preference Updated' }), { analytics: true }),
  'Alias Calls': () => call('alias', { previousId: 'customer-before' }),
  'Group Calls': () => call('group', { groupId: 'acme', traits: { plan: 'pro', seats: 12 } }),
};

export const PRESETS = Object.keys(SAMPLES);

export function sampleOf(preset: string): SegmentEvent {
  const make = SAMPLES[preset];
  if (make === undefined) throw new Error(`there is no sample for ${preset}`);
  return make();
}
