import { describe, expect, it } from 'vitest';
import { mongoDatabases } from '../../support/mongodb/databases.ts';
import { MINUTE, openTown } from './two-engines.ts';

const nextUrl = mongoDatabases('engines');

const KEEN = {
  key: 'keen',
  name: 'Keen',
  when: { event: 'Page Viewed', count: { gte: 3 }, within: '30m' },
} as const;

async function openPair() {
  const town = await openTown(nextUrl());
  const first = await town.open('first');
  const put = await first.engine.segments.put(town.site().siteId, KEEN);
  expect(put.ok).toBe(true);
  await first.engine.segments.idle();
  const second = await town.open('second');
  return { town, first, second };
}

describe('segments on two servers', () => {
  it('hold for whoever did enough on both together, and end by time alone, once', async () => {
    const { town, first, second } = await openPair();
    await first.event('anna', 'Page Viewed');
    await town.pass(MINUTE);
    await second.event('anna', 'Page Viewed');
    expect(await first.membersOf('keen')).toEqual([]);
    await town.pass(MINUTE);
    await first.event('anna', 'Page Viewed');
    expect([await first.membersOf('keen'), await second.membersOf('keen')]).toEqual([['anna'], ['anna']]);
    await town.pass(28 * MINUTE - 1);
    expect(await second.membersOf('keen')).toEqual(['anna']);
    await town.pass(1);
    expect([await first.membersOf('keen'), await second.membersOf('keen')]).toEqual([[], []]);
    expect(await first.noticesOf('anna')).toEqual(['entered keen 2', 'left keen 30']);
  });

  it('end for whom a server waited that was killed, at their true time', async () => {
    const { town, first, second } = await openPair();
    for (let count = 0; count < 3; count += 1) await first.event('anna', 'Page Viewed');
    await first.engine.book.flush();
    await first.kill();
    await town.pass(33 * MINUTE);
    expect(await second.noticesOf('anna')).toEqual(['entered keen 0', 'left keen 30']);
    expect(await second.membersOf('keen')).toEqual([]);
  });

  it('are entered for whoever took the last step on a server that was killed before it told of it', async () => {
    const { town, first, second } = await openPair();
    await second.event('anna', 'Page Viewed');
    await second.event('anna', 'Page Viewed');
    await first.event('anna', 'Page Viewed');
    await first.kill();
    await town.pass(2 * MINUTE);
    expect(await second.noticesOf('anna')).toEqual(['entered keen 0']);
    expect(await second.membersOf('keen')).toEqual(['anna']);
  });
});

describe('consent on two servers', () => {
  it('is asked for by one as it was taken back on the other', async () => {
    const { first, second } = await openPair();
    await second.event('anna', 'Page Viewed');
    await first.event('anna', 'Page Viewed', { consent: { analytics: false } });
    await second.event('anna', 'Page Viewed');
    expect(await second.countEvents('anna')).toBe(1);
  });
});

describe('the present moment on two servers', () => {
  it('shows what either takes, and events of the other only while somebody watches', async () => {
    const { town, first, second } = await openPair();
    const { siteId } = town.site();
    const lines: string[] = [];
    await second.event('anna', 'Page Viewed');
    await first.engine.book.follow();
    const end = first.engine.tail.watch(siteId, (heard) => lines.push(...heard.map(({ name }) => `${name}`)));
    await second.event('anna', 'Product Viewed');
    await first.engine.book.follow();
    await first.event('bert', 'Page Viewed');
    expect(lines).toEqual(['Product Viewed', 'Page Viewed']);
    end();
    await second.event('anna', 'Cart Viewed');
    await first.engine.book.follow();
    expect(lines).toHaveLength(2);
  });
});
