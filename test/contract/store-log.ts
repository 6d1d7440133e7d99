import { describe, expect, it } from 'vitest';
import { compareEntries, type EntryType, type LoggedEntry, type VisitorId } from '../../core/entry.ts';
import type { Store, VisitorRange } from '../../core/ports.ts';
import type { WithStore } from './store.ts';
import { ANNA, BEN, CLEO, entry, link, OTHER_SITE, SITE, T0 } from './store-samples.ts';

const ids = (entries: readonly { readonly id: string }[]) => entries.map(({ id }) => id);

/** A record, so that a new type of entry has to be named here too. */
const TYPES = Object.keys({
  event: 0,
  consent: 0,
  link: 0,
  decision: 0,
  exposure: 0,
  notice: 0,
  fact: 0,
  score: 0,
} satisfies Record<EntryType, number>) as EntryType[];

const UUID = '01890b6c-0000-7000-8000-00000000000';

/** In time order; the ids of equal instants stand in code unit order, which no collation gives by itself. */
const STREAM = [
  entry({ id: 'c', t: T0 + 1 }),
  entry({ id: `${UUID}0`, t: T0 + 2 }),
  entry({ id: '01890b6c_', t: T0 + 2 }),
  entry({ id: 'Z', t: T0 + 2, type: 'consent', name: 'granted' }),
  entry({ id: 'a', t: T0 + 2, visitor: BEN }),
  entry({ id: 'é', t: T0 + 2 }),
  entry({ id: '😀', t: T0 + 2 }),
  entry({ id: '\uff21', t: T0 + 2, visitor: BEN }),
  entry({ id: `${UUID}1`, t: T0 + 3 }),
  entry({ id: 'b', t: T0 + 4, type: 'exposure' }),
];

const RANGES: readonly {
  readonly title: string;
  readonly range: VisitorRange;
  readonly expected: readonly string[];
}[] = [
  { title: 'everything', range: {}, expected: ids(STREAM) },
  { title: 'from an instant on', range: { from: T0 + 3 }, expected: [`${UUID}1`, 'b'] },
  { title: 'up to an instant', range: { to: T0 + 1 }, expected: ['c'] },
  { title: 'between two instants', range: { from: T0 + 3, to: T0 + 3 }, expected: [`${UUID}1`] },
  { title: 'some types', range: { types: ['consent', 'exposure'] }, expected: ['Z', 'b'] },
  { title: 'no type at all', range: { types: [] }, expected: [] },
  {
    title: 'after a place',
    range: { after: { t: T0 + 2, id: '😀' } },
    expected: ['\uff21', `${UUID}1`, 'b'],
  },
  {
    title: 'after a place that holds no entry',
    range: { after: { t: T0 + 2, id: 'zz' } },
    expected: ids(STREAM.slice(5)),
  },
  { title: 'the oldest', range: { limit: 2 }, expected: ids(STREAM.slice(0, 2)) },
  { title: 'the oldest, said aloud', range: { limit: 2, side: 'oldest' }, expected: ids(STREAM.slice(0, 2)) },
  { title: 'the newest', range: { limit: 4, side: 'newest' }, expected: ids(STREAM.slice(-4)) },
  { title: 'more than there are', range: { limit: 99, side: 'newest' }, expected: ids(STREAM) },
  { title: 'none', range: { limit: 0, side: 'newest' }, expected: [] },
  {
    title: 'a page inside bounds',
    range: { from: T0 + 2, to: T0 + 3, after: { t: T0 + 1, id: 'c' }, limit: 2, types: ['event'] },
    expected: [`${UUID}0`, '01890b6c_'],
  },
];

async function appendShuffled(store: Store): Promise<void> {
  await store.append(STREAM.toReversed());
}

async function readPages(
  read: (after: LoggedEntry | undefined) => Promise<readonly LoggedEntry[]>,
): Promise<readonly LoggedEntry[]> {
  const pages: LoggedEntry[] = [];
  for (let page = await read(undefined); page.length > 0; page = await read(pages.at(-1)))
    pages.push(...page);
  return pages;
}

export function logContract(withStore: WithStore): void {
  describe('reading a visitor', () => {
    it('has a sample in the order of the product', () => {
      expect(ids(STREAM.toSorted(compareEntries))).toEqual(ids(STREAM));
    });

    for (const { title, range, expected } of RANGES) {
      it(
        `gives ${title}, in time order`,
        withStore(async (store) => {
          await appendShuffled(store);
          expect(ids(await store.readVisitor(SITE, [ANNA, BEN], range))).toEqual(expected);
        }),
      );
    }

    it(
      'gives every entry once, page by page',
      withStore(async (store) => {
        await appendShuffled(store);
        const pages = await readPages((after) =>
          store.readVisitor(SITE, [BEN, ANNA], { limit: 1, ...(after && { after }) }),
        );
        expect(ids(pages)).toEqual(ids(STREAM));
      }),
    );

    it(
      'names nobody else, nobody twice and no other site',
      withStore(async (store) => {
        await appendShuffled(store);
        await store.append([
          entry({ id: 'other', site: OTHER_SITE }),
          entry({ id: 'counted', visitor: null }),
        ]);
        const found = await store.readVisitor(SITE, [BEN, BEN]);
        expect(ids(found)).toEqual(['a', '\uff21']);
        expect(await store.readVisitor(SITE, [CLEO])).toEqual([]);
        expect(await store.readVisitor(SITE, [])).toEqual([]);
        expect(await store.readVisitor(SITE, ['not hex' as VisitorId])).toEqual([]);
      }),
    );

    it(
      'tells every type of entry from the others',
      withStore(async (store) => {
        const all = TYPES.map((type) => entry({ id: type, type }));
        await store.append(all);
        for (const type of TYPES) {
          const found = await store.readVisitor(SITE, [ANNA], { types: [type] });
          expect(found.map((one) => [one.id, one.type])).toEqual([[type, type]]);
        }
      }),
    );

    it(
      'finds no entry under an unknown id or site',
      withStore(async (store) => {
        await appendShuffled(store);
        expect(await store.readEntry(SITE, 'nowhere')).toBeNull();
        expect(await store.readEntry(OTHER_SITE, 'c')).toBeNull();
      }),
    );
  });

  describe('reading a site', () => {
    it(
      "gives the site's own entries of one type, page by page",
      withStore(async (store) => {
        const own = STREAM.map((one) => ({ ...one, type: 'fact' as const, visitor: null }));
        await store.append(own.toReversed());
        await store.append([
          entry({ id: 'x', type: 'fact', visitor: ANNA }),
          entry({ id: 'y', visitor: null }),
          entry({ id: 'z', type: 'fact', visitor: null, site: OTHER_SITE }),
        ]);
        const pages = await readPages((after) =>
          store.readSite(SITE, { type: 'fact', limit: 3, ...(after && { after }) }),
        );
        expect(ids(pages)).toEqual(ids(STREAM));
      }),
    );
  });

  describe('reading the log', () => {
    it(
      'goes on after a place, in commit order, over all sites',
      withStore(async (store) => {
        await store.append([entry({ id: 'late', t: T0 + 9 }), entry({ id: 'other', site: OTHER_SITE })]);
        await store.append([entry({ id: 'early', t: T0 - 9, visitor: null })]);
        const all = await store.readSince(0, 10);
        expect(ids(all)).toEqual(['late', 'other', 'early']);
        expect(ids(await store.readSince(all[0]?.seq ?? 0, 1))).toEqual(['other']);
        expect(await store.readSince(all[2]?.seq ?? 0, 10)).toEqual([]);
      }),
    );

    it(
      'gives what leaves the house of one site after a place, in commit order, without the rest of the log',
      withStore(async (store) => {
        const notice = (id: string, t: number) => entry({ id, t, type: 'notice', name: 'entered' });
        await store.append([
          notice('late', T0 + 9),
          entry({ id: 'event' }),
          { ...notice('other', T0), site: OTHER_SITE },
        ]);
        await store.append([
          entry({ id: 'exposed', type: 'exposure' }),
          entry({ id: 'decided', type: 'decision' }),
          notice('early', T0 - 9),
        ]);
        const all = await store.readOutgoing(SITE, 0, 10);
        expect(ids(all)).toEqual(['late', 'exposed', 'decided', 'early']);
        expect(await store.readEntry(SITE, 'late')).toEqual(all[0]);
        expect(ids(await store.readOutgoing(SITE, all[0]?.seq ?? 0, 1))).toEqual(['exposed']);
        expect(await store.readOutgoing(SITE, all[3]?.seq ?? 0, 10)).toEqual([]);
        expect(await store.readOutgoing('st_nobody' as typeof SITE, 0, 10)).toEqual([]);
      }),
    );

    it(
      'gives the scores of one site after a place, in commit order, without the rest of the log',
      withStore(async (store) => {
        const score = (id: string, t: number) => entry({ id, t, type: 'score', name: 'purchase_7d' });
        await store.append([
          score('late', T0 + 9),
          entry({ id: 'event' }),
          { ...score('other', T0), site: OTHER_SITE },
          score('early', T0 - 9),
        ]);
        const all = await store.readScores(SITE, 0, 10);
        expect(ids(all)).toEqual(['late', 'early']);
        expect(ids(await store.readScores(SITE, all[0]?.seq ?? 0, 1))).toEqual(['early']);
        expect(await store.readScores(SITE, all[1]?.seq ?? 0, 10)).toEqual([]);
        expect(await store.readOutgoing(SITE, 0, 10)).toEqual([]);
      }),
    );

    it(
      'gives the longest kept entries of a site first',
      withStore(async (store) => {
        await store.append([
          entry({ id: 'third', receivedAt: T0 + 3 }),
          entry({ id: 'first', receivedAt: T0 + 1, visitor: null }),
          entry({ id: 'second', receivedAt: T0 + 2, visitor: BEN }),
          entry({ id: 'other', receivedAt: T0, site: OTHER_SITE }),
        ]);
        expect(ids(await store.readBefore(SITE, { types: ['event'], before: T0 + 3, limit: 10 }))).toEqual([
          'first',
          'second',
        ]);
        expect(ids(await store.readBefore(SITE, { types: ['event'], before: T0 + 9, limit: 1 }))).toEqual([
          'first',
        ]);
      }),
    );

    it(
      'gives the longest kept entries after a place, of one instant in the order they came in',
      withStore(async (store) => {
        await store.append([
          entry({ id: 'b', receivedAt: T0 }),
          entry({ id: 'a', receivedAt: T0 }),
          entry({ id: 'c', receivedAt: T0 + 1 }),
        ]);
        const [first] = await store.readBefore(SITE, { types: ['event'], before: T0 + 9, limit: 1 });
        const after = { receivedAt: first?.receivedAt ?? 0, seq: first?.seq ?? 0 };
        expect(
          ids(await store.readBefore(SITE, { types: ['event'], before: T0 + 9, limit: 9, after })),
        ).toEqual(['a', 'c']);
      }),
    );

    it(
      'gives entries of the types that are asked for, and nothing else',
      withStore(async (store) => {
        await store.append(TYPES.map((type) => entry({ id: type, type })));
        const going = ids(
          await store.readBefore(SITE, { types: ['event', 'score'], before: T0 + 1, limit: 100 }),
        );
        expect(going.toSorted()).toEqual(['event', 'score']);
      }),
    );

    it(
      'says how far it goes',
      withStore(async (store) => {
        expect(await store.health()).toEqual({ writable: true, seq: 0, queuedEntries: 0, queuedBytes: 0 });
        const [outcome] = await store.append([entry({ id: 'a' })]);
        expect(await store.health()).toMatchObject({ writable: true, seq: outcome?.seq, queuedEntries: 0 });
      }),
    );

    it(
      'says how much waits',
      withStore(async (store) => {
        const appended = store.append([entry({ id: 'a' }), entry({ id: 'b' })]);
        const waiting = await store.health();
        await appended;
        expect(waiting.queuedEntries).toBe(2);
        expect(waiting.queuedBytes).toBeGreaterThan(0);
      }),
    );
  });

  describe('reading links', () => {
    it(
      'finds a link from either end, once, in time order',
      withStore(async (store) => {
        await store.append([
          link('late', ANNA, BEN, T0 + 2),
          link('early', CLEO, ANNA, T0 + 1),
          link('self', BEN, BEN, T0 + 3),
          link('other', BEN, CLEO),
          entry({ id: 'event', properties: { to: ANNA } }),
          { ...link('elsewhere', ANNA, BEN), site: OTHER_SITE },
        ]);
        expect(ids(await store.readLinks(SITE, [ANNA]))).toEqual(['early', 'late']);
        expect(ids(await store.readLinks(SITE, [ANNA, BEN]))).toEqual(['other', 'early', 'late', 'self']);
        expect(await store.readLinks(SITE, [])).toEqual([]);
      }),
    );
  });
}
