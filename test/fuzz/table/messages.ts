/** What the libraries of other trackers post. */
import { DEFAULT_SETTINGS, type Site } from '../../../core/sites/site.ts';
import { type MessageFrame, translateMessage } from '../../../integrations/segment/door/message.ts';
import type { Parser } from '../examine.ts';
import { hashKey } from './key.ts';

const NOW = Date.UTC(2026, 0, 5, 12);
const MESSAGES = [
  {
    type: 'track',
    event: 'purchase',
    messageId: 'm1',
    userId: 'u1',
    anonymousId: 'd0d0d0d0-d0d0-4d0d-8d0d-d0d0d0d0d0d0',
    timestamp: '2026-01-05T12:00:00Z',
    properties: { transaction_id: 't1', value: 5, items: [{ item_id: 'p1', price: 5 }] },
    context: {
      ip: '203.0.113.7',
      userAgent: 'Mozilla/5.0 (iPhone) Mobile/15E148',
      timezone: 'Europe/Berlin',
      page: { path: '/p', url: 'https://shop.example/p?x=1', referrer: 'https://a.example/' },
      campaign: { name: 'spring', source: 'mail' },
      consent: { categoryPreferences: { Analytics: true } },
      library: { name: 'analytics.js' },
    },
  },
  { type: 'identify', userId: 7, traits: { email: 'ann@example.com', plan: 'pro', address: { city: 'x' } } },
  {
    type: 'group',
    userId: 'u1',
    groupId: 'g1',
    traits: { plan: 'pro', seats: 3, trialEndDate: '2026-02-01T00:00:00Z' },
  },
  {
    type: 'page',
    name: 'Home',
    originalTimestamp: NOW,
    context: { consentManagement: { allowedConsentIds: ['x'] } },
  },
  { type: 'alias', previousId: 'u0', userId: 'u1' },
  { type: 'track', event: 'Audience Entered', properties: { audience_key: 'vip', vip: true } },
];
const FRAME: MessageFrame = {
  site: { idKey: hashKey, settings: { ...DEFAULT_SETTINGS, name: 'Heron' } } as Site,
  ...{ receivedAt: NOW, source: 'web', sentAt: NOW, context: {}, type: null },
};

export const MESSAGE_PARSERS: readonly Parser[] = [
  {
    name: 'a message of a tracking library',
    covers: [],
    takes: 'value',
    samples: MESSAGES,
    read: (input: unknown) => translateMessage(input, 'batch[0]', FRAME),
    keepsMore: true,
  },
];
