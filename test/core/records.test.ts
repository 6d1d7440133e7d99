import { describe, expect, it, onTestFinished } from 'vitest';
import { InklingError } from '../../core/errors.ts';
import { announceRecords } from '../../core/records.ts';
import { createEmbeddedStore } from '../../core/stores/embedded.ts';
import { makeDataFolder } from '../support/data-folder.ts';
import { createPeerRoom } from '../support/peer-room.ts';

async function openPair() {
  const store = await createEmbeddedStore({ dataDir: makeDataFolder() });
  onTestFinished(() => store.close());
  const room = createPeerRoom();
  const faults: unknown[] = [];
  const open = () => {
    const heard: string[] = [];
    const onFault = (error: unknown): void => void faults.push(error);
    const { store: own, records } = announceRecords({ store, peers: room.join(), onFault });
    records.on('plans', async (site, key) => void heard.push(`${site} ${key}`));
    return { store: own, records, heard };
  };
  return { room, faults, one: open(), two: open() };
}

describe('records that several servers have in memory', () => {
  it('are read again by the others when one puts or deletes them, and not by that one', async () => {
    const { room, one, two } = await openPair();
    const told: unknown[] = [];
    room.join().on('record', async ({ body }) => void told.push(body));
    await one.store.putRecord('plans', 'st_1', 'plan', 1);
    await one.store.putRecord('outbox', 'st_1', 'row', 1);
    expect(await one.store.deleteRecord('plans', 'st_1', 'plan')).toBe(true);
    await room.heard();
    expect([one.heard, two.heard]).toEqual([[], ['st_1 plan', 'st_1 plan']]);
    // Of what nobody has in memory nobody is told: rows of an outbox are many.
    expect(told).toEqual([
      { collection: 'plans', key: 'plan' },
      { collection: 'plans', key: 'plan' },
    ]);
  });

  it('are told of by no key under which nothing stood: anybody may have typed it', async () => {
    const { room, one } = await openPair();
    const told: unknown[] = [];
    room.join().on('record', async ({ body }) => void told.push(body));
    expect(await one.store.deleteRecord('plans', 'st_1', 'mail@example.org')).toBe(false);
    await room.heard();
    expect(told).toEqual([]);
  });

  it('are told of once they are written', async () => {
    const { room, one, two } = await openPair();
    const read: unknown[] = [];
    two.records.on(
      'plans',
      async (site, key) => void read.push(await two.store.getRecord('plans', site, key)),
    );
    await one.store.putRecord('plans', 'st_1', 'plan', 'first');
    await room.heard();
    expect(read).toEqual(['first']);
    expect(await one.store.putRecord('plans', 'st_1', 'plan', 'second', { was: undefined })).toBe(false);
    expect(await one.store.putRecord('plans', 'st_1', 'plan', 'third', { was: 'first' })).toBe(true);
    await room.heard();
    expect(read.at(-1)).toBe('third');
  });

  it('that cannot be read again stay as they were, and keep nothing waiting', async () => {
    const { room, faults, one, two } = await openPair();
    const fault = new TypeError('unreadable');
    two.records.on('plans', () => Promise.reject(fault));
    two.records.on('plans', async (site) => void two.heard.push(`after ${site}`));
    await one.store.putRecord('plans', 'st_1', 'plan', 1);
    await room.heard();
    expect([faults, two.heard]).toEqual([[fault], ['st_1 plan', 'after st_1']]);
  });

  it('wait for a store that is away', async () => {
    const { room, faults, one, two } = await openPair();
    const away = new InklingError('store_unavailable', 'store', 'away', 'wait');
    two.records.on('plans', () => Promise.reject(away));
    await one.store.putRecord('plans', 'st_1', 'plan', 1);
    await expect(room.heard()).rejects.toBe(away);
    expect(faults).toEqual([]);
  });

  it('are heard by everybody before what waits for that goes on', async () => {
    const { one, two } = await openPair();
    const order: string[] = [];
    const open = Promise.withResolvers<void>();
    two.records.on('plans', async () => {
      await open.promise;
      order.push('read again');
    });
    await one.store.putRecord('plans', 'st_1', 'plan', 1);
    const waiting = one.records.heard().then(() => order.push('goes on'));
    await new Promise(setImmediate);
    open.resolve();
    await waiting;
    expect(order).toEqual(['read again', 'goes on']);
  });

  it('concern nobody where a server is alone', async () => {
    const store = await createEmbeddedStore({ dataDir: makeDataFolder() });
    onTestFinished(() => store.close());
    const alone = announceRecords({ store, onFault: () => undefined });
    alone.records.on('plans', () => Promise.reject(new TypeError('asked')));
    await alone.store.putRecord('plans', 'st_1', 'plan', 1);
    await alone.records.heard();
    expect(alone.store).toBe(store);
  });
});
