import { describe, expect, it } from 'vitest';
import type { Entry, SiteId, VisitorId } from '../../../core/entry.ts';
import { consentEntry } from '../../../core/identity/entries.ts';
import { createReturning } from '../../../core/privacy/returning.ts';
import type { Tombstone } from '../../../core/privacy/tombstone-table.ts';

const SITE = 'st_shop' as SiteId;
const ANNA = 'a1'.repeat(16) as VisitorId;
const BEN = 'b2'.repeat(16) as VisitorId;
const gone = (erasedAt: number): Tombstone => ({
  ...{ erasedAt, denied: [], hasObjected: false, hasReturned: false },
});
const allows = (visitor: VisitorId, t: number): Entry =>
  consentEntry(
    { site: SITE, visitor, t, receivedAt: t, source: 'server' },
    { purposes: { analytics: true }, source: 'server' },
  );

describe('somebody who begins again in a batch with others', () => {
  it('stays gone where they are erased once more while the others are taken note of', async () => {
    const table = new Map([
      [ANNA, gone(1_000)],
      [BEN, gone(1_000)],
    ]);
    const admit = createReturning(
      (_, visitor) => table.get(visitor) ?? null,
      async (_, visitor, changed) => {
        table.set(visitor, changed);
        // While it is written, the other one is erased again.
        if (visitor === ANNA) table.set(BEN, gone(3_000));
      },
    );
    await admit([allows(ANNA, 2_000), allows(BEN, 2_000)]);
    expect(table.get(ANNA)).toMatchObject({ erasedAt: 1_000, hasReturned: true });
    expect(table.get(BEN)).toEqual(gone(3_000));
  });
});
