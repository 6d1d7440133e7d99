import { expect, it, onTestFinished } from 'vitest';
import type { SiteId } from '../../../core/entry.ts';
import { createPlans } from '../../../core/events/plans.ts';
import type { Store } from '../../../core/ports.ts';
import { announceRecords } from '../../../core/records.ts';
import { createEmbeddedStore } from '../../../core/stores/embedded.ts';
import { makeDataFolder } from '../../support/data-folder.ts';
import { createPeerRoom } from '../../support/peer-room.ts';

const SITE = 'st_one' as SiteId;
const plan = (name: string) => ({ mode: 'strict', events: { [name]: { properties: {} } } });

it('a plan that another server puts before this one has noted its own is the one in force here', async () => {
  const store = await createEmbeddedStore({ dataDir: makeDataFolder() });
  onTestFinished(() => store.close());
  const room = createPeerRoom();
  const open = async (own: Store) => {
    const onFault = (error: unknown): void => expect(error).toBeNull();
    const announced = announceRecords({ store: own, peers: room.join(), onFault });
    return createPlans(announced.store, [SITE], announced.records);
  };
  const two = await open(store);
  const one = await open({
    ...store,
    putRecord: async (...row) => {
      const isPut = await store.putRecord(...row);
      await two.put(SITE, plan('Lamp Sold'));
      // It is told, and could be read.
      for (let look = 0; look < 10; look += 1) await store.getRecord('plans', SITE, 'plan');
      return isPut;
    },
  });
  await one.put(SITE, plan('Lamp Lit'));
  await room.heard();
  expect([one, two].map(({ source }) => Object.keys(source(SITE).events))).toEqual([
    ['Lamp Sold'],
    ['Lamp Sold'],
  ]);
});
