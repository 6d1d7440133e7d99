import { expect, it } from 'vitest';
import { MISSED } from '../../../core/unreadable-notice.ts';
import { mongoDatabases } from '../../support/mongodb/databases.ts';
import { listen, openRoom, START } from './peers-room.ts';

const nextUrl = mongoDatabases('unreadable-changes');

it('a change that cannot be read is said once, however often it is looked at, and is about nobody in memory', async () => {
  const { db, join, faults } = await openRoom(nextUrl());
  const two = await join('two');
  const missed = listen(two, MISSED);
  const changes = db.collection<{ readonly _id: string; readonly [field: string]: unknown }>('peer_changes');
  await changes.insertOne({ _id: 'one:1', at: START, from: 'one', topic: 'record', s: '', body: '{' });
  for (let look = 0; look < 3; look += 1) await two.hear();
  expect(faults).toMatchObject([{ code: 'notice_unreadable' }]);
  expect(missed).toEqual([]);
});

it('what was told of a site is kept no longer once it is forgotten, and what is told of others goes on', async () => {
  const { db, join } = await openRoom(nextUrl());
  const [one, two] = [await join('one'), await join('two')];
  const heard = listen(two);
  for (const site of ['st_1', 'st_2', 'st_1']) await one.tell({ topic: 'news', site, body: site });
  await one.forgetSite('st_1');
  await one.tell({ topic: 'news', site: 'st_3', body: 'later' });
  await two.hear();
  expect(heard).toEqual(['st_2 "st_2"', 'st_3 "later"']);
  expect(JSON.stringify(await db.collection('peer_notices').find().toArray())).not.toContain('st_1');
});
