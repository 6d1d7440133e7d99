import { describe, expect, it, onTestFinished } from 'vitest';
import type { Store } from '../../../core/ports.ts';
import { createBuryingBeside } from '../../../core/privacy/burying-beside.ts';
import { guardErased } from '../../../core/privacy/erasure-guard.ts';
import { createEmbeddedStore } from '../../../core/stores/embedded.ts';
import { nextTurn } from '../../../core/turn.ts';
import { ANNA, base, entry, reservation, SITE } from '../../contract/store-samples.ts';
import { makeDataFolder } from '../../support/data-folder.ts';
import { createPeerRoom } from '../../support/peer-room.ts';

const BURIED = { hashes: ['aa'], erasedAt: 1, denied: [], hasObjected: false };

/** Two servers, of which the store of one lets nothing through until it is told to. */
async function openPair() {
  const opened = await createEmbeddedStore({ dataDir: makeDataFolder() });
  onTestFinished(() => opened.close());
  await opened.append([entry({ id: 'a' })]);
  const opening = Promise.withResolvers<void>();
  const late =
    <Given extends readonly unknown[], Answer>(write: (...given: Given) => Promise<Answer>) =>
    async (...given: Given): Promise<Answer> => {
      await opening.promise;
      return write(...given);
    };
  const slow: Store = {
    ...opened,
    putRecord: late(opened.putRecord),
    reserve: late(opened.reserve),
    claim: late(opened.claim),
    retire: late(opened.retire),
  };
  const gone = new Set<string>();
  const open = (store: Store, peers: ReturnType<typeof room.join>) => {
    const guard = guardErased(store, {
      refuses: () => false,
      isGone: (_site, visitor) => gone.has(visitor),
    });
    const erased = { raise: () => void gone.add(ANNA), readAll: async () => undefined };
    const book = { settled: async () => undefined };
    return { ...guard, beside: createBuryingBeside({ peers, erased, book, ...guard }) };
  };
  const room = createPeerRoom();
  return { one: open(slow, room.join()), two: open(opened, room.join()), letThrough: opening.resolve };
}

const WRITES: readonly (readonly [string, (store: Store) => Promise<unknown>])[] = [
  ['record', (store) => store.putRecord('vault', SITE, `${ANNA}:email`, 'sealed')],
  ['place', (store) => store.reserve(reservation({ id: 'r' }))],
  ['claim', (store) => store.claim(SITE, 'order:1', ANNA)],
  ['sum', (store) => store.retire(SITE, ANNA, ['a'], base())],
];

describe('an erasure', () => {
  for (const where of ['another', 'this'] as const) {
    it.each(WRITES)(
      `waits for a %s of somebody that is on its way on ${where} server`,
      async (_what, write) => {
        const { one, two, letThrough } = await openPair();
        const steps: string[] = [];
        const writing = write(one.store).then(() => steps.push('written'));
        const { beside } = where === 'this' ? one : two;
        const burying = beside.tell(SITE, BURIED).then(() => steps.push('buried'));
        for (let turn = 0; turn < 10; turn += 1) await nextTurn();
        letThrough();
        await Promise.all([writing, burying]);
        expect(steps).toEqual(['written', 'buried']);
      },
    );
  }
});

it('whoever was erased leaves no sums to a retention that had read of them before', async () => {
  const { two, one } = await openPair();
  await one.beside.tell(SITE, BURIED);
  expect(await two.store.retire(SITE, ANNA, ['a'], base())).toBe(0);
  expect(await two.store.readBases(SITE, [ANNA])).toEqual([]);
});
