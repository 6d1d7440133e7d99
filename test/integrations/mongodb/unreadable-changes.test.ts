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
