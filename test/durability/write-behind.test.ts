/** Which rows are written when, whatever the store. Kills in such a write, on each store: crash.test.ts. */
import { describe, expect, it } from 'vitest';
import type { SiteId, VisitorId } from '../../core/entry.ts';
import { InklingError } from '../../core/errors.ts';
import type { ProfileRow } from '../../core/ports.ts';
import { createWriteBehind, type WriteBehind } from '../../core/profiles/write-behind.ts';
import { createDrivenClock } from '../support/driven-clock.ts';

type Slot = { readonly visitor: string; readonly isEmpty?: boolean; isHeld?: boolean };
type Save = { readonly visitors: readonly string[]; readonly checkpoint: number | undefined };

const SITE = 'st_test' as SiteId;
/** Place of the log up to which everything is folded. */
const FOLDED = 5_000;

function rowOf({ visitor }: Slot): ProfileRow {
  return {
    site: SITE,
    visitor: visitor as VisitorId,
    seq: 1,
    due: null,
    last: 0,
    members: [],
    contributions: [],
    data: '',
  };
}

/** A write-behind on a store that does what `during` says before each save is durable. */
function createRows(during: (rows: WriteBehind<Slot>, save: Save) => void | Promise<void>) {
  const saves: Save[] = [];
  const dropped: string[] = [];
  const rows: WriteBehind<Slot> = createWriteBehind<Slot>({
    clock: createDrivenClock(0),
    encode: rowOf,
    isEmpty: ({ isEmpty = false }) => isEmpty,
    isHeld: ({ isHeld = false }) => isHeld,
    mayWrite: () => true,
    foldedUpTo: () => FOLDED,
    store: {
      saveProfiles: async (written: readonly ProfileRow[], checkpoint?: number) => {
        const save = { visitors: written.map(({ visitor }) => visitor), checkpoint };
        await during(rows, save);
        saves.push(save);
      },
      dropProfiles: async (_site: SiteId, visitors: readonly VisitorId[]) => void dropped.push(...visitors),
    },
  });
  return { rows, saves, dropped };
}

describe('rows that are written behind', () => {
  it('are flushed while traffic brings new ones, which wait for their turn', async () => {
    let news = 0;
    const { rows, saves } = createRows((written) => written.mark({ visitor: `new ${news++}` }, 50));
    rows.mark({ visitor: 'first' }, 7);
    await rows.flush();
    expect(saves[0]).toEqual({ visitors: ['first'], checkpoint: FOLDED });
    expect(rows.size()).toBeGreaterThan(0);
  });

  it('wait while they are held, and the checkpoint with them', async () => {
    const { rows, saves } = createRows(() => undefined);
    const held: Slot = { visitor: 'held', isHeld: true };
    rows.mark(held, 7);
    rows.mark({ visitor: 'free' }, 8);
    await rows.flush();
    held.isHeld = false;
    await rows.flush();
    expect(saves).toEqual([
      { visitors: ['free'], checkpoint: 6 },
      { visitors: ['held'], checkpoint: FOLDED },
    ]);
  });

  it('leave the checkpoint before one of an earlier place that came behind others', async () => {
    const { rows, saves } = createRows(() => undefined);
    for (let seq = 1_000; seq <= 2_000; seq += 1) rows.mark({ visitor: `${seq}` }, seq);
    rows.mark({ visitor: 'early' }, 500);
    await rows.flush();
    expect(saves.map(({ visitors, checkpoint }) => [visitors.length, checkpoint])).toEqual([
      [1_000, 499],
      [2, FOLDED],
    ]);
  });

  it('leave the checkpoint before the oldest that waits', async () => {
    const { rows, saves } = createRows(() => undefined);
    const slots = Array.from({ length: 1_001 }, (_, seq) => ({ visitor: `${seq}` }));
    for (const [seq, slot] of slots.entries()) rows.mark(slot, seq);
    await rows.flush();
    expect(saves.map(({ visitors, checkpoint }) => [visitors.length, checkpoint])).toEqual([
      [1_000, 999],
      [1, FOLDED],
    ]);
  });

  it('are removed where nothing is held any more', async () => {
    const { rows, saves, dropped } = createRows(() => undefined);
    rows.mark({ visitor: 'moved', isEmpty: true }, 7);
    rows.mark({ visitor: 'stays' }, 8);
    await rows.flush();
    expect(dropped).toEqual(['moved']);
    expect(saves).toEqual([{ visitors: ['stays'], checkpoint: FOLDED }]);
  });

  it('come again after a fault, but not those of a visitor who was erased meanwhile', async () => {
    const erased = { visitor: 'erased' };
    let isBroken = true;
    const { rows, saves } = createRows((written) => {
      if (!isBroken) return;
      isBroken = false;
      written.forget(erased);
      throw new InklingError('store_unavailable', 'test', 'the disk is full', 'wait');
    });
    rows.mark(erased, 7);
    rows.mark({ visitor: 'kept' }, 8);
    await expect(rows.flush()).rejects.toThrow('cannot be written');
    await rows.flush();
    expect(saves.flatMap(({ visitors }) => visitors)).toEqual(['kept']);
  });
});

describe('a profile in memory', () => {
  it('may go once its row is written, also while those of others are on their way', async () => {
    const [first, second, third] = ['first', 'second', 'third'].map((visitor): Slot => ({ visitor })) as [
      Slot,
      Slot,
      Slot,
    ];
    const clean: string[] = [];
    let isBroken = false;
    const { rows } = createRows((written) => {
      const may = [first, second, third].filter(written.isClean).map(({ visitor }) => visitor);
      clean.push(may.join(' '));
      if (isBroken) throw new InklingError('store_unavailable', 'test', 'the disk is full', 'wait');
    });
    rows.mark(first, 7);
    await rows.flush();
    rows.mark(second, 8);
    await rows.flush();
    expect(rows.isClean(second), 'its row is written').toBe(true);
    isBroken = true;
    rows.mark(third, 9);
    await expect(rows.flush()).rejects.toThrow('cannot be written');
    expect(clean).toEqual(['second third', 'first third', 'first second']);
    expect(rows.isClean(first)).toBe(true);
    expect(rows.isClean(third), 'its row could not be written').toBe(false);
  });
});

describe('rows under traffic', () => {
  const VISITORS = 2_000;
  /** Events a second; each marks the next visitor. */
  const PER_SECOND = 20_000;

  /** Takes 200,000 entries in, so many a commit, and says how far rows were ever behind, and how many were written. */
  async function run(perCommit: number): Promise<{ mostBehind: number; written: number }> {
    const clock = createDrivenClock(0);
    const slots = Array.from({ length: VISITORS }, (_, n) => ({ visitor: `${n}` }));
    let [folded, checkpoint, mostBehind, written] = [0, 0, 0, 0];
    const rows = createWriteBehind<Slot>({
      clock,
      encode: rowOf,
      isEmpty: () => false,
      isHeld: () => false,
      mayWrite: () => true,
      foldedUpTo: () => folded,
      store: {
        saveProfiles: async (saved: readonly ProfileRow[], upTo = 0) => {
          written += saved.length;
          checkpoint = upTo;
        },
        dropProfiles: async () => undefined,
      },
    });
    while (folded < 200_000) {
      for (let n = 0; n < perCommit; n += 1) {
        folded += 1;
        rows.mark(slots[folded % VISITORS] as Slot, folded);
      }
      rows.nudge();
      await clock.moveTo(clock.now() + (perCommit / PER_SECOND) * 1_000);
      mostBehind = Math.max(mostBehind, folded - checkpoint);
    }
    rows.stop();
    return { mostBehind, written };
  }

  it.each([100, 4_000])(
    'follow within some 60,000 entries and 3 s, %i entries a commit',
    async (perCommit) => {
      const { mostBehind, written } = await run(perCommit);
      expect(mostBehind).toBeLessThan(60_000 + 3 * PER_SECOND + 10_000);
      expect(written).toBeLessThan(5 * VISITORS);
    },
  );
});
