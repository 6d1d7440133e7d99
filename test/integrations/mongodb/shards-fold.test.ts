/** What a shop's posts make of everybody: on one machine, and on two servers before shards that the folder moved to. */
import fc from 'fast-check';
import { MongoClient } from 'mongodb';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadMasterKey } from '../../../apps/server/master-key.ts';
import { createEngine } from '../../../core/engine.ts';
import { createKeys } from '../../../core/identity/keys.ts';
import { openEmbeddedSource } from '../../../core/stores/migration/embedded-side.ts';
import { migrateStore } from '../../../core/stores/migration/migrate.ts';
import { createSaltFile } from '../../../core/stores/salt-file.ts';
import { openAny } from '../../../integrations/mongodb/collections.ts';
import { openMongoTarget } from '../../../integrations/mongodb/migration-side.ts';
import { createMongoStore } from '../../../integrations/mongodb/store.ts';
import { type Holding, makeSite, readHolding, take } from '../../durability/arrive.ts';
import { ARRIVAL, type Delivery, posts } from '../../durability/histories.ts';
import { type OpenEngine, openEngine } from '../../durability/open-engine.ts';
import { copyPlace, inFolder } from '../../durability/places.ts';
import { makeDataFolder } from '../../support/data-folder.ts';
import { createDrivenClock } from '../../support/driven-clock.ts';
import { isFullSize } from '../../support/full-size.ts';
import { mongoDatabases } from '../../support/mongodb/databases.ts';
import { createPeerRoom } from '../../support/peer-room.ts';
import { waitingByMachine } from '../../support/waiting-clock.ts';
import { NOWHERE } from './migrating.ts';

const nextUrl = mongoDatabases('shards-fold', { isSharded: true });
const HISTORIES = isFullSize ? 200 : 4;
const CACHE_BYTES = 2 ** 30;
/** Whoever orders with this number in the shop is erased at the end. */
const ERASED = { userId: 'ann' };

type Server = Omit<OpenEngine, 'startSegments'>;

/**
 * What strangers sent comes once more from another network, as after midnight: under another visitor, with the same ids.
 */
function retry(deliveries: readonly Delivery[]): readonly Delivery[] {
  return deliveries.flatMap((delivery) =>
    delivery.door === 'page' && !('dev' in delivery.envelope) ? [{ ...delivery, address: '192.0.2.99' }] : [],
  );
}

const arrivals = posts.chain((deliveries) => {
  const all = [...deliveries, ...retry(deliveries)];
  const shuffled = fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length });
  return fc.record({ one: shuffled, other: shuffled });
});

async function copyFolder(siteFolder: string): Promise<string> {
  const copy = await copyPlace(inFolder(siteFolder));
  onTestFinished(copy.remove);
  return copy.place.dataDir;
}

/** All at once, each to one of the places. */
async function finish(places: readonly Server[], deliveries: readonly Delivery[]): Promise<Holding> {
  const [first] = places;
  if (first === undefined) throw new Error('there is a place');
  await Promise.all(deliveries.map((delivery, at) => take(places[at % places.length] ?? first, delivery)));
  const receipt = await first.engine.erasures.erase(first.site, ERASED, 'test');
  expect(receipt).not.toBeNull();
  const holdings: Holding[] = [];
  for (const place of places) holdings.push(await readHolding(place));
  for (const place of places) await place.close();
  for (const holding of holdings) expect(holding).toEqual(holdings[0]);
  return holdings[0] as Holding;
}

async function openServers(
  folder: string,
): Promise<{ readonly url: string; readonly places: readonly Server[] }> {
  const url = nextUrl();
  const clock = createDrivenClock(ARRIVAL);
  const [source, target] = [openEmbeddedSource(folder), await openMongoTarget(url)];
  // Salts stay where both servers find them.
  await migrateStore({ source, target, beside: { source: NOWHERE, target: NOWHERE }, now: clock.now });
  await source.close();
  await target.close();
  const masterKey = loadMasterKey(folder, null);
  const room = createPeerRoom();
  const open = async (node: string): Promise<Server> => {
    const store = await createMongoStore({ url, node, now: clock.now });
    const engine = await createEngine({
      ...{ store, clock, masterKey, keys: createKeys(masterKey), profileCacheBytes: CACHE_BYTES },
      salts: createSaltFile(folder),
      fellows: {
        news: store.follow(async () => ['one', 'two']),
        peers: room.join(),
        clock: waitingByMachine(clock),
      },
    });
    const [site] = engine.sites.list();
    if (site === undefined) throw new Error('the site came with the folder');
    const close = async () => {
      await engine.close();
      await store.close();
    };
    return { engine, store, site, close, abandon: close };
  };
  return { url, places: [await open('one'), await open('two')] };
}

async function findTwice(url: string): Promise<readonly string[]> {
  const client = await MongoClient.connect(url);
  const ids = (await openAny(client.db(), 'entries').find({}).toArray()).map(({ i }) => String(i));
  await client.close();
  expect(ids.length).toBeGreaterThan(10);
  return ids.filter((id, at) => ids.indexOf(id) !== at);
}

describe('orders of pages and servers, retries under other visitors, log-ins and an erasure', () => {
  it('make of everybody what they make on one machine', async () => {
    const siteFolder = makeDataFolder();
    await makeSite(inFolder(siteFolder));
    const property = fc.asyncProperty(arrivals, async ({ one, other }) => {
      const alone = await openEngine(inFolder(await copyFolder(siteFolder)), createDrivenClock(ARRIVAL));
      const whole = await finish([alone], one);
      const { url, places } = await openServers(await copyFolder(siteFolder));
      const shared = await finish(places, other);
      expect(await findTwice(url)).toEqual([]);
      expect(shared.events).toEqual(whole.events);
      expect(shared.consents).toEqual(whole.consents);
      expect(shared.links).toEqual(whole.links);
      expect(shared.views).toEqual(whole.views);
      expect(shared.views).toEqual(shared.refolded);
    });
    await fc.assert(property, { seed: 2026, numRuns: HISTORIES, endOnFailure: true });
  });
});
