import { describe, expect, it } from 'vitest';
import { createRelations } from '../../../../core/catalogue/relations/relations.ts';
import { createDrivenClock } from '../../../support/driven-clock.ts';
import { createLog, GAP_MS, type Log, NOON, orders, SITE, views } from './world.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

function follow(log: Log) {
  const clock = createDrivenClock(NOON);
  const sites = { list: () => [{ siteId: SITE }] };
  const rulesOf = () => ({ sessionGapMs: GAP_MS });
  const relations = createRelations({ store: log.store, clock, sites, rulesOf });
  const related = (kind: 'viewed' | 'bought' = 'viewed') =>
    relations
      .of(SITE)
      .related('a', { kind, limit: 5, now: NOON })
      .map(({ product }) => product);
  return { clock, relations, related };
}

function addSessions(log: Log, product: string, from: number): void {
  for (const n of [from, from + 1, from + 2]) {
    for (const viewed of ['a', product]) log.append(views(viewed, n, `v${n}`));
    log.append(views(`other${n}`, n, `w${n}`));
  }
}

describe('the relations of a site', () => {
  it('are there a second after the log has grown, and no timer waits for nothing', async () => {
    const log = createLog();
    const { clock, relations, related } = follow(log);
    addSessions(log, 'b', 0);
    relations.wake();
    await clock.moveTo(NOON + MINUTE);
    expect(related()).toEqual([]);
    relations.start();
    await clock.moveTo(clock.now());
    expect(related()).toEqual(['b']);
    addSessions(log, 'c', 10);
    relations.wake();
    relations.wake();
    await clock.moveTo(clock.now() + 0.9 * SECOND);
    expect(related()).toEqual(['b']);
    await clock.moveTo(clock.now() + 0.2 * SECOND);
    expect(related()).toEqual(['b', 'c']);
    addSessions(log, 'd', 20);
    await clock.moveTo(clock.now() + 60 * MINUTE);
    expect(related()).toEqual(['b', 'c']);
    await relations.stop();
  });

  it('answer as many as were asked for, of the kind that was', async () => {
    const log = createLog();
    const { relations, related } = follow(log);
    for (const [n, product] of ['b', 'c', 'd', 'e', 'f', 'g'].entries()) addSessions(log, product, 10 * n);
    for (let n = 0; n < 3; n += 1) {
      log.append(orders(['a', 'z'], n));
      log.append(orders([`y${n}`], n));
    }
    await relations.catchUp();
    expect(related()).toEqual(['b', 'c', 'd', 'e', 'f']);
    expect(related('bought')).toEqual(['z']);
  });

  it('are saved when they stop, and then nothing is followed', async () => {
    const log = createLog();
    const { clock, relations } = follow(log);
    addSessions(log, 'b', 0);
    relations.start();
    await clock.moveTo(NOON);
    relations.wake();
    await relations.stop();
    addSessions(log, 'c', 10);
    await clock.moveTo(NOON + MINUTE);
    relations.wake();
    await clock.moveTo(NOON + 2 * MINUTE);
    const next = follow(log);
    log.store.readSince = async () => [];
    await next.relations.catchUp();
    expect(next.related()).toEqual(['b']);
  });

  it('touch the store no more once they have stopped', async () => {
    const log = createLog();
    const { clock, relations } = follow(log);
    relations.start();
    await relations.stop();
    log.store.getRecord = () => Promise.reject(new Error('closed'));
    relations.wake();
    await clock.moveTo(NOON + MINUTE);
    expect(relations.failures()).toBe(0);
  });

  it('are saved every ten minutes while events come', async () => {
    const log = createLog();
    const { clock, relations } = follow(log);
    relations.start();
    addSessions(log, 'b', 0);
    await clock.moveTo(NOON + SECOND);
    expect(log.written()).toBe('');
    addSessions(log, 'c', 10);
    await clock.moveTo(NOON + 10 * MINUTE);
    relations.wake();
    await clock.moveTo(clock.now() + SECOND);
    expect(log.written()).toContain('manifest');
    await relations.stop();
  });

  it('go on after a fault of the store', async () => {
    const log = createLog();
    const { clock, relations, related } = follow(log);
    const { readSince } = log.store;
    log.store.readSince = () => Promise.reject(new Error('away'));
    addSessions(log, 'b', 0);
    relations.start();
    await clock.moveTo(NOON);
    expect([relations.failures(), related()]).toEqual([1, []]);
    await expect(relations.catchUp()).rejects.toThrow('away');
    log.store.readSince = readSince;
    await clock.moveTo(NOON + MINUTE);
    expect([relations.failures(), related()]).toEqual([1, ['b']]);
    await relations.stop();
  });
});
