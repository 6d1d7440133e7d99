import { expect, it } from 'vitest';
import { openSegments } from './segment-world.ts';

it('a visitor of many events is told of long sequences of them, with pauses and without', async () => {
  const world = await openSegments();
  const view = { event: 'Product Viewed' } as const;
  const quiet = { absent: 'Cart Viewed', for: '1s' } as const;
  await world.put({ key: 'long', name: 'Long', when: { sequence: Array.from({ length: 20 }, () => view) } });
  await world.put({ key: 'quiet', name: 'Quiet', when: { sequence: [view, quiet, view, quiet, view] } });
  const happenings = Array.from({ length: 1_000 }, (_, i) => ({
    id: `v${String(i).padStart(4, '0')}`,
    name: 'Product Viewed',
    t: world.now() - 3_600_000 + i * 500,
    properties: {},
  }));
  for (let from = 0; from < happenings.length; from += 100)
    await world.post('ann', happenings.slice(from, from + 100));
  expect(await world.membersOf('long')).toEqual(['ann']);
  expect(await world.membersOf('quiet')).toEqual(['ann']);
  await world.close();
});
