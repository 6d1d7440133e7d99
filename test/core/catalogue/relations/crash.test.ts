import { describe, expect, it } from 'vitest';
import {
  countAll,
  createLog,
  createRandom,
  listCounts,
  makeLife,
  openOn,
  orders,
  readAll,
  relationsOf,
  views,
  visitorId,
} from './world.ts';

describe('following the log', () => {
  it.each(Array.from({ length: 25 }, (_, seed) => seed))(
    'counts each entry once, whenever it is killed (seed %i)',
    async (seed) => {
      const random = createRandom(100 + seed);
      const life = makeLife(random, 150).toSorted((a, b) => a.t - b.t);
      const log = createLog();
      let follower = await openOn(log);
      let kills = 0;
      for (const entry of life) {
        log.append(entry);
        const chance = random(20);
        if (chance < 6) await readAll(follower);
        if (chance < 2) {
          log.breakAfter(random(9));
          await follower.save().catch(() => undefined);
          log.breakAfter(Number.POSITIVE_INFINITY);
        }
        if (chance === 0 || chance === 19) {
          kills += 1;
          follower = await openOn(log);
        }
      }
      await readAll(follower);
      expect(kills).toBeGreaterThan(3);
      expect(listCounts(relationsOf(follower))).toEqual(listCounts(await countAll(life)));
    },
  );

  it('goes on from where it saved, and counts nothing before it again', async () => {
    const log = createLog();
    for (const entry of [views('a', 0), views('b', 1), orders(['a', 'b'], 2)]) log.append(entry);
    const first = await openOn(log);
    await readAll(first);
    await first.save();
    const second = await openOn(log);
    expect(second.place()).toBe(3);
    expect(listCounts(relationsOf(second))).toEqual(listCounts(relationsOf(first)));
    expect(await second.readOn(() => false)).toBe(0);
  });

  it('knows the session of a visitor after a restart, though no file has it', async () => {
    const log = createLog();
    log.append(views('a', 0));
    const first = await openOn(log);
    await readAll(first);
    await first.save();
    expect(log.written()).toContain('"a"');
    expect(log.written()).not.toContain(visitorId('ann'));
    log.append(views('b', 29));
    const second = await openOn(log);
    await readAll(second);
    expect(relationsOf(second).tables.viewed.candidates).toBe(2);
  });

  it('weighs a session that crosses midnight after a restart as it did before', async () => {
    const night = [views('a', 722), views('b', 718), views('c', 723)];
    const log = createLog();
    for (const entry of night.slice(0, 2)) log.append(entry);
    const first = await openOn(log);
    await readAll(first);
    await first.save();
    for (const entry of night.slice(2)) log.append(entry);
    const second = await openOn(log);
    await readAll(second);
    expect(listCounts(relationsOf(second))).toEqual(listCounts(await countAll(night)));
  });

  it('asks the log for nobody whom memory would know', async () => {
    const log = createLog();
    log.append(views('a', 0, 'ann'));
    const follower = await openOn(log);
    await readAll(follower);
    const before = log.recalls();
    for (let n = 0; n < 300; n += 1) log.append(views(`p${n % 9}`, 120 + n, `v${n % 50}`));
    await readAll(follower);
    expect(before).toBe(1);
    expect(log.recalls()).toBe(before);
  });

  it('stops between two batches when it is told to', async () => {
    const log = createLog();
    for (let n = 0; n < 1_000; n += 1) log.append(views('a', n));
    const follower = await openOn(log);
    let asked = 0;
    const read = await follower.readOn(() => {
      asked += 1;
      return asked > 2;
    });
    expect([read, follower.place()]).toEqual([256, 256]);
  });

  it('writes nothing anew that has not changed', async () => {
    const log = createLog();
    for (const entry of [views('a', 0), views('b', 1), orders(['a', 'b'], 2)]) log.append(entry);
    const follower = await openOn(log);
    await readAll(follower);
    await follower.save();
    log.append(orders(['a', 'b'], 3));
    await readAll(follower);
    // Products bought, orders, manifest, place.
    log.breakAfter(4);
    await follower.save();
    expect(follower.unsaved()).toBe(0);
    log.breakAfter(0);
    await follower.save();
  });

  it('keeps what was saved before where a save breaks off at any of its writes', async () => {
    for (let writes = 0; writes < 5; writes += 1) {
      const log = createLog();
      for (const entry of [views('a', 0), views('b', 1), orders(['a', 'b'], 2)]) log.append(entry);
      const first = await openOn(log);
      await readAll(first);
      await first.save();
      const saved = listCounts(relationsOf(first));
      for (const entry of [views('c', 3), orders(['b', 'c'], 4)]) log.append(entry);
      await readAll(first);
      log.breakAfter(writes);
      await expect(first.save()).rejects.toThrow('no write');
      log.breakAfter(Number.POSITIVE_INFINITY);
      const second = await openOn(log);
      // The manifest is the last but one; before it, what it says is what was.
      const expected = writes < 4 ? saved : listCounts(relationsOf(first));
      expect(listCounts(relationsOf(second))).toEqual(expected);
      await readAll(second);
      expect(listCounts(relationsOf(second))).toEqual(listCounts(relationsOf(first)));
    }
  });
});
