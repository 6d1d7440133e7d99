import { expect, it, onTestFinished } from 'vitest';
import { createDuty } from '../../../../core/deliveries/duty.ts';
import { createFeed } from '../../../../core/deliveries/feed.ts';
import { createRoom } from '../../../../core/deliveries/room.ts';
import { createKeyRing } from '../../../../core/identity/keys.ts';
import { createVault } from '../../../../core/identity/vault.ts';
import { announceRecords } from '../../../../core/records.ts';
import { createEmbeddedStore } from '../../../../core/stores/embedded.ts';
import { createSealedSettings } from '../../../../integrations/segment/sealed-settings.ts';
import { writeBackSchema } from '../../../../integrations/segment/write-back/settings.ts';
import { createTold, type Told } from '../../../../integrations/segment/write-back/told.ts';
import { createWriteBacks } from '../../../../integrations/segment/write-back/write-backs.ts';
import { SITE } from '../../../core/deliveries/world.ts';
import { makeDataFolder } from '../../../support/data-folder.ts';
import { createDrivenClock } from '../../../support/driven-clock.ts';
import { createPeerRoom } from '../../../support/peer-room.ts';

async function openPair() {
  const store = await createEmbeddedStore({ dataDir: makeDataFolder() });
  const clock = createDrivenClock(Date.UTC(2026, 0, 5, 12));
  const room = createPeerRoom();
  const feed = createFeed({ store, clock });
  const unasked = () => Promise.reject(new TypeError('nobody is told of'));
  const open = async (told: Told = createTold(store)) => {
    const peers = room.join();
    const onFault = (error: unknown): void => expect(error).toBeNull();
    const announced = announceRecords({ store, peers, onFault });
    const ring = await createKeyRing(Buffer.alloc(32, 3), store);
    return createWriteBacks({
      ...{ ...announced, clock, feed, onFault, room: createRoom(), random: () => 0, duty: createDuty(peers) },
      vault: createVault(store, ring),
      sealed: createSealedSettings({ ...announced, ring }, 'write-back'),
      ...{ readRecipient: unasked, told, look: unasked, post: unasked },
      ...{ nameOf: (_, key) => key, aliasOf: () => '', version: '1.0.0', judgeHost: async () => null },
    });
  };
  /** What is done while the first one lets go of what was told. */
  let meanwhile = async (): Promise<void> => undefined;
  const told = createTold(store);
  const clear: Told['clear'] = async (site) => {
    await meanwhile();
    await told.clear(site);
  };
  const [first, second] = [await open({ ...told, clear }), await open()];
  onTestFinished(async () => {
    await first.stop();
    await second.stop();
    feed.stop();
    await store.close();
  });
  return {
    ...{ room, first, second },
    whileClearing: (work: () => Promise<void>) => {
      meanwhile = work;
    },
  };
}

it('what one server sets of the way back to Segment is what the other sends by', async () => {
  const { room, first, second } = await openPair();
  const ask = (scores: readonly string[]) =>
    second.put(SITE, writeBackSchema.parse({ writeKey: 'k'.repeat(32), scores }));
  expect(await ask(['intent'])).toMatchObject({ ok: true });
  await room.heard();
  expect(first.labelsOf(SITE)).toEqual(['purchase_7d']);
  await ask(['intent', 'churn']);
  await room.heard();
  expect(first.labelsOf(SITE)).toHaveLength(2);
  expect(await second.remove(SITE)).toBe(true);
  await room.heard();
  expect([first.labelsOf(SITE), await first.read(SITE)]).toEqual([null, null]);
});

it('what another server sets anew while this one lets go of it stays, and is what both send by', async () => {
  const { room, first, second, whileClearing } = await openPair();
  const ask = (scores: readonly string[]) => writeBackSchema.parse({ writeKey: 'k'.repeat(32), scores });
  await first.put(SITE, ask(['intent']));
  await room.heard();
  whileClearing(async () => {
    await room.heard();
    expect(await second.put(SITE, ask(['churn']))).toMatchObject({ ok: true });
  });
  expect(await first.remove(SITE)).toBe(true);
  await room.heard();
  for (const server of [first, second]) {
    expect(server.labelsOf(SITE)).toEqual(['churn_30d']);
    expect(await server.read(SITE)).toMatchObject({ scores: ['churn'] });
  }
  whileClearing(async () => undefined);
  expect(await first.remove(SITE)).toBe(true);
  await room.heard();
  expect([await first.read(SITE), await second.read(SITE)]).toEqual([null, null]);
});

it('of a site that is gone nothing is sent back to Segment any more', async () => {
  const { room, first, second } = await openPair();
  await first.put(SITE, writeBackSchema.parse({ writeKey: 'k'.repeat(32) }));
  await room.heard();
  expect(second.labelsOf(SITE)).not.toBeNull();
  await second.forget(SITE);
  expect([second.labelsOf(SITE), await second.listDead(SITE, null, 1)]).toEqual([null, null]);
});
