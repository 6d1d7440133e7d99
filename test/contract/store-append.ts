import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareEntries, type Entry, type SiteId, type Source } from '../../core/entry.ts';
import type { Store } from '../../core/ports.ts';
import { compareCopies } from '../../core/stores/precedence.ts';
import type { WithStore } from './store.ts';
import { ANNA, BEN, entry, FULL_ENTRY, OTHER_SITE, SITE, T0 } from './store-samples.ts';

/** What a page, a webhook and a mail may say of one order. */
const COPIES: readonly {
  readonly title: string;
  readonly stays: Partial<Entry>;
  readonly goes: Partial<Entry>;
}[] = [
  {
    title: "a server's copy beats a browser's",
    stays: { source: 'server', t: T0 + 9 },
    goes: { source: 'web' },
  },
  {
    title: "a server's copy beats a mail's",
    stays: { source: 'server', t: T0 + 9 },
    goes: { source: 'email' },
  },
  {
    title: "a mail's copy beats a browser's",
    stays: { source: 'email', t: T0 + 9 },
    goes: { source: 'web' },
  },
  { title: 'between equals the earlier time stays', stays: { t: T0 }, goes: { t: T0 + 1 } },
  {
    title: 'at one time the smaller content hash stays',
    stays: { properties: { price: 1 } },
    goes: { properties: { price: 2 } },
  },
  {
    title: 'a copy may name another visitor',
    stays: { source: 'server', visitor: null },
    goes: { visitor: BEN },
  },
];

/** What would beat what was derived, were it an event. */
const DERIVED_COPIES: readonly { readonly title: string; readonly given: Partial<Entry> }[] = [
  { title: 'one that says the same', given: {} },
  { title: 'one of an earlier time', given: { t: T0 - 1 } },
  { title: 'one told at another time', given: { receivedAt: T0 + 9 } },
  ...[1, 2, 3, 4].map((version) => ({
    title: `one of version ${version}`,
    given: { properties: { segment: 'new', version } },
  })),
  ...['a1', 'b2', 'c3', 'd4'].map((page) => ({
    title: `one of page ${page}`,
    given: { page: page.repeat(16) },
  })),
  { title: 'an event of that id', given: { type: 'event', t: T0 - 1 } },
];
const DERIVED = [
  { type: 'notice', name: 'entered' },
  { type: 'decision', name: 'chosen' },
] as const;

const copy = fc.record({
  id: fc.constantFrom('a', 'b', '01890b6c-0000-7000-8000-000000000001'),
  source: fc.constantFrom<Source>('web', 'server', 'email'),
  t: fc.constantFrom(T0, T0 + 1),
  visitor: fc.constantFrom(ANNA, BEN, null),
  properties: fc.record({ price: fc.constantFrom(1, 0.1, 99) }),
});

/** Appends in calls of the given sizes, one after the other. */
async function appendInCalls(store: Store, entries: readonly Entry[], size: number): Promise<void> {
  for (let from = 0; from < entries.length; from += size) {
    await store.append(entries.slice(from, from + size));
  }
}

/** What a site's log says, without where and when each line came in. */
async function readSaid(store: Store, site: SiteId): Promise<readonly Omit<Entry, 'site' | 'receivedAt'>[]> {
  const linked = await store.readVisitor(site, [ANNA, BEN]);
  const counted = await store.readSite(site, { type: 'event', limit: 100 });
  return [...linked, ...counted]
    .sort(compareEntries)
    .map(({ seq: _seq, site: _site, receivedAt: _receivedAt, ...said }) => said);
}

export function appendContract(withStore: WithStore): void {
  describe('append', () => {
    it(
      'gives back an entry exactly as it was appended',
      withStore(async (store) => {
        const [outcome] = await store.append([FULL_ENTRY]);
        const found = await store.readEntry(SITE, FULL_ENTRY.id);
        expect(found).toEqual({ ...FULL_ENTRY, seq: outcome?.seq });
      }),
    );

    it(
      'leaves out what an entry does not say',
      withStore(async (store) => {
        await store.append([entry({ id: 'plain', visitor: null })]);
        const found = await store.readEntry(SITE, 'plain');
        expect(Object.keys(found ?? {}).sort()).toEqual([
          'id',
          'name',
          'properties',
          'receivedAt',
          'seq',
          'site',
          'source',
          't',
          'type',
          'visitor',
        ]);
      }),
    );

    it(
      'answers in order, with places that only grow',
      withStore(async (store) => {
        const calls = Array.from({ length: 20 }, (_, n) => [entry({ id: `${n}a` }), entry({ id: `${n}b` })]);
        const outcomes = (await Promise.all(calls.map((call) => store.append(call)))).flat();
        const seqs = outcomes.map(({ seq }) => seq);
        expect(outcomes.every(({ status }) => status === 'stored')).toBe(true);
        expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
        expect(new Set(seqs).size).toBe(40);
        const log = await store.readSince(0, 100);
        expect(log.map(({ id }) => id)).toEqual(calls.flat().map(({ id }) => id));
      }),
    );

    it(
      'takes an empty call for what it is',
      withStore(async (store) => {
        expect(await store.append([])).toEqual([]);
      }),
    );

    it(
      'stores one id once, over any number of calls',
      withStore(async (store) => {
        const first = await store.append([entry({ id: 'same' })]);
        const again = await Promise.all(
          Array.from({ length: 5 }, () => store.append([entry({ id: 'same' })])),
        );
        expect(first).toEqual([{ status: 'stored', seq: first[0]?.seq }]);
        expect(again.flat()).toEqual(Array(5).fill({ status: 'duplicate', seq: first[0]?.seq }));
        expect(await store.readSince(0, 10)).toHaveLength(1);
      }),
    );

    it(
      'stores one id once inside one call',
      withStore(async (store) => {
        const outcomes = await store.append([entry({ id: 'a' }), entry({ id: 'b' }), entry({ id: 'a' })]);
        expect(outcomes.map(({ status }) => status)).toEqual(['stored', 'stored', 'duplicate']);
        expect(outcomes[2]?.seq).toBe(outcomes[0]?.seq);
      }),
    );

    it(
      'takes the time of arrival for no difference',
      withStore(async (store) => {
        await store.append([entry({ id: 'a', receivedAt: T0 + 5 })]);
        const [retry] = await store.append([entry({ id: 'a', receivedAt: T0 + 900_000 })]);
        expect(retry?.status).toBe('duplicate');
      }),
    );

    it(
      'keeps the ids of two sites apart',
      withStore(async (store) => {
        const outcomes = await store.append([entry({ id: 'a' }), entry({ id: 'a', site: OTHER_SITE })]);
        expect(outcomes.map(({ status }) => status)).toEqual(['stored', 'stored']);
        expect((await store.readEntry(OTHER_SITE, 'a'))?.site).toBe(OTHER_SITE);
      }),
    );

    it(
      'keeps ids apart that differ in case, in dashes or in an unpaired surrogate',
      withStore(async (store) => {
        const ids = [
          '01890b6c-0000-7000-8000-00000000000a',
          '01890B6C-0000-7000-8000-00000000000A',
          '01890b6c00007000800000000000000a',
          'x\ud800',
          'x\ud801',
          'x\ufffd',
        ];
        await store.append(ids.map((id) => entry({ id })));
        const found = await Promise.all(ids.map((id) => store.readEntry(SITE, id)));
        expect(found.map((one) => one?.id)).toEqual(ids);
      }),
    );

    for (const { title, stays, goes } of COPIES) {
      it(
        `${title}, whichever came first`,
        withStore(async (store) => {
          const [one, two] = [entry({ id: 'order:1', ...stays }), entry({ id: 'order:1', ...goes })];
          const [winner, loser] = compareCopies(one, two) < 0 ? [one, two] : [two, one];
          if (stays.properties === undefined) expect(winner).toBe(one);
          await store.append([loser]);
          const [replaced] = await store.append([winner]);
          const [late] = await store.append([loser]);
          expect(replaced).toMatchObject({ status: 'replaced', previous: loser });
          expect(late).toEqual({ status: 'duplicate', seq: replaced?.seq });
          const log = await store.readSince(0, 10);
          const supersedes = loser.visitor === null ? [] : [loser.visitor];
          expect(log).toEqual([{ ...winner, seq: replaced?.seq, supersedes }]);
          expect(replaced?.status === 'replaced' && replaced.previous.seq).toBeLessThan(replaced?.seq ?? 0);
        }),
      );
    }

    for (const { type, name } of DERIVED) {
      for (const { title, given } of DERIVED_COPIES) {
        it(
          `a ${type} in the log stands against ${title}`,
          withStore(async (store) => {
            const properties = { segment: 'new', version: 0, cause: 'event' };
            const first = entry({
              id: 'dr_1',
              type,
              name,
              source: 'server',
              page: '0f'.repeat(16),
              properties,
            });
            const [stored] = await store.append([first]);
            const [again] = await store.append([{ ...first, ...given }]);
            expect(again).toEqual({ status: 'duplicate', seq: stored?.seq });
            expect(await store.readSince(0, 10)).toEqual([{ ...first, seq: stored?.seq }]);
          }),
        );
      }
    }

    it(
      'a superseded copy is nowhere to be read',
      withStore(async (store) => {
        await store.append([entry({ id: 'order:1', visitor: BEN })]);
        await store.append([entry({ id: 'order:1', visitor: ANNA, source: 'server' })]);
        expect(await store.readVisitor(SITE, [BEN])).toEqual([]);
        expect(await store.readVisitor(SITE, [ANNA])).toHaveLength(1);
      }),
    );

    it(
      'the log ends equal for every order and grouping of the same copies',
      withStore(async (store) => {
        let sites = 0;
        const appendToNewSite = async (copies: readonly Partial<Entry>[], size: number) => {
          sites += 1;
          const site = `st_${sites}` as SiteId;
          const entries = copies.map((given, n) => entry({ id: '', ...given, site, receivedAt: T0 + n }));
          await appendInCalls(store, entries, size);
          return readSaid(store, site);
        };
        const orders = fc.array(copy, { minLength: 2, maxLength: 8 }).chain((copies) =>
          fc.record({
            copies: fc.constant(copies),
            shuffled: fc.shuffledSubarray(copies, { minLength: copies.length }),
            size: fc.integer({ min: 1, max: 8 }),
          }),
        );
        const property = fc.asyncProperty(orders, async ({ copies, shuffled, size }) => {
          const [one, other] = await Promise.all([
            appendToNewSite(copies, 1),
            appendToNewSite(shuffled, size),
          ]);
          expect(other).toEqual(one);
          expect(one).toHaveLength(new Set(copies.map(({ id }) => id)).size);
        });
        await fc.assert(property, { seed: 2026, numRuns: 60 });
      }),
    );

    it(
      'a place in the log is never given twice',
      withStore(async (store) => {
        const [first] = await store.append([entry({ id: 'a' })]);
        await store.removeVisitor(SITE, [ANNA]);
        const [second] = await store.append([entry({ id: 'a' })]);
        expect(second?.seq).toBeGreaterThan(first?.seq ?? Number.POSITIVE_INFINITY);
      }),
    );
  });
}
