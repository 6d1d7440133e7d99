/** Rotates the master key of what lies at a place, and is gone the moment after its n-th write: `rotation-child.ts PLACE N`. */
import { rotateMasterKey } from '../../apps/server/cli/master-key.ts';
import { readSettings } from '../../apps/server/settings.ts';
import type { Store } from '../../core/ports.ts';
import { type Place, settingsOf } from './places.ts';

const [place = '', last = ''] = process.argv.slice(2);
let left = Number(last);

async function dieAfter<T>(write: Promise<T>): Promise<T> {
  const outcome = await write;
  left -= 1;
  if (left === 0) process.kill(process.pid, 'SIGKILL');
  return outcome;
}

function wrapStore(store: Store): Store {
  return {
    ...store,
    putRecord: (...row) => dieAfter(store.putRecord(...row)),
    deleteRecord: (...row) => dieAfter(store.deleteRecord(...row)),
  };
}

const settings = readSettings(settingsOf(JSON.parse(place) as Place));
await rotateMasterKey({ settings, clock: { now: () => Date.UTC(2026, 0, 5) } }, wrapStore);
