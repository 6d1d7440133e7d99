import { beforeEach, describe, expect, it } from 'vitest';
import type { SendOutcome } from '../../../core/deliveries/receiver.ts';
import type { Store } from '../../../core/ports.ts';
import { until } from '../../support/until.ts';
import { DAY, FAILED, openPost, type Post, SENT } from './post.ts';
import { ANNA, BEN, NOON, notice, SITE } from './world.ts';

let post: Post;
let { store, clock, append, openReceiver, faults } = {} as Post;
async function open(mostRows?: number): Promise<void> {
  post = await openPost(mostRows);
  ({ store, clock, append, openReceiver, faults } = post);
}
beforeEach(() => open());

describe('an outbox', () => {
  it('begins with what comes after it was made, and sends what its receiver wants', async () => {
    await append(notice('before'));
    const { sent, live } = openReceiver();
    await live();
    await append(notice('n1'), notice('n2', {}, { late: true }), notice('n3', { visitor: BEN }));
    await append(notice('n4', { site: 'st_other' as typeof SITE }), notice('n5', { visitor: null }));
    await append(notice('n6'));
    await until(() => sent.length === 3);
    expect(sent.toSorted()).toEqual(['n1', 'n3', 'n6']);
  });

  it('sends what was appended while nobody told it, within a minute', async () => {
    const { sent, live } = openReceiver();
    await live();
    await store.append([notice('quiet')]);
    await clock.moveTo(NOON + 60_000);
    await until(() => sent.length === 1);
  });

  it('keeps at most eight in flight, and of a visitor one', async () => {
    const { open, sent, live, answerBy } = openReceiver();
    answerBy(null);
    await live();
    const visitor = (n: number) => ({
      visitor: n.toString(16).padStart(4, '0').padEnd(32, '0') as typeof ANNA,
    });
    await append(
      ...Array.from({ length: 12 }, (_, n) => notice(`v${n}`, visitor(n))),
      notice('again', visitor(0)),
    );
    await until(() => open.length === 8);
    await clock.moveTo(NOON + 1_000);
    expect(sent).toEqual(['v0', 'v1', 'v2', 'v3', 'v4', 'v5', 'v6', 'v7']);
    open[3]?.settle(SENT);
    await until(() => open.length === 9);
    expect(sent.at(-1)).toBe('v8');
    open[0]?.settle(SENT);
    await until(() => open.length === 10);
    for (let n = 0; n < open.length; n += 1) open[n]?.settle(SENT);
    await until(() => {
      for (const { settle } of open) settle(SENT);
      return sent.length === 13;
    });
    expect(sent.indexOf('again')).toBeGreaterThan(sent.indexOf('v8'));
  });

  it('tries again what failed, and lets nothing of the same visitor pass it', async () => {
    const { sent, live, answerBy } = openReceiver();
    const box = await live();
    answerBy(({ visitor }) => (visitor === ANNA ? FAILED : SENT));
    await append(notice('a1'), notice('a2', { name: 'left' }), notice('b1', { visitor: BEN }));
    await until(async () => (await store.listRecords('outbox:crm', SITE, null, 9)).length === 2);
    expect(sent.toSorted()).toEqual(['a1', 'b1']);
    await clock.moveTo(NOON + 9_999);
    expect(sent).toHaveLength(2);
    answerBy(() => SENT);
    await clock.moveTo(NOON + 10_000);
    await until(() => sent.length === 4);
    expect(sent.slice(2)).toEqual(['a1', 'a2']);
    await until(() => box.waiting() === 0);
    expect(box.counts()).toMatchObject({ sent: 3, failed: 1 });
  });

  it.each([
    ['is to be tried again', NOON, 'outbox:crm'],
    ['is given up', NOON + 2 * DAY, 'dead-letters:crm'],
  ])('keeps no row of what was under way when its visitor was erased, where it %s', async (_, at, rows) => {
    const { open, live, answerBy } = openReceiver();
    const box = await live();
    answerBy(null);
    await append(notice('a1'), notice('a2'));
    await until(() => open.length === 1);
    await clock.moveTo(at);
    await store.removeVisitor(SITE, [ANNA]);
    open[0]?.settle(FAILED);
    await until(() => box.counts().gone === 2);
    expect(await store.listRecords(rows, SITE, null, 9)).toEqual([]);
    expect(box.waiting()).toBe(0);
    expect(box.counts()).toMatchObject({ failed: 1, dead: 0 });
  });

  it('sends after a crash all that it cannot be sure of, and keeps what waited', async () => {
    const { sent, open, live, answerBy } = openReceiver();
    answerBy(({ id }) => (id === 'a1' ? FAILED : SENT));
    const box = await live();
    await append(notice('a1'), notice('b1', { visitor: BEN }));
    await until(() => box.counts().sent === 1 && box.waiting() === 1);
    await until(async () => {
      await clock.moveTo(clock.now() + 10);
      return (await store.getRecord('outbox-cursors', SITE, 'crm')) === 2;
    });
    answerBy(null);
    await append(notice('b2', { visitor: BEN }));
    await until(() => open.length === 1);
    answerBy(() => SENT);
    sent.length = 0;
    await live();
    await until(() => sent.includes('b2'));
    expect(sent).not.toContain('b1');
    await clock.moveTo(NOON + 10_000);
    await until(() => sent.includes('a1'));
  });

  it('does not double after a crash what waits already, though its place was not saved', async () => {
    const { sent, live, answerBy } = openReceiver();
    answerBy(() => FAILED);
    await live();
    await append(notice('a1'));
    await until(async () => (await store.listRecords('outbox:crm', SITE, null, 9)).length === 1);
    const next = await live();
    await append(notice('b1', { visitor: BEN }));
    await until(() => next.waiting() === 2 && sent.includes('b1'));
    expect(next.waiting()).toBe(2);
    await until(async () => (await store.listRecords('outbox:crm', SITE, null, 9)).length === 2);
    expect(next.waiting()).toBe(2);
  });

  it('finishes what is in flight when it stops, cuts off what takes too long, and sends that again', async () => {
    const { sent, open, live, answerBy } = openReceiver();
    answerBy(null);
    const box = await live();
    await append(notice('quick'), notice('slow', { visitor: BEN }));
    await until(() => open.length === 2);
    const stopped = box.stop();
    open.find(({ id }) => id === 'quick')?.settle(SENT);
    await clock.moveTo(NOON + 2_000);
    await stopped;
    sent.length = 0;
    answerBy(() => SENT);
    const next = await live();
    await until(() => next.counts().sent > 0);
    expect(sent).toContain('slow');
  });

  it('stands alone: a receiver that never answers delays no other', async () => {
    const [slow, quick] = [openReceiver('slow'), openReceiver('quick')];
    slow.answerBy(null);
    await slow.live();
    await quick.live();
    const visitor = (n: number) => ({
      visitor: n.toString(16).padStart(4, '0').padEnd(32, '0') as typeof ANNA,
    });
    await append(...Array.from({ length: 50 }, (_, n) => notice(`v${n}`, visitor(n))));
    await until(() => quick.sent.length === 50);
    expect(slow.sent).toHaveLength(8);
  });

  it('leaves its receiver alone for as long as that asks', async () => {
    const { sent, live, answerBy } = openReceiver();
    const box = await live();
    answerBy(() => ({ ...FAILED, retryAfterMs: 90_000 }) as SendOutcome);
    await append(notice('a1'));
    await until(() => box.waiting() === 1);
    answerBy(() => SENT);
    await append(notice('b1', { visitor: BEN }));
    await clock.moveTo(NOON + 89_999);
    expect(sent).toEqual(['a1']);
    await clock.moveTo(NOON + 90_000);
    await until(() => sent.length === 3);
  });

  it('ends when its receiver wants nothing any more, and keeps what it could not deliver', async () => {
    const { sent, ended, live, answerBy } = openReceiver();
    const box = await live();
    answerBy(() => ({ kind: 'ended', reason: 'answered 410' }));
    await append(notice('a1'));
    await until(() => box.waiting() === 1);
    await append(notice('b1', { visitor: BEN }));
    await clock.moveTo(NOON + DAY);
    expect([sent, ended]).toEqual([['a1'], ['answered 410']]);
    await box.stop();
    answerBy(() => SENT);
    await live();
    await until(() => sent.length === 3);
  });
});

describe('a site that has no more room', () => {
  it('loses and counts what would have to wait, and delivers what can be delivered', async () => {
    await open(2);
    const { sent, live, answerBy } = openReceiver();
    answerBy(({ visitor }) => (visitor === BEN ? SENT : FAILED));
    const box = await live();
    await append(notice('a1'), notice('a2'), notice('a3'), notice('b1', { visitor: BEN }));
    await until(() => box.counts().full === 1 && box.counts().sent === 1);
    expect(box.waiting()).toBe(2);
    answerBy(() => SENT);
    await clock.moveTo(NOON + 10_000);
    await until(() => sent.length === 4);
    expect(sent.toSorted()).toEqual(['a1', 'a1', 'a2', 'b1']);
  });
});

describe('a store that cannot write', () => {
  it('costs no delivery: what could not be noted is tried again', async () => {
    let isBroken = true;
    const broken: Store = {
      ...store,
      putRecord: async (collection, ...rest) => {
        if (isBroken && collection.startsWith('outbox:')) throw new Error('disk full');
        return store.putRecord(collection, ...rest);
      },
    };
    const { sent, live, answerBy } = openReceiver('crm', { store: broken });
    answerBy(() => FAILED);
    const box = await live();
    await append(notice('a1'), notice('a2'));
    await until(() => faults.length > 0);
    isBroken = false;
    faults.length = 0;
    answerBy(() => SENT);
    await clock.moveTo(NOON + 10_000);
    await until(() => box.counts().sent === 2);
    expect(sent).toEqual(['a1', 'a1', 'a2']);
  });

  it('is waited for at the start, and everything goes on from where it was', async () => {
    let isBroken = true;
    const broken: Store = {
      ...store,
      listRecords: async (...asked) => {
        if (isBroken) throw new Error('disk gone');
        return store.listRecords(...asked);
      },
    };
    const { sent, live } = openReceiver('crm', { store: broken });
    const box = await live();
    expect(faults).toHaveLength(1);
    await append(notice('a1'));
    isBroken = false;
    faults.length = 0;
    await clock.moveTo(NOON + 10_000);
    await until(() => box.counts().sent === 1);
    expect(sent).toEqual(['a1']);
  });
});
