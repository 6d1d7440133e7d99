import { expect, it } from 'vitest';
import type { SiteId } from '../../../core/entry.ts';
import { listReceivers } from '../../../integrations/shopify/flow/notices.ts';

it('Flow hears of scores by those segments alone that ask for nothing else', () => {
  const definitions = [
    { key: 'keen', when: { score: 'purchase_7d', gte: 0.7 } },
    { key: 'vip', when: { event: 'Order Completed', count: { gte: 3 } } },
  ];
  const catalog = { segments: definitions.map((definition) => ({ definition, version: 1 })) };
  const site = 'st_1' as SiteId;
  const ports = { segments: { of: () => ({ catalog }) }, customers: {}, triggers: {} } as never;
  const [, scores] = listReceivers(site, ports);
  const wants = (segment: string, more: object = {}) =>
    scores?.wants({ type: 'notice', properties: { segment, version: 1, ...more } } as never);
  expect([wants('keen'), wants('vip'), wants('keen', { late: true })]).toEqual([true, false, false]);
});
