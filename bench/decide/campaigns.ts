/** Campaigns for measuring: all triggers of pages, audiences over 25 segments, caps of every scope. */

import { parseCampaign } from '../../core/decisions/parse.ts';
import type { Engine } from '../../core/engine.ts';
import type { SegmentDefinition } from '../../core/segments/condition.ts';
import { TEMPLATES } from '../../core/segments/templates/index.ts';
import type { Site } from '../../core/sites/site.ts';

const SEGMENTS = 25;
export const CAMPAIGNS = 200;
export const SLOTS = ['hero', 'cart', 'footer'] as const;

/** Those that need nothing else. */
export const SEGMENT_DEFINITIONS: readonly SegmentDefinition[] = Object.values(TEMPLATES)
  .flat()
  // One asks for longer than events are kept.
  .filter(({ key, needs }) => needs === undefined && key !== 'recent-adopter')
  .slice(0, SEGMENTS)
  .map(({ key, name, when }) => ({ key, name, when }));

/** @throws Error where one of them is refused. */
export async function putAll({ segments, campaigns }: Engine, { siteId }: Site): Promise<void> {
  for (const definition of SEGMENT_DEFINITIONS) {
    const put = await segments.put(siteId, definition);
    if (!put.ok) throw new Error(`${definition.key}: ${put.hint}`);
  }
  await segments.idle();
  for (let n = 0; n < CAMPAIGNS; n += 1) {
    const read = parseCampaign(campaignOf(n), `campaign-${n}`);
    const put = read.ok ? await campaigns.put(siteId, read.value) : read;
    if (!put.ok) throw new Error(`campaign ${n}: ${put.at}: ${put.hint}`);
  }
}

function campaignOf(n: number) {
  const segment = (place: number): string =>
    SEGMENT_DEFINITIONS[place % SEGMENT_DEFINITIONS.length]?.key ?? '';
  const triggers = [
    { entry: segment(n) },
    { exit: segment(n) },
    { event: 'Product Viewed' },
    { event: ['Product Added', 'Cart Viewed'], where: { price: { gte: 10 } } },
    { slot: SLOTS[n % SLOTS.length] },
    { idle: '45s' },
    { exitIntent: true },
  ];
  const trigger = triggers[n % triggers.length] ?? {};
  const treatment =
    'slot' in trigger
      ? { kind: 'content', text: 'Free returns for thirty days.' }
      : { kind: 'message', title: 'Hello', text: 'Free returns for thirty days.' };
  const caps = [
    { scope: 'campaign', max: 3, per: '7d' },
    { scope: 'all', perDay: 20 },
    { scope: 'tag', tag: 'returns', max: 5, per: '1d' },
  ];
  return {
    name: `Campaign ${n}`,
    state: 'live',
    audience: n % 3 === 0 ? {} : { any: [segment(n), segment(n * 7)], none: [segment(n * 11)] },
    trigger,
    variants: [
      { key: 'none', weight: 1, treatment: null },
      { key: 'a', weight: 9, treatment },
    ],
    limits: { caps: caps.slice(0, 1 + (n % 3)), quietHours: { from: '03:00', to: '03:01' } },
    priority: n % 100,
    tags: ['returns'],
    traffic: 0.9,
  };
}
