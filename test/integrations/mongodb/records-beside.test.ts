import { expect, it, onTestFinished } from 'vitest';
import { createKeyRing, createKeys } from '../../../core/identity/keys.ts';
import { announceRecords } from '../../../core/records.ts';
import { createSiteRegistry, currentKeys } from '../../../core/sites/registry.ts';
import { newSiteSchema } from '../../../core/sites/site.ts';
import { connect } from '../../../integrations/mongodb/connection.ts';
import { createPeers } from '../../../integrations/mongodb/peers.ts';
import { createMongoStore } from '../../../integrations/mongodb/store.ts';
import { createDrivenClock } from '../../support/driven-clock.ts';
import { mongoDatabases } from '../../support/mongodb/databases.ts';
import { until } from '../../support/until.ts';

const nextUrl = mongoDatabases('records');
const MASTER = Buffer.alloc(32, 3);

it('a site that one server makes is known to the other within two seconds, and closed there as soon', async () => {
  const url = nextUrl();
  const { client, db } = await connect(url);
  onTestFinished(() => client.close());
  const clock = createDrivenClock(Date.UTC(2026, 9, 1));
  const keys = createKeys(MASTER);
  const onFault = (error: unknown): void => expect(error).toBeNull();
  const open = async (node: string) => {
    const store = await createMongoStore({ url, node, now: clock.now });
    const peers = await createPeers({ db, node, clock, onFault });
    onTestFinished(async () => {
      await peers.close();
      await store.close();
    });
    const announced = announceRecords({ store, peers, onFault });
    const ring = await createKeyRing(MASTER, store);
    const sites = await createSiteRegistry({ ...announced, clock, keys, ring });
    peers.start();
    return sites;
  };
  const [one, two] = [await open('one'), await open('two')];
  const passUntil = async (isSo: () => boolean): Promise<number> => {
    const from = clock.now();
    await until(async () => {
      await clock.moveTo(clock.now() + 100);
      // What that set off has been answered by then.
      for (let turn = 0; turn < 5; turn += 1) await db.command({ ping: 1 });
      return isSo();
    });
    return clock.now() - from;
  };
  const made = await one.create(newSiteSchema.parse({ name: 'Shop' }));
  if (!made.ok) throw new Error(made.code);
  expect(await passUntil(() => two.get('shop') !== undefined)).toBeLessThanOrEqual(2_000);
  const { writeKey } = currentKeys(made.value, clock.now());
  expect(two.byWriteKey(writeKey).ok).toBe(true);
  await one.rotateKeys('shop', { overlapMs: 0 });
  expect(await passUntil(() => !two.byWriteKey(writeKey).ok)).toBeLessThanOrEqual(2_000);
});
