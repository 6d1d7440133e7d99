import { MongoClient } from 'mongodb';
import { describe, expect, it, onTestFinished } from 'vitest';
import { InklingError } from '../../../core/errors.ts';
import { connect } from '../../../integrations/mongodb/connection.ts';
import { createPeers } from '../../../integrations/mongodb/peers.ts';
import { createDrivenClock } from '../../support/driven-clock.ts';
import { mongoDatabases } from '../../support/mongodb/databases.ts';
import { openDoored } from '../../support/mongodb/doored.ts';
import { mongoKind } from '../../support/mongodb/server.ts';
import { until } from '../../support/until.ts';

const START = Date.UTC(2026, 10, 1);
const SECOND = 1_000;
const NOTICE = { topic: 'news', site: '' } as const;

const isOfStream = (fault: unknown): boolean =>
  fault instanceof InklingError &&
  fault.code === 'store_unavailable' &&
  fault.message.includes('change stream');

/** Servers on one database, whose clock stands still: nobody looks for anything by himself. */
async function openRoom(url: string) {
  const clock = createDrivenClock(START);
  const { client, db: direct } = await connect(url);
  onTestFinished(() => client.close());

  async function join(node: string, at = url) {
    const commands: string[] = [];
    const faults: unknown[] = [];
    const heard: unknown[] = [];
    const own = await connect(at, { primaryMs: 1_000, onCommand: (name) => commands.push(name) });
    const onFault = (error: unknown): void => void faults.push(error);
    const peers = await createPeers({ db: own.db, node, clock, onFault });
    onTestFinished(async () => {
      await peers.close();
      await own.client.close();
    });
    peers.on(NOTICE.topic, async ({ body }) => void heard.push(body));
    /** The driver looks for a server whose connection broke. */
    const reach = () => own.db.command({ ping: 1 });
    return { peers, commands, faults, heard, reach };
  }

  return {
    clock,
    direct,
    join,
    /** Moves time on in small steps until something is so. */
    async passUntil(isSo: () => boolean): Promise<void> {
      await until(async () => {
        await clock.moveTo(clock.now() + 100);
        await direct.command({ ping: 1 });
        return isSo();
      });
    },
    async countCursors(): Promise<number> {
      const { metrics } = await direct.admin().serverStatus();
      return metrics.cursor.open.total;
    },
  };
}

describe('where there are change streams', () => {
  const nextUrl = mongoDatabases('awake', { isLarge: true });

  it('what a server tells is heard at once, and read no more often than it is told', async () => {
    const room = await openRoom(nextUrl());
    const [one, two] = [await room.join('one'), await room.join('two')];
    for (const { peers } of [one, two]) peers.start();
    await until(() => [one, two].every(({ commands }) => commands.includes('getMore')));
    for (const { commands } of [one, two]) commands.length = 0;
    for (let body = 1; body <= 3; body += 1) {
      await one.peers.tell({ ...NOTICE, body });
      await until(() => two.heard.length === body);
      // What is swept away is no news.
      await room.direct.collection<{ _id: number }>('peer_notices').deleteOne({ _id: body - 1 });
    }
    expect(two.heard).toEqual([1, 2, 3]);
    expect(room.clock.now()).toBe(START);
    // Each time what there is, that there is no more, and what is being changed.
    expect(two.commands.filter((name) => name === 'find').length).toBeLessThanOrEqual(9);
    // Whoever tells looks for the number, and is not woken.
    expect(one.commands.filter((name) => name === 'find')).toHaveLength(3);
    expect([...one.faults, ...two.faults]).toEqual([]);
  });

  it('what was told before there was a stream is heard when it begins', async () => {
    const room = await openRoom(nextUrl());
    const [one, two] = [await room.join('one'), await room.join('two')];
    await one.peers.tell({ ...NOTICE, body: 1 });
    two.peers.start();
    await until(() => two.heard.length === 1);
    expect(room.clock.now()).toBe(START);
  });

  it('nothing of what was told is in the stream', async () => {
    const url = nextUrl();
    const room = await openRoom(url);
    const before = await room.countCursors();
    const shown: Record<string, unknown>[] = [];
    const client = await MongoClient.connect(url, { monitorCommands: true });
    client.on('commandSucceeded', ({ commandName, reply }) => {
      if (commandName !== 'getMore') return;
      const { cursor } = reply as { readonly cursor: { readonly nextBatch: Record<string, unknown>[] } };
      shown.push(...cursor.nextBatch);
    });
    const onFault = (error: unknown): void => expect(error).toBeNull();
    const peers = await createPeers({ db: client.db(), node: 'two', clock: room.clock, onFault });
    onTestFinished(async () => {
      await peers.close();
      await client.close();
    });
    peers.start();
    await until(async () => (await room.countCursors()) > before);
    const one = await room.join('one');
    await one.peers.tell({ ...NOTICE, body: 'secret' });
    await until(() => shown.length > 0);
    expect(shown.map((change) => Object.keys(change))).toEqual([['_id']]);
    expect(JSON.stringify(shown)).not.toContain('secret');
  });

  it('a connection that breaks is taken up again, with what was told meanwhile', async () => {
    const url = nextUrl();
    const { door, env } = await openDoored(url);
    onTestFinished(() => door.close());
    const room = await openRoom(url);
    const [one, two] = [await room.join('one'), await room.join('two', env.MONGODB_URL)];
    two.peers.start();
    await until(() => two.commands.includes('getMore'));
    const { promise: isTold, resolve: go } = Promise.withResolvers<void>();
    door.hold((command) => (command === 'aggregate' ? isTold : undefined));
    two.commands.length = 0;
    door.cut();
    await until(() => two.commands.includes('aggregate'));
    await one.peers.tell({ ...NOTICE, body: 1 });
    go();
    await until(() => two.heard.length === 1);
    expect(room.clock.now()).toBe(START);
    expect(two.faults).toEqual([]);
  });

  it('a stream that is lost is told of once, looking goes on without it, and it comes back by itself', async () => {
    const url = nextUrl();
    const { door, env } = await openDoored(url);
    onTestFinished(() => door.close());
    const room = await openRoom(url);
    const [one, two] = [await room.join('one'), await room.join('two', env.MONGODB_URL)];
    two.peers.start();
    await until(() => two.commands.includes('getMore'));
    door.meet((command) => (command === 'aggregate' ? 'cut before' : 'pass'));
    door.cut();
    await until(() => two.faults.some(isOfStream));
    await two.reach();
    await one.peers.tell({ ...NOTICE, body: 1 });
    await room.passUntil(() => two.heard.length === 1);
    expect(room.clock.now() - START).toBeLessThanOrEqual(SECOND);
    // It is tried, and fails, again.
    two.commands.length = 0;
    await room.passUntil(() => two.commands.includes('aggregate'));
    door.meet(() => 'pass');
    two.commands.length = 0;
    await room.passUntil(() => two.commands.includes('getMore'));
    const at = room.clock.now();
    await one.peers.tell({ ...NOTICE, body: 2 });
    await until(() => two.heard.length === 2);
    expect(room.clock.now()).toBe(at);
    expect(two.faults.filter(isOfStream)).toHaveLength(1);
  });

  it('nothing is left open of a server that goes, also of one that goes while it opens', async () => {
    const url = nextUrl();
    const { door, env } = await openDoored(url);
    onTestFinished(() => door.close());
    const room = await openRoom(url);
    const [one, two] = [await room.join('one'), await room.join('two', env.MONGODB_URL)];
    // Connections that broke have left some on a server that others use too.
    const before = await room.countCursors();
    one.peers.start();
    await until(async () => (await room.countCursors()) === before + 1);
    await one.peers.close();
    await until(async () => (await room.countCursors()) === before);
    const { promise: mayOpen, resolve: open } = Promise.withResolvers<void>();
    door.hold((command) => (command === 'aggregate' ? mayOpen : undefined));
    two.peers.start();
    const closing = two.peers.close();
    open();
    await closing;
    expect(two.commands).toContain('aggregate');
    await until(async () => (await room.countCursors()) === before);
    expect([...one.faults, ...two.faults]).toEqual([]);
  });
});

describe.skipIf(mongoKind() !== 'FerretDB')('where there are none', () => {
  const nextUrl = mongoDatabases('asleep');

  it('what a server tells is heard at the next look, and nobody is told of a fault', async () => {
    const room = await openRoom(nextUrl());
    const [one, two] = [await room.join('one'), await room.join('two')];
    two.peers.start();
    await one.peers.tell({ ...NOTICE, body: 1 });
    await room.passUntil(() => two.heard.length === 1);
    expect(room.clock.now() - START).toBeLessThanOrEqual(SECOND);
    await room.clock.leapTo(room.clock.now() + 60 * SECOND);
    await until(() => two.commands.filter((name) => name === 'aggregate').length === 2);
    expect([...one.faults, ...two.faults]).toEqual([]);
  });
});
