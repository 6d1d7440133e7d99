import { expect, it } from 'vitest';
import { createRelations } from '../../../../core/catalogue/relations/relations.ts';
import { createDrivenClock } from '../../../support/driven-clock.ts';
import { createPeerRoom } from '../../../support/peer-room.ts';
import { createLog, GAP_MS, NOON, SITE, views } from './world.ts';

it('what goes together is counted on each server, and saved by one of them, until that one ends', async () => {
  const log = createLog();
  const clock = createDrivenClock(NOON);
  const room = createPeerRoom();
  const sites = { list: () => [{ siteId: SITE }] };
  const saved: string[] = [];
  const open = (name: string) => {
    const peers = room.join();
    const putRecord: typeof log.store.putRecord = (...row) => {
      if (!saved.includes(name)) saved.push(name);
      return log.store.putRecord(...row);
    };
    const ports = { store: { ...log.store, putRecord }, clock, sites, fellows: { peers, clock } };
    const relations = createRelations({ ...ports, rulesOf: () => ({ sessionGapMs: GAP_MS }) });
    relations.start();
    return { peers, relations };
  };
  const [first, second] = [open('first'), open('second')];
  for (const n of [0, 1, 2]) {
    for (const product of ['a', 'b']) log.append(views(product, n, `v${n}`));
    log.append(views(`other${n}`, n, `w${n}`));
  }
  for (const { relations } of [first, second]) {
    await relations.catchUp();
    const asked = { kind: 'viewed', limit: 5, now: NOON } as const;
    expect(relations.of(SITE).related('a', asked)).toMatchObject([{ product: 'b' }]);
  }
  await clock.moveTo(NOON + 3_600_000);
  for (const { relations } of [first, second]) await relations.catchUp();
  expect(saved).toEqual(['first']);
  await first.peers.close();
  await second.relations.stop();
  expect(saved).toEqual(['first', 'second']);
});

it('what another server has appended is counted within ten seconds, though nobody says so', async () => {
  const log = createLog();
  const clock = createDrivenClock(NOON);
  const relations = createRelations({
    ...{ store: log.store, clock, sites: { list: () => [{ siteId: SITE }] } },
    fellows: { peers: createPeerRoom().join(), clock },
    rulesOf: () => ({ sessionGapMs: GAP_MS }),
  });
  relations.start();
  await clock.moveTo(NOON + 1_000);
  for (const n of [0, 1, 2]) {
    for (const product of ['a', 'b']) log.append(views(product, n, `v${n}`));
    log.append(views(`other${n}`, n, `w${n}`));
  }
  await clock.moveTo(NOON + 11_000);
  const asked = { kind: 'viewed', limit: 5, now: NOON } as const;
  expect(relations.of(SITE).related('a', asked)).toMatchObject([{ product: 'b' }]);
  await relations.stop();
});
