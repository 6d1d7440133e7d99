import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Json } from '../../../core/entry.ts';
import { findTemplate } from '../../../core/segments/templates/index.ts';
import { installable } from '../../../core/segments/templates/template.ts';
import { until } from '../../support/until.ts';
import { createRandom } from './brute/random.ts';
import { DAY, HOUR, MINUTE, openSegments, type SegmentWorld } from './segment-world.ts';

let world: SegmentWorld;
beforeEach(async () => {
  world = await openSegments();
  await world.put({
    key: 'busy',
    name: 'Busy accounts',
    when: { account: { event: 'Feature Used', within: '2d', count: { gte: 3 } } },
  });
});
afterEach(() => world.close());

const used = (name: string, account: string, t = world.now(), properties = {}) =>
  world.event(name, 'Feature Used', properties, t, { account });
const seen = (name: string, account: string, t = world.now()) =>
  world.event(name, 'Page Viewed', {}, t, { account });

/** Both act for the account; with the third use it is busy. */
async function makeBusy(): Promise<{ readonly first: number; readonly busy: number }> {
  const first = world.now();
  await used('ann', 'acme');
  await seen('ben', 'acme');
  await world.pass(HOUR);
  await used('ben', 'acme');
  await world.pass(HOUR);
  await used('ben', 'acme');
  return { first, busy: world.now() };
}

describe('a segment that looks at what an account did', () => {
  it('takes in everybody who acts for it, by what any of them did, and lets them go by time alone', async () => {
    const { first, busy } = await makeBusy();
    await used('cleo', 'other');
    await world.pass(5 * DAY);
    const notices = [
      ['entered', 'busy', busy],
      ['left', 'busy', first + 2 * DAY],
    ];
    expect(await world.noticesOf('ann')).toEqual(notices);
    expect(await world.noticesOf('ben')).toEqual(notices);
    expect(await world.noticesOf('cleo')).toEqual([]);
    expect(await world.causesOf('ann')).toEqual(['event', 'time']);
  });

  it('takes in who joins later, from then on', async () => {
    const { busy } = await makeBusy();
    await world.pass(HOUR);
    await seen('cleo', 'acme');
    expect(await world.noticesOf('cleo')).toEqual([['entered', 'busy', busy + HOUR]]);
    expect(await world.membersOf('busy')).toEqual(['ann', 'ben', 'cleo']);
  });

  it('lets go who acts for another account, and takes in again who returns', async () => {
    const { busy } = await makeBusy();
    await world.pass(HOUR);
    await seen('ann', 'other');
    await world.pass(HOUR);
    expect(await world.membersOf('busy')).toEqual(['ben']);
    await seen('ann', 'acme');
    expect(await world.noticesOf('ann')).toEqual([
      ['entered', 'busy', busy],
      ['left', 'busy', busy + HOUR],
      ['entered', 'busy', busy + 2 * HOUR],
    ]);
  });

  it('tells a past that a late entry of somebody else has changed', async () => {
    const { busy } = await makeBusy();
    await world.pass(HOUR);
    await used('cleo', 'acme', busy - 90 * MINUTE);
    expect(await world.noticesOf('ann')).toEqual([['entered', 'busy', busy - HOUR]]);
    expect(await world.revokedOf('ann')).toEqual([['entered', 'busy', busy]]);
    expect(await world.noticesOf('cleo')).toEqual([['entered', 'busy', busy - HOUR]]);
  });

  it('moves out whom an erasure of another member leaves without a reason', async () => {
    await makeBusy();
    await world.engine().visitors.forget(world.site().siteId, world.visitorOf('ben'));
    expect(await world.membersOf('busy')).toEqual([]);
    expect(await world.noticesOf('ann')).toEqual([]);
    expect((await world.causesOf('ann')).toSorted()).toEqual(['erasure', 'event']);
  });

  it('knows of any instant who was in it, also before it was defined', async () => {
    const { first, busy } = await makeBusy();
    await world.put({
      key: 'once',
      name: 'Once',
      when: { account: { event: 'Feature Used', within: '1h' } },
    });
    const heldAt = async (name: string, t: number) => {
      const held = await world.engine().history.membershipsAt(world.site().siteId, world.visitorOf(name), t);
      return held.ok ? held.value.map(({ key, until }) => [key, until]) : held.code;
    };
    expect(await heldAt('ann', first)).toEqual([['once', first + HOUR]]);
    expect(await heldAt('ann', busy)).toEqual([
      ['busy', first + 2 * DAY],
      ['once', busy + HOUR],
    ]);
    expect(await heldAt('ann', busy + HOUR)).toEqual([['busy', first + 2 * DAY]]);
  });
});

describe('the template for who outgrows a plan', () => {
  it('takes in the whole team of which none alone would be meant', async () => {
    const template = findTemplate('expansion-candidate');
    const made = template && installable(template, new Set());
    if (!made?.ok) throw new Error('there is no such template');
    await world.put(made.value);
    await world.event('ann', 'Subscription Started', {}, world.now(), { account: 'acme' });
    for (const name of ['ann', 'ben', 'cleo']) {
      await world.pass(HOUR);
      expect(await world.membersOf('expansion-candidate')).toEqual([]);
      await world.event(name, 'Invite Sent', {}, world.now(), { account: 'acme' });
    }
    expect(await world.membersOf('expansion-candidate')).toEqual(['ann', 'ben', 'cleo']);
  });
});

describe('an entry that changes hands', () => {
  it('takes its owner into the account: whoever logs in on the device that acted for it', async () => {
    const { busy } = await makeBusy();
    const send = async (more: { [key: string]: Json }) => {
      const event = { name: 'Page Viewed', time: world.now(), device: 'd'.repeat(32) };
      const events = [{ ...event, consent: { analytics: true }, properties: {}, ...more }];
      await world.engine().ingest(world.site(), { events });
      await world.settle();
    };
    await send({ id: 'd1', account: 'acme' });
    await world.pass(HOUR);
    await send({ id: 'd2', userId: 'dot' });
    expect(await world.noticesOf('dot')).toEqual([['entered', 'busy', busy]]);
    await world.pass(HOUR);
    await used('ann', 'acme');
    expect(await world.membersOf('busy')).toEqual(['ann', 'ben', 'dot']);
  });

  it.each(['at once', 'after rows were written, and a kill'])(
    'is taken from everybody of the account that a better copy no longer names, %s',
    async (when) => {
      await used('ann', 'acme');
      await used('ben', 'acme');
      await seen('cleo', 'other');
      await world.pass(HOUR);
      const wrong = { account: 'acme', source: 'web' };
      await world.event('cleo', 'Feature Used', {}, world.now(), wrong, 'copied');
      expect(await world.membersOf('busy')).toEqual(['ann', 'ben', 'cleo']);
      const better = () =>
        world.event(
          'cleo',
          'Feature Used',
          {},
          world.now(),
          { account: 'other', source: 'server' },
          'copied',
        );
      if (when === 'at once') await better();
      else {
        await world.engine().book.flush();
        await world.restart(async () => undefined);
        await better();
        await world.restart(async () => undefined, 'killed');
      }
      expect(await world.membersOf('busy')).toEqual([]);
      for (const name of ['ann', 'ben', 'cleo']) expect(await world.noticesOf(name)).toEqual([]);
    },
  );
});

describe('a restart', () => {
  it.each(['stopped', 'killed'] as const)(
    'of what was %s loses no deed and counts none twice',
    async (how) => {
      const first = world.now();
      await used('ann', 'acme');
      await seen('ben', 'acme');
      await used('ben', 'acme');
      await world.restart(() => world.skip(HOUR), how);
      expect(await world.membersOf('busy')).toEqual([]);
      await used('cleo', 'acme');
      const busy = world.now();
      await world.restart(() => world.skip(DAY), how);
      await world.pass(2 * DAY);
      for (const name of ['ann', 'ben', 'cleo']) {
        expect(await world.noticesOf(name)).toEqual([
          ['entered', 'busy', busy],
          ['left', 'busy', first + 2 * DAY],
        ]);
      }
    },
  );
});

describe('posts that come at once', () => {
  it('lose nothing between the two readings of a log', async () => {
    await used('ben', 'acme');
    const store = world.store();
    const { readAccount } = store;
    const posts: Promise<void>[] = [];
    store.readAccount = async (site, account) => {
      store.readAccount = readAccount;
      const { seq } = await store.health();
      // What ann did is not among her entries any more, what ben did will be among those of the account.
      posts.push(used('ann', 'acme'), used('ben', 'acme'));
      const committed = async () =>
        (await store.readSince(seq, 9)).filter(({ name }) => name === 'Feature Used');
      await until(async () => (await committed()).length === 2);
      return readAccount(site, account);
    };
    await seen('ann', 'acme');
    await Promise.all(posts);
    expect(posts.length).toBe(2);
    expect(await world.membersOf('busy')).toEqual(['ann', 'ben']);
    const ofAnn = await world.engine().visitors.view(world.site().siteId, world.visitorOf('ann'));
    expect(ofAnn?.events?.count).toBe(2);
  });

  it('leave profiles of what the log holds, no more and no less', async () => {
    const names = Array.from({ length: 12 }, (_, n) => `member ${n}`);
    const random = createRandom(3);
    for (let round = 0; round < 8; round++) {
      const posts = Array.from({ length: 40 }, (_, n) => {
        const [name, account] = [random.pick(names), random.pick(['acme', `acme ${round}`])];
        return used(name, account, world.now() - random.below(HOUR), { n });
      });
      await Promise.all(posts);
    }
    const { siteId } = world.site();
    for (const name of names) {
      const visitor = world.visitorOf(name);
      const { slot } = await world.engine().book.read(siteId, visitor, world.now());
      const live = slot.timeline.profile.accounts;
      await world.engine().book.refold(siteId, visitor);
      expect(slot.timeline.profile.accounts).toEqual(live);
      expect(live.length).toBeGreaterThan(1);
    }
  });
});
