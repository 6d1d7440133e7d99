/** Segments that move by events and by time alone while a server is killed: some of minutes, since its clock is fast. */
import type { SegmentDefinition } from '../../core/segments/condition.ts';

const named = (key: string, when: SegmentDefinition['when']): SegmentDefinition => ({ key, name: key, when });

export const CRASH_SEGMENTS: readonly SegmentDefinition[] = [
  named('viewed-lately', { event: 'Product Viewed', within: '2m' }),
  named('viewed-often', { event: 'Product Viewed', within: '10m', count: { gte: 3 } }),
  named('gone-quiet', { idle: '1m' }),
  named('looking', {
    all: [{ segment: 'viewed-lately' }, { not: { event: 'Order Completed', within: '5m' } }],
  }),
  named('bought-and-left', {
    sequence: [{ event: 'Order Completed' }, { absent: 'Product Viewed', for: '90s' }],
    within: '1d',
  }),
  named('team-looking', { account: { event: 'Product Viewed', within: '2m', count: { gte: 3 } } }),
  named('never-bought', { event: 'Order Completed', count: { lt: 1 } }),
];
