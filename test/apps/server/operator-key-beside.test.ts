import { expect, it, onTestFinished } from 'vitest';
import { openOperatorKey } from '../../../apps/server/operator-key.ts';
import { createKeyRing, createKeys } from '../../../core/identity/keys.ts';
import { openTenants } from '../../../core/sites/tenants.ts';
import { createEmbeddedStore } from '../../../core/stores/embedded.ts';
import { makeDataFolder } from '../../support/data-folder.ts';
import { createDrivenClock } from '../../support/driven-clock.ts';
import { createPeerRoom } from '../../support/peer-room.ts';

const MASTER = Buffer.alloc(32, 3);

async function openTown() {
  const store = await createEmbeddedStore({ dataDir: makeDataFolder() });
  onTestFinished(() => store.close());
  const clock = createDrivenClock(Date.UTC(2026, 0, 5));
  const room = createPeerRoom();
  await createKeyRing(MASTER, store);
  const open = async () => {
    const tenants = await openTenants({
      ...{ store, clock, now: clock.now, keys: createKeys(MASTER), masterKey: MASTER },
      fellows: { peers: room.join() },
    });
    return openOperatorKey(tenants, tenants.store);
  };
  return { room, open };
}

it('the key of the installation that one server makes anew opens the other, and the old one does not', async () => {
  const { room, open } = await openTown();
  const [one, two] = [await open(), await open()];
  expect(two.current()).toBe(one.current());
  const fresh = await one.rotate('test');
  await room.heard();
  expect(two.current()).toBe(fresh);
});

it('the key of the installation is one, where two servers start at once that never had any', async () => {
  const { open } = await openTown();
  const [one, two] = await Promise.all([open(), open()]);
  expect(two.current()).toBe(one.current());
});
