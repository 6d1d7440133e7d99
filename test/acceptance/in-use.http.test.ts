import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { campaign } from './campaigns.ts';
import { openWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld(Date.UTC(2026, 3, 15, 12));
});
afterAll(() => world.stop());

describe('a segment that is deleted while a campaign is put that asks for it', () => {
  it.each(['the campaign', 'the segment'])(
    'leaves no campaign that asks for nothing: %s first',
    async (first) => {
      const site = await world.site();
      const rounds = Array.from({ length: 10 }, (_, i) => `round-${i}`);
      for (const key of rounds) {
        await site.ask('PUT', `/v1/segments/${key}`, { name: key, when: { event: 'Box Opened' } });
        const put = () => site.ask('PUT', `/v1/campaigns/${key}`, campaign({ audience: { none: [key] } }));
        const remove = () => site.ask('DELETE', `/v1/segments/${key}`);
        const both = await Promise.all(first === 'the segment' ? [remove(), put()] : [put(), remove()]);
        expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
      }
    },
  );
});
