/** When a campaign went live, through its states. */
import { expect, it, onTestFinished } from 'vitest';
import { createCampaignBook } from '../../../core/decisions/campaign-book.ts';
import type { SiteId } from '../../../core/entry.ts';
import { createEmbeddedStore } from '../../../core/stores/embedded.ts';
import { makeDataFolder } from '../../support/data-folder.ts';
import { createDrivenClock } from '../../support/driven-clock.ts';
import { campaign, HOUR, NOW } from './world.ts';

const SITE = 'st_one' as SiteId;

it('stays while it is paused, begins anew when it goes on, and is none of a draft or of what comes after a removal', async () => {
  const store = await createEmbeddedStore({ dataDir: makeDataFolder() });
  onTestFinished(() => store.close());
  const clock = createDrivenClock(NOW);
  const book = await createCampaignBook({
    ...{ store, clock, sites: [SITE] },
    hasSegment: () => true,
    missingFor: async () => null,
    makesCodes: () => true,
  });
  const turn = async (state: string) => {
    await clock.moveTo(clock.now() + HOUR);
    expect((await book.put(SITE, campaign({ state }))).ok).toBe(true);
    const { liveSince = null } = book.get(SITE, 'hello') ?? {};
    return liveSince === null ? null : (liveSince - NOW) / HOUR;
  };
  expect(await turn('draft')).toBeNull();
  expect(await turn('paused')).toBeNull();
  expect(await turn('live')).toBe(3);
  expect(await turn('live')).toBe(3);
  expect(await turn('paused')).toBe(3);
  expect(await turn('paused')).toBe(3);
  expect(await turn('live')).toBe(7);
  expect(await turn('draft')).toBeNull();
  expect(await turn('live')).toBe(9);
  await book.remove(SITE, 'hello');
  expect(await turn('paused')).toBeNull();
});
