import { afterAll, beforeAll, expect, it } from 'vitest';
import { MESSAGE, openAsking, putCampaign } from './campaigns.ts';
import { DAY, device, openWorld, type World } from './world.ts';

const START = Date.UTC(2026, 3, 15, 12);
/** So many that the site's key, which is another each run, hardly ever puts all of them before anybody of the other arm: 2 ** -31. */
const MOST = 31;
const LATECOMERS = 10;
/** Before that many, as many as may be have long seen it. */
const ENOUGH = 400;

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
  let visitors = 0;
  const come = async () => {
    visitors += 1;
    const decisions = await show(device(visitors));
    seen.push(...decisions.map(({ variant }) => variant));
    return decisions;
  };
  const given = () => seen.filter((variant) => variant === 'a').length;
  while (given() < MOST && visitors < ENOUGH) await come();
  expect(given()).toBe(MOST);
  // What was withheld took nothing of it: whoever came so far was in one arm or the other.
  expect(seen).toHaveLength(visitors);
  expect(seen).toContain('none');
  for (let n = 0; n < LATECOMERS; n += 1) expect(await come()).toEqual([]);
  await world.skip(DAY);
  expect(await come()).toHaveLength(1);
});
