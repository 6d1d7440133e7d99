import { afterAll, beforeAll, expect, it } from 'vitest';
import { MESSAGE, openAsking, putCampaign } from './campaigns.ts';
import { DAY, device, openWorld, type World } from './world.ts';

const START = Date.UTC(2026, 3, 15, 12);
const VISITORS = 40;
const MOST = 5;

let world: World;
beforeAll(async () => {
  world = await openWorld(START);
});
afterAll(() => world.stop());

it('what a site may give away ends for the control arm when it ends for the others, so that arms stay comparable', async () => {
  const site = await world.site();
  await putCampaign(site, 'hello', {
    variants: [
      { key: 'none', treatment: null },
      { key: 'a', treatment: MESSAGE },
    ],
    offer: { discount: 0.1, perDay: MOST },
  });
  const { show } = openAsking(world, site);
  const seen: string[] = [];
  for (let n = 1; n <= VISITORS; n += 1) for (const { variant } of await show(device(n))) seen.push(variant);
  const last = seen.lastIndexOf('a');
  expect(seen.filter((variant) => variant === 'a')).toHaveLength(MOST);
  expect(seen.slice(last + 1)).toEqual([]);
  // What was withheld took nothing of it.
  expect(seen.filter((variant) => variant === 'none').length).toBeGreaterThan(0);
  await world.pass(DAY);
  expect((await show(device(VISITORS + 1))).length).toBe(1);
});
