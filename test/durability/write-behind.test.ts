import { describe, expect, it } from 'vitest';
import type { SiteId, VisitorId } from '../../core/entry.ts';
import { InklingError } from '../../core/errors.ts';
import type { ProfileRow } from '../../core/ports.ts';
import { createWriteBehind, type WriteBehind } from '../../core/profiles/write-behind.ts';
import { createDrivenClock } from '../support/driven-clock.ts';

type Slot = { readonly visitor: string; readonly isEmpty?: boolean };
type Save = { readonly visitors: readonly string[]; readonly checkpoint: number | undefined };

const SITE = 'st_test' as SiteId;
/** Place of the log up to which everything is folded. */
const FOLDED = 5_000;

function rowOf({ visitor }: Slot): ProfileRow {
  return { site: SITE, visitor: visitor as VisitorId, seq: 1, due: null, last: 0, data: '' };
}

/** A write-behind on a store that does what `during` says before each save is durable. */
function createRows(during: (rows: WriteBehind<Slot>, save: Save) => void | Promise<void>) {
  const saves: Save[] = [];
  const dropped: string[] = [];
  const rows: WriteBehind<Slot> = createWriteBehind<Slot>({
    clock: createDrivenClock(0),
    encode: rowOf,
    isEmpty: ({ isEmpty = false }) => isEmpty,
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
