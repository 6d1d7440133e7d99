/** A server of which others cannot say whether it lives, and what it does once it can say so. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { assertSameTime } from '../../../integrations/mongodb/clocks.ts';
import { connect } from '../../../integrations/mongodb/connection.ts';
import { createPeers, KEPT_MS } from '../../../integrations/mongodb/peers.ts';
import { LEASE_MS } from '../../../integrations/mongodb/touch.ts';
import { mongoDatabases } from '../../support/mongodb/databases.ts';
import { until } from '../../support/until.ts';
import { createWork, listen, openRoom, SECOND, START } from './peers-room.ts';

const nextUrl = mongoDatabases('touch');
const DAY = 86_400_000;

describe('a server that is not reached', () => {
  it('knows it before others stop waiting for it, and is current again once it has said that it lives', async () => {
    const room = await openRoom(nextUrl());
    const one = await room.join('one');
    one.start();
    await room.passUntil(() => room.clock.now() > START + 20 * SECOND);
    expect(one.isCurrent()).toBe(true);
    await room.clock.leapTo(room.clock.now() + LEASE_MS - SECOND);
    expect(one.isCurrent()).toBe(false);
    await room.passUntil(() => one.isCurrent());
    expect(room.faults).toEqual([]);
  });

  it('knows it so early that what it began last has ended by then, also what the driver asks for a second time', async () => {
    const room = await openRoom(nextUrl());
    const [one, two] = [await room.join('one'), await room.join('two')];
    one.kill();
    await room.passUntil(() => !one.isCurrent());
    const lostAt = room.clock.now();
    while ((await two.listAlive()).includes('one')) await room.clock.moveTo(room.clock.now() + SECOND);
    // A command, the look for a primary, and the command again.
    expect(room.clock.now() - lostAt).toBeGreaterThan((10 + 5 + 10) * SECOND);
  });

  it('is current again only when it has heard what others told without waiting for it', async () => {
    const room = await openRoom(nextUrl());
    const [one, two] = [await room.join('one'), await room.join('two')];
    const { promise, resolve } = Promise.withResolvers<void>();
    let hears = false;
    two.on('news', async () => {
      hears = true;
      await promise;
    });
    await one.tell({ topic: 'news', site: '', body: null });
    await room.clock.leapTo(room.clock.now() + 2 * LEASE_MS);
    expect(two.isCurrent()).toBe(false);
    two.start();
    await room.passUntil(() => hears);
    const heardAt = room.clock.now();
    await room.passUntil(() => room.clock.now() > heardAt + LEASE_MS);
    expect(await one.listAlive()).toContain('two');
    expect(two.isCurrent()).toBe(false);
    resolve();
    await room.passUntil(() => two.isCurrent());
  });

  it('does not take itself for current by a clock that was put back', async () => {
    const room = await openRoom(nextUrl());
    const time = { backMs: 0 };
    const one = await room.join('one', { now: () => room.clock.now() - time.backMs });
    time.backMs = 10 * LEASE_MS;
    expect(one.isCurrent()).toBe(false);
    one.start();
    await room.passUntil(() => one.isCurrent());
  });
});

describe('what was told long ago', () => {
  it('is gone, whatever was told last, and so is who was killed', async () => {
    const room = await openRoom(nextUrl());
    const [one, two] = [await room.join('one'), await room.join('two')];
    two.kill();
    one.start();
    for (const body of ['anna', 'ben']) await one.tell({ topic: 'news', site: '', body });
    const read = async (): Promise<string> => {
      const all = ['peer_notices', 'servers'].map((name) => room.db.collection(name).find().toArray());
      return JSON.stringify(await Promise.all(all));
    };
    expect(await read()).toMatch(/anna.*ben.*two/);
    await room.clock.leapTo(START + KEPT_MS + 2 * LEASE_MS);
    await room.passUntil(() => one.isCurrent());
    await room.clock.leapTo(START + 3 * KEPT_MS);
    await expect.poll(read).not.toMatch(/anna|ben|two/);
    const heard = listen(two);
    await one.tell({ topic: 'news', site: '', body: 'cleo' });
    await expect(two.hear()).rejects.toMatchObject({ code: 'out_of_touch' });
    expect(heard).toEqual([]);
    expect(two.isCurrent()).toBe(false);
  });
});

describe('a server whose clock is wrong', () => {
  it('does not join', async () => {
    const { client, db } = await connect(nextUrl());
    onTestFinished(() => client.close());
    await assertSameTime(db, Date.now);
    for (const aheadMs of [-DAY, -10 * SECOND, 10 * SECOND, DAY]) {
      const now = () => Date.now() + aheadMs;
      const clock = { now, after: () => () => undefined };
      const assertClock = () => assertSameTime(db, now);
      const joining = createPeers({ db, node: 'one', clock, assertClock, onFault: () => undefined });
      const words = `${Math.abs(aheadMs) / SECOND} s ${aheadMs > 0 ? 'ahead of' : 'behind'}`;
      await expect(joining).rejects.toMatchObject({
        code: 'clocks_apart',
        message: expect.stringContaining(words),
      });
    }
  });

  it('is not current any more, ends what it does for all, and says so, until it is right again', async () => {
    const room = await openRoom(nextUrl());
    const { said, by } = createWork();
    const apart = new Error('apart');
    let isWrong = false;
    const assertClock = async (): Promise<void> => {
      if (isWrong) throw apart;
    };
    const one = await room.join('one', { assertClock });
    one.start();
    one.lead('deliveries', by('one'));
    await until(async () => said.length === 1);
    isWrong = true;
    await room.passUntil(() => !one.isCurrent() && said.length === 2);
    expect(said).toEqual(['one starts', 'one stops']);
    expect(room.clock.now()).toBeLessThan(START + LEASE_MS);
    expect(new Set(room.faults)).toEqual(new Set([apart]));
    isWrong = false;
    await room.passUntil(() => one.isCurrent() && said.length === 3);
  });
});
