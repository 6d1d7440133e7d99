import { describe, expect, it, onTestFinished } from 'vitest';
import type { Entry, VisitorId } from '../../../core/entry.ts';
import type { AppendOutcome } from '../../../core/ports.ts';
import { createMongoStore } from '../../../integrations/mongodb/store.ts';
import { entry, profile, SITE } from '../../contract/store-samples.ts';
import { mongoDatabases } from '../../support/mongodb/databases.ts';

const nextUrl = mongoDatabases('commands');

/** A store, and the names of the commands that one of its answers costs. */
async function openCounted() {
  const commands: string[] = [];
  const store = await createMongoStore({ url: nextUrl(), onCommand: (name) => commands.push(name) });
  onTestFinished(() => store.close());
  return {
    store,
    async costOf(work: () => Promise<unknown>): Promise<readonly string[]> {
      commands.length = 0;
      await work();
      return [...commands];
    },
  };
}

const visitorAt = (at: number) => at.toString(16).padStart(32, '0') as VisitorId;
const entries = (count: number, from = 0) =>
  Array.from({ length: count }, (_, at) => entry({ id: `e${from + at}`, visitor: visitorAt(at % 97) }));

describe('commands', () => {
  it('of a group are five, however many entries it has', async () => {
    const { store, costOf } = await openCounted();
    const group = ['find', 'find', 'findAndModify', 'insert', 'update'];
    expect((await costOf(() => store.append(entries(1)))).toSorted()).toEqual(group);
    expect((await costOf(() => store.append(entries(900, 100)))).toSorted()).toEqual(group);
  });

  it('of a group are six where ids have been taken out since the server wrote last, and five again then', async () => {
    const { store, costOf } = await openCounted();
    await store.append(entries(2));
    await store.retire(SITE, visitorAt(1), ['e1'], null);
    const group = ['find', 'find', 'findAndModify', 'insert', 'update'];
    expect((await costOf(() => store.append(entries(9, 10)))).toSorted()).toEqual(['find', ...group]);
    expect((await costOf(() => store.append(entries(9, 20)))).toSorted()).toEqual(group);
  });

  it('for 1,000 entries of 100 calls at once are not a hundredth of that', async () => {
    const { store, costOf } = await openCounted();
    const calls = Array.from({ length: 100 }, (_, at) => entries(10, 1_000 * (at + 1)));
    const cost = await costOf(() => Promise.all(calls.map((call) => store.append(call))));
    expect(await store.health()).toMatchObject({ seq: 1_000 });
    expect(cost.length).toBeLessThanOrEqual(10);
  });

  it('for copies that win are one for 25 of them', async () => {
    const { store, costOf } = await openCounted();
    const copies = (source: Entry['source']) =>
      Array.from({ length: 60 }, (_, at) => entry({ id: `order:${at}`, visitor: visitorAt(at), source }));
    await store.append(copies('web'));
    let outcomes: readonly AppendOutcome[] = [];
    const cost = await costOf(async () => {
      outcomes = await store.append(copies('server'));
    });
    expect(outcomes.every(({ status }) => status === 'replaced')).toBe(true);
    const [finds, inserts] = [Array.from({ length: 3 }, () => 'find'), ['insert']];
    expect(cost.toSorted()).toEqual([
      ...finds,
      'findAndModify',
      ...inserts,
      ...Array.from({ length: 4 }, () => 'update'),
    ]);
  });

  it('that take a name off entries are one for 25 of them', async () => {
    const { store, costOf } = await openCounted();
    const visitor = visitorAt(1);
    await store.append(Array.from({ length: 60 }, (_, at) => entry({ id: `e${at}`, visitor })));
    const cost = await costOf(async () => expect(await store.unname(SITE, visitor)).toBe(60));
    expect(cost.filter((name) => name === 'update')).toHaveLength(3);
  });

  it('for retries of what is there are two', async () => {
    const { store, costOf } = await openCounted();
    await store.append(entries(50));
    expect(await costOf(() => store.append(entries(50)))).toEqual(['find', 'find']);
  });

  it('that write 90 profiles, read them, or drop them are one each', async () => {
    const { store, costOf } = await openCounted();
    const visitors = Array.from({ length: 90 }, (_, at) => visitorAt(at));
    const rows = visitors.map((visitor) => profile({ visitor }));
    expect(await costOf(() => store.saveProfiles(rows))).toEqual(['update']);
    expect(await costOf(() => store.loadProfiles(SITE, visitors))).toEqual(['find']);
    expect(await costOf(() => store.dropProfiles(SITE, visitors))).toEqual(['delete']);
  });
});
