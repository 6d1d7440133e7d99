import { expect, it, onTestFinished } from 'vitest';
import { createDuty } from '../../../core/deliveries/duty.ts';
import { createFeed } from '../../../core/deliveries/feed.ts';
import { createRoom } from '../../../core/deliveries/room.ts';
import { createKeyRing } from '../../../core/identity/keys.ts';
import { announceRecords } from '../../../core/records.ts';
import { createEmbeddedStore } from '../../../core/stores/embedded.ts';
import { createGuard } from '../../../integrations/webhook/guard.ts';
import { createWebhooks } from '../../../integrations/webhook/webhooks.ts';
import { notice, SITE } from '../../core/deliveries/world.ts';
import { makeDataFolder } from '../../support/data-folder.ts';
import { createDrivenClock } from '../../support/driven-clock.ts';
import { openHook } from '../../support/hook-receiver.ts';
import { createPeerRoom } from '../../support/peer-room.ts';
import { until } from '../../support/until.ts';

/** The first one delivers. */
async function openPair() {
  const store = await createEmbeddedStore({ dataDir: makeDataFolder() });
  const clock = createDrivenClock(Date.UTC(2026, 0, 5, 12));
  const room = createPeerRoom();
  const faults: unknown[] = [];
  const feed = createFeed({ store, clock });
  const open = async (peers = room.join()) => {
    const onFault = (error: unknown): void => void faults.push(error);
    const announced = announceRecords({ store, peers, onFault });
    const webhooks = createWebhooks({
      ...{ ...announced, clock, feed, onFault, room: createRoom(), random: () => 0, duty: createDuty(peers) },
      ...{ ring: await createKeyRing(Buffer.alloc(32, 3), store), maySend: async () => true },
      guard: createGuard('127.0.0.1', async () => [{ address: '127.0.0.1', family: 4 }]),
    });
    await webhooks.start([SITE]);
    return webhooks;
  };
  const leader = room.join();
  const [first, second] = [await open(leader), await open()];
  onTestFinished(async () => {
    await first.stop();
    await second.stop();
    feed.stop();
    expect(faults).toEqual([]);
    await store.close();
  });
  const tell = async (id: string): Promise<void> => {
    await store.append([notice(id)]);
    feed.publish([{ site: SITE }]);
  };
  return { room, store, tell, leader, first, second, faults };
}

const ask = (url: string) => ({ url, types: ['notice' as const] });

it('webhooks that one server puts, changes and removes are delivered to by the other, once', async () => {
  const { room, store, tell, first, second } = await openPair();
  const hook = await openHook();
  expect(await second.put(SITE, 'crm', ask(`${hook.url}/old`))).toMatchObject({ ok: true });
  await tell('n1');
  await room.heard();
  await hook.arrived(1);
  await second.put(SITE, 'crm', ask(`${hook.url}/new`));
  await room.heard();
  await tell('n2');
  await hook.arrived(2);
  expect(hook.arrivals.map(({ id, path }) => `${id} ${path}`)).toEqual(['n1 /old', 'n2 /new']);
  await until(() => first.list(SITE)[0]?.counts.sent === 1);
  expect(first.list(SITE)).toMatchObject([{ url: `${hook.url}/new` }]);
  expect(await second.remove(SITE, 'crm')).toBe(true);
  await room.heard();
  expect(first.list(SITE)).toEqual([]);
  expect(await store.getRecord('outbox-cursors', SITE, 'webhook:crm')).toBeUndefined();
});

it('a secret that one server rotates signs what the other sends', async () => {
  const { room, tell, second } = await openPair();
  const hook = await openHook();
  await second.put(SITE, 'crm', ask(hook.url));
  await second.rotate(SITE, 'crm');
  await room.heard();
  await tell('n1');
  await hook.arrived(1);
  expect(String(hook.arrivals[0]?.headers['x-inkling-signature']).split(',')).toHaveLength(3);
});

it('what one server had not sent when it lost touch is sent by the other, and not by both', async () => {
  const { room, tell, leader, second, faults } = await openPair();
  const hook = await openHook();
  await second.put(SITE, 'crm', ask(hook.url));
  await room.heard();
  leader.lose();
  await tell('n1');
  await until(() => faults.length === 1);
  expect(faults.splice(0)).toMatchObject([{ code: 'store_unavailable' }]);
  await leader.close();
  await hook.arrived(1);
  expect(hook.ids()).toEqual(['n1']);
});
