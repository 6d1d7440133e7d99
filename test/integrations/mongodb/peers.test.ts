import { describe, expect, it, onTestFinished } from 'vitest';
import { createBuryingBeside } from '../../../core/privacy/burying-beside.ts';
import { createProfileBook } from '../../../core/profiles/book.ts';
import { announceRecords } from '../../../core/records.ts';
import { createEmbeddedStore } from '../../../core/stores/embedded.ts';
import { MISSED } from '../../../core/unreadable-notice.ts';
import { LEASE_MS } from '../../../integrations/mongodb/touch.ts';
import { rules } from '../../core/profiles/world.ts';
import { makeDataFolder } from '../../support/data-folder.ts';
import { mongoDatabases } from '../../support/mongodb/databases.ts';
import { until } from '../../support/until.ts';
import { listen, openRoom, SECOND, START } from './peers-room.ts';

const nextUrl = mongoDatabases('peers');

describe('what a server tells', () => {
  it('is passed over and said where it was damaged, and what was told later is heard', async () => {
    const { db, join, faults } = await openRoom(nextUrl());
    const [one, two] = [await join('one'), await join('two')];
    const heard = listen(two);
    const damages = [{ $set: { body: '{"half' } }, { $unset: { body: '' } }, { $set: { topic: 5 } }];
    for (const update of damages) {
      await one.tell({ topic: 'news', site: 'st_1', body: 'lost' });
      await db.collection('peer_notices').updateOne({ body: '"lost"' }, update);
    }
    await one.tell({ topic: 'news', site: 'st_1', body: 'kept' });
    await two.hear();
    expect(heard).toEqual(['st_1 "kept"']);
    expect(faults).toEqual(damages.map(() => expect.objectContaining({ code: 'notice_unreadable' })));
  });

  it('has whoever cannot read it look at the store again, at once and when an erasure of then has ended', async () => {
    const { clock, db, join } = await openRoom(nextUrl());
    const [one, two] = [await join('one'), await join('two')];
    const missed = listen(two, MISSED);
    await one.tell({ topic: 'news', site: 'st_1', body: 'lost' });
    await db.collection('peer_notices').updateOne({ body: '"lost"' }, { $set: { body: '{' } });
    const times: number[] = [];
    for (const seconds of [0, 100, 30, 200]) {
      await clock.moveTo(clock.now() + seconds * SECOND);
      await two.hear();
      times.push(missed.length);
    }
    expect(times).toEqual([1, 1, 2, 2]);
  });

  it.each([
    ['erasing-begun', { going: [] }],
    ['erasing-done', null],
    ['buried', { hashes: [], denied: 'all' }],
    ['record', { collection: 'plans' }],
  ])('of the topic %s without its parts is passed over by a server', async (topic, body) => {
    const { clock, join, faults } = await openRoom(nextUrl());
    const [one, two] = [await join('one'), await join('two')];
    const store = await createEmbeddedStore({ dataDir: makeDataFolder() });
    onTestFinished(() => store.close());
    const news = { readHeads: async () => ({ heads: [], settledTo: 0, hasMore: false }) } as never;
    const fellows = { news, peers: two, clock, onForeign: () => undefined };
    const book = createProfileBook({ store, clock, rulesOf: () => rules, cacheBytes: 2 ** 20, fellows });
    createBuryingBeside({
      peers: two,
      erased: { raise: () => undefined, readAll: async () => undefined },
      book,
      passed: async () => undefined,
    });
    announceRecords({ store, peers: two, onFault: () => undefined });
    await one.tell({ topic, site: 'st_1', body });
    await two.hear();
    expect(faults).toMatchObject([{ code: 'notice_unreadable' }]);
  });

  it('is heard by every other one, in its order, and by nobody else', async () => {
    const room = await openRoom(nextUrl());
    const [one, two, three] = [await room.join('one'), await room.join('two'), await room.join('three')];
    const all = [one, two, three].map((peers) => listen(peers));
    for (let count = 1; count <= 3; count += 1)
      await one.tell({ topic: 'news', site: 'st_1', body: { count } });
    await two.tell({ topic: 'other', site: '', body: null });
    for (const peers of [one, two, three]) await peers.hear();
    const said = [1, 2, 3].map((count) => `st_1 {"count":${count}}`);
    expect(all).toEqual([[], said, said]);
  });

  it('is heard within a second where nobody asks', async () => {
    const room = await openRoom(nextUrl());
    const [one, two] = [await room.join('one'), await room.join('two')];
    const heard = listen(two);
    two.start();
    await one.tell({ topic: 'news', site: '', body: 1 });
    const told = room.clock.now();
    await room.passUntil(() => heard.length > 0);
    expect(room.clock.now() - told).toBeLessThanOrEqual(SECOND);
  });

  it('keeps its numbers apart where all tell at once', async () => {
    const room = await openRoom(nextUrl());
    const peers = [await room.join('one'), await room.join('two'), await room.join('three')];
    const heard = peers.map((one) => listen(one));
    await Promise.all(
      peers.flatMap((one, at) =>
        Array.from({ length: 8 }, (_, count) =>
          one.tell({ topic: 'news', site: '', body: `${at}-${count}` }),
        ),
      ),
    );
    for (const one of peers) await one.hear();
    expect(heard.map((all) => new Set(all).size)).toEqual([16, 16, 16]);
    expect(heard.map((all) => all.length)).toEqual([16, 16, 16]);
  });

  it('is not heard by who joins later, who reads what came of it', async () => {
    const room = await openRoom(nextUrl());
    const one = await room.join('one');
    await one.tell({ topic: 'news', site: '', body: 1 });
    const two = await room.join('two');
    const heard = listen(two);
    await one.tell({ topic: 'news', site: '', body: 2 });
    await two.hear();
    expect(heard).toEqual([' 2']);
  });

  it('is heard again where it could not be acted on, before what was told later', async () => {
    const room = await openRoom(nextUrl());
    const [one, two] = [await room.join('one'), await room.join('two')];
    const heard: unknown[] = [];
    let fails = true;
    two.on('news', async ({ body }) => {
      if (fails) throw new Error('no memory');
      heard.push(body);
    });
    await one.tell({ topic: 'news', site: '', body: 1 });
    await one.tell({ topic: 'news', site: '', body: 2 });
    await expect(two.hear()).rejects.toThrow();
    fails = false;
    await two.hear();
    expect(heard).toEqual([1, 2]);
  });
});

describe('what a server tells of a change', () => {
  const NEWS = { topic: 'news', site: 'st_1', body: 1 };
  const [SAID] = ['st_1 1'];

  it('is heard once it is made', async () => {
    const room = await openRoom(nextUrl());
    const [one, two] = [await room.join('one'), await room.join('two')];
    const heard = listen(two);
    const done = await one.tellOf(NEWS, async () => {
      expect(heard).toEqual([]);
      return 'done';
    });
    await two.hear();
    expect([done, heard, await room.countChanges()]).toEqual(['done', [SAID], 0]);
  });

  it('is heard within two seconds where it ends before it has told of it', async () => {
    const room = await openRoom(nextUrl());
    const [one, two] = [await room.join('one'), await room.join('two')];
    const heard = listen(two);
    two.start();
    const killed = one.tellOf(NEWS, async () => {
      one.kill();
      throw new Error('killed');
    });
    await expect(killed).rejects.toThrow('killed');
    const ended = room.clock.now();
    await room.passUntil(() => heard.length > 0);
    expect(room.clock.now() - ended).toBeLessThanOrEqual(2 * SECOND);
    expect(heard[0]).toBe(SAID);
  });

  it('is heard by who has joined since it began, and looked before it was made', async () => {
    const room = await openRoom(nextUrl());
    const one = await room.join('one');
    const made = Promise.withResolvers<void>();
    const telling = one.tellOf(NEWS, () => made.promise);
    await until(async () => (await room.countChanges()) === 1);
    const two = await room.join('two');
    const heard = listen(two);
    await two.hear();
    expect(heard).toEqual([SAID]);
    made.resolve();
    await telling;
    await two.hear();
    await two.hear();
    expect(heard).toEqual([SAID, SAID]);
  });

  it('is told by another one where nobody has, once nothing of it can be under way', async () => {
    const room = await openRoom(nextUrl());
    const [one, two, three] = [await room.join('one'), await room.join('two'), await room.join('three')];
    const killed = one.tellOf(NEWS, async () => {
      throw new Error('killed');
    });
    await expect(killed).rejects.toThrow('killed');
    const heard = listen(three);
    two.start();
    let left = await room.countChanges();
    await room.clock.leapTo(START + 600 * SECOND);
    await room.passUntil(() => {
      void room.countChanges().then((count) => {
        left = count;
      });
      return left === 0;
    });
    await three.hear();
    expect(heard).toEqual([SAID]);
    expect(room.faults).toEqual([]);
  });
});

describe('whoever waits to be heard', () => {
  it('waits until each has done what it does on that', async () => {
    const room = await openRoom(nextUrl());
    const [one, two] = [await room.join('one'), await room.join('two')];
    const { promise, resolve } = Promise.withResolvers<void>();
    const order: string[] = [];
    two.on('news', async () => {
      await promise;
      order.push('done');
    });
    two.start();
    const waiting = one.tellAndWait({ topic: 'news', site: '', body: null }).then(() => order.push('told'));
    await room.passUntil(() => room.clock.now() > START + 5 * SECOND);
    expect(order).toEqual([]);
    resolve();
    await room.passUntil(() => order.length === 2);
    await waiting;
    expect(order).toEqual(['done', 'told']);
  });

  it('waits for nobody who has said nothing for the length of a lease', async () => {
    const room = await openRoom(nextUrl());
    const [one, two] = [await room.join('one'), await room.join('two')];
    two.start();
    two.kill();
    let isTold = false;
    const waiting = one.tellAndWait({ topic: 'news', site: '', body: null }).then(() => {
      isTold = true;
    });
    await room.passUntil(() => room.clock.now() > START + LEASE_MS - SECOND);
    expect(isTold).toBe(false);
    await room.passUntil(() => isTold);
    await waiting;
    expect(two.isCurrent()).toBe(false);
    expect(one.isCurrent()).toBe(true);
  });

  it('is answered who has not heard it, where it waits for so long and no longer', async () => {
    const room = await openRoom(nextUrl());
    const [one, two, three] = [await room.join('one'), await room.join('two'), await room.join('three')];
    for (const peers of [two, three]) peers.start();
    two.kill();
    const notice = { topic: 'news', site: '', body: null };
    let deaf: readonly string[] | null = null;
    const waiting = one.tellWithin(notice, 2 * SECOND).then((names) => {
      deaf = names;
    });
    await room.passUntil(() => room.clock.now() >= START + 1_500);
    expect(deaf).toBeNull();
    await room.passUntil(() => deaf !== null);
    await waiting;
    expect(deaf).toEqual(['two']);
    expect(room.clock.now()).toBeLessThan(START + LEASE_MS - SECOND);
    await two.close();
    const heard = one.tellWithin(notice, 2 * SECOND).then((names) => {
      deaf = names;
    });
    await room.passUntil(() => deaf?.length === 0);
    await heard;
  });

  it('leaves nothing of what it said once everybody has heard it, but for whoever may come back', async () => {
    const room = await openRoom(nextUrl());
    const [one, two] = [await room.join('one'), await room.join('two')];
    two.start();
    const notice = { topic: 'erasing-begun', site: 'st_1', body: { going: ['anna'], sharing: [] } };
    const readBodies = async () =>
      (await room.db.collection('peer_notices').find().toArray()).map(({ s, body }) => [s, body]);
    const tellAll = async () => {
      let isTold = false;
      const waiting = one.tellAndWait(notice).then(() => {
        isTold = true;
      });
      await room.passUntil(() => isTold);
      await waiting;
    };
    await tellAll();
    expect(await readBodies()).toEqual([['', 'null']]);
    two.kill();
    await room.clock.leapTo(room.clock.now() + LEASE_MS + SECOND);
    await tellAll();
    const bodies = await readBodies();
    expect(bodies.at(-1)).toEqual(['st_1', JSON.stringify(notice.body)]);
  });

  it('waits for nobody where it is alone', async () => {
    const room = await openRoom(nextUrl());
    const one = await room.join('one');
    await one.tellAndWait({ topic: 'news', site: '', body: null });
    expect(await one.listAlive()).toEqual(['one']);
  });
});

describe('a server that is not reached', () => {
  it('knows it before others stop waiting for it, and is current again once it has said that it lives', async () => {
    const room = await openRoom(nextUrl());
    const one = await room.join('one');
    one.start();
    await room.passUntil(() => room.clock.now() > START + 20 * SECOND);
    expect(one.isCurrent()).toBe(true);
    one.kill();
    await room.clock.leapTo(room.clock.now() + LEASE_MS - SECOND);
    expect(one.isCurrent()).toBe(false);
    one.wake();
    await room.passUntil(() => one.isCurrent());
    expect(room.faults).toEqual([]);
  });
});
