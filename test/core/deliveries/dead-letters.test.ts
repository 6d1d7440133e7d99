import { beforeEach, describe, expect, it } from 'vitest';
import { until } from '../../support/until.ts';
import { DAY, FAILED, openPost, type Post, SENT } from './post.ts';
import { ANNA, BEN, NOON, notice, SITE } from './world.ts';

let post: Post;
let { store, clock, append, openReceiver } = {} as Post;
beforeEach(async () => {
  post = await openPost();
  ({ store, clock, append, openReceiver } = post);
});

describe('an entry that is gone', () => {
  it('is dropped and counted, whether it waited or was dead', async () => {
    const { sent, live, answerBy } = openReceiver();
    answerBy(() => FAILED);
    const box = await live();
    await append(notice('a1'), notice('b1', { visitor: BEN }));
    await until(() => box.waiting() === 2);
    await store.removeVisitor(SITE, [ANNA]);
    await clock.moveTo(NOON + 10_000);
    await until(() => box.counts().gone === 1);
    expect(sent.filter((id) => id === 'a1')).toHaveLength(1);
    await until(async () => {
      await clock.moveTo(clock.now() + DAY / 24);
      return box.counts().dead === 1;
    });
    await store.removeVisitor(SITE, [BEN]);
    expect(await box.listDead(null, 10)).toEqual([]);
    expect(await store.listRecords('dead-letters:crm', SITE, null, 10)).toEqual([]);
  });
});

it('of somebody who was erased takes no room of the site from the next sweep on', async () => {
  const { store, clock, append, openReceiver } = await openPost(1);
  const { live, answerBy } = openReceiver();
  answerBy(() => FAILED);
  const box = await live();
  const isParked = async () => (await store.listRecords('outbox:crm', SITE, null, 1)).length === 1;
  await append(notice('a1'));
  await until(isParked);
  await clock.moveTo(NOON + DAY);
  await until(() => box.counts().dead === 1);
  await store.removeVisitor(SITE, [ANNA]);
  expect(await box.sweep(0)).toBe(0);
  await append(notice('b1', { visitor: BEN }));
  await until(async () => (await isParked()) || box.counts().full === 1);
  expect([await isParked(), box.counts().full]).toEqual([true, 0]);
});

describe('a dead letter', () => {
  async function die(...ids: readonly string[]) {
    const { sent, live, answerBy } = openReceiver();
    answerBy(() => FAILED);
    const box = await live();
    await append(...ids.map((id, n) => notice(id, { visitor: `${n}`.repeat(32) as typeof ANNA })));
    await until(() => box.waiting() === ids.length);
    await clock.moveTo(NOON + DAY);
    await until(() => box.counts().dead === ids.length);
    answerBy(() => SENT);
    sent.length = 0;
    return { box, sent, live };
  }

  it('is what failed for a day; it holds no body', async () => {
    const { box } = await die('a1');
    const [letter] = await box.listDead(null, 10);
    expect(letter).toMatchObject({ id: 'a1', firstAt: NOON, reason: 'answered 500', entry: { id: 'a1' } });
    expect(letter?.attempts).toBeGreaterThan(14);
    const [row] = await store.listRecords('dead-letters:crm', SITE, null, 10);
    expect(Object.keys(row?.value ?? {}).toSorted()).toEqual([
      'attempts',
      'firstAt',
      'lane',
      'lastAt',
      'reason',
      'seq',
    ]);
  });

  it('is listed page by page', async () => {
    const { box } = await die('a1', 'a2', 'a3');
    const ids = async (after: string | null) => (await box.listDead(after, 2)).map(({ id }) => id);
    expect([await ids(null), await ids('a2'), await ids('a3')]).toEqual([['a1', 'a2'], ['a3'], []]);
  });

  it('goes out again when it is asked to, by id or with all others, once', async () => {
    const { box, sent } = await die('a1', 'a2', 'a3');
    expect([await box.resend(['a2', 'a2', 'nothing']), await box.resend(['a2'])]).toEqual([1, 0]);
    await until(() => sent.length === 1);
    expect(await box.resend()).toBe(2);
    await until(() => sent.length === 3);
    expect(sent.toSorted()).toEqual(['a1', 'a2', 'a3']);
    expect(await box.listDead(null, 10)).toEqual([]);
  });

  it('has another day when it fails again', async () => {
    const { box } = await die('a1');
    const again = openReceiver();
    again.answerBy(() => FAILED);
    await box.stop();
    const next = await again.live();
    await next.resend();
    await until(() => next.counts().failed === 1);
    await clock.moveTo(NOON + 2 * DAY - 7_200_000);
    expect(next.counts().dead).toBe(0);
    await clock.moveTo(NOON + 2 * DAY);
    await until(() => next.counts().dead === 1);
  });

  it('is removed when it is old', async () => {
    const { box } = await die('a1');
    expect([await box.sweep(NOON), await box.sweep(NOON + 2 * DAY)]).toEqual([0, 1]);
    expect(await box.listDead(null, 10)).toEqual([]);
  });
});
