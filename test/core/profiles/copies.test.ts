import { expect, it, onTestFinished } from 'vitest';
import { ANNA, BEN, CLEO, entry, T0 } from '../../contract/store-samples.ts';
import { openEngine } from '../../durability/open-engine.ts';
import { inFolder } from '../../durability/places.ts';
import { makeDataFolder } from '../../support/data-folder.ts';
import { createDrivenClock } from '../../support/driven-clock.ts';

it('a copy that two others took the place of in one commit is in no profile', async () => {
  const { engine, site, close } = await openEngine(inFolder(makeDataFolder()), createDrivenClock(T0));
  onTestFinished(close);
  const copyOf = (visitor: typeof ANNA, t: number) =>
    entry({ site: site.siteId, id: 'order:1', visitor, t, receivedAt: T0 });
  // Of copies of pages the earlier one stays.
  await engine.append([copyOf(ANNA, T0 - 1)]);
  await Promise.all([engine.append([copyOf(BEN, T0 - 2)]), engine.append([copyOf(CLEO, T0 - 3)])]);
  const counts = [ANNA, BEN, CLEO].map(async (visitor) => {
    const view = await engine.visitors.view(site.siteId, visitor);
    return view?.events?.count ?? 0;
  });
  expect(await Promise.all(counts)).toEqual([0, 0, 1]);
});
