import { beforeEach, describe, expect, it } from 'vitest';
import type { OutboxPorts } from '../../../core/deliveries/desk.ts';
import { createDuty } from '../../../core/deliveries/duty.ts';
import type { Store } from '../../../core/ports.ts';
import { createPeerRoom } from '../../support/peer-room.ts';
import { until } from '../../support/until.ts';
import { DAY, FAILED, openPost, type Post, SENT } from './post.ts';
import { BEN, NOON, notice, SITE } from './world.ts';

let post: Post;
let { clock, append, openReceiver, store } = {} as Post;
beforeEach(async () => {
  post = await openPost();
  ({ clock, append, openReceiver, store } = post);
});

/** The first one is on duty. */
function openServers(given: Partial<OutboxPorts> = {}) {
  const room = createPeerRoom();
  const open = () => {
    const peers = room.join();
    return { peers, ...openReceiver('crm', { duty: createDuty(peers), ...given }) };
  };
  return { room, first: open(), second: open() };
}

const placeOf = () => store.getRecord('outbox-cursors', SITE, 'crm');

describe('two servers that deliver to the same receiver', () => {
  it('send everything once, and the second goes on where the first ended', async () => {
    const { first, second } = openServers();
    await first.live();
    const box = await second.live();
    await append(notice('n1'), notice('n2', { visitor: BEN }));
    await until(() => first.sent.length === 2);
    await clock.moveTo(NOON + 5_000);
    await first.peers.close();
    await append(notice('n3'));
    await until(() => second.sent.length === 1);
    expect([first.sent.toSorted(), second.sent]).toEqual([['n1', 'n2'], ['n3']]);
    await until(() => box.counts().sent === 1);
  });

  it('leave to the second what waits for its next attempt', async () => {
    const { first, second } = openServers();
    first.answerBy(() => FAILED);
    await first.live();
    const box = await second.live();
    await append(notice('n1'));
    await until(async () => (await store.listRecords('outbox:crm', SITE, null, 10)).length === 1);
    await first.peers.close();
    await until(() => box.waiting() === 1);
    await clock.moveTo(NOON + DAY / 24);
    await until(() => second.sent.length === 1);
    expect(second.sent).toEqual(['n1']);
  });

  it('begin with what comes after either of them knew the receiver', async () => {
    const { first, second } = openServers();
    await append(notice('before'));
    await second.live();
    await append(notice('n1'));
    await first.live();
    await until(() => first.sent.length > 0);
    expect([first.sent, second.sent]).toEqual([['n1'], []]);
  });

  it('send again what either of them is asked to', async () => {
    const { room, first, second } = openServers();
    first.answerBy(() => FAILED);
    const delivering = await first.live();
    const box = await second.live();
    await append(notice('n1'));
    await until(async () => {
      await clock.moveTo(clock.now() + DAY / 24);
      return delivering.counts().dead === 1;
    });
    first.answerBy(() => SENT);
    const tries = first.sent.length;
    expect(await box.resend()).toBe(1);
    await room.heard();
    await until(() => delivering.counts().sent === 1);
    expect([first.sent.length, second.sent]).toEqual([tries + 1, []]);
  });

  it('never write a place over one that another has come to since', async () => {
    let isAway = false;
    const away = new Error('away');
    const putRecord: Store['putRecord'] = (...row) =>
      isAway ? Promise.reject(away) : store.putRecord(...row);
    const faults: unknown[] = [];
    const onFault = (error: unknown): void => void faults.push(error);
    const { first, second } = openServers({ store: { ...store, putRecord }, onFault });
    const ended = await first.live();
    await second.live();
    await append(notice('n1'));
    await until(() => ended.counts().sent === 1);
    isAway = true;
    await first.peers.close();
    isAway = false;
    expect(faults).toEqual([away]);
    await append(notice('n2'), notice('n3', { visitor: BEN }));
    await until(() => second.sent.length === 3);
    await clock.moveTo(clock.now() + 5_000);
    const place = await placeOf();
    await ended.stop();
    expect(await placeOf()).toBe(place);
  });
});
