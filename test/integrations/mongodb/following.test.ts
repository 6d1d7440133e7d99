import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../core/entry.ts';
import { encodeProfile } from '../../../core/profiles/codec.ts';
import type { Profile } from '../../../core/profiles/profile.ts';
import { arrivals, sharedHistory } from '../../core/profiles/world.ts';
import { mongoDatabases } from '../../support/mongodb/databases.ts';
import { foldLog, meetAt, readAll, readRows, type Side } from './two-books.ts';

const nextUrl = mongoDatabases('following');

const RUNS = 12;

/** As rows hold it: what only orders of arrival tell apart is no part of it. */
function texts(profiles: ReadonlyMap<string, Profile | null>) {
  return Object.fromEntries(
    [...profiles].map(([visitor, profile]) => [visitor, profile && encodeProfile(profile)]),
  );
}

async function expectFoldOfLog(side: Side): Promise<void> {
  const read = await readAll(side);
  expect(texts(read)).toEqual(texts(await foldLog(side, read.keys())));
}

describe('two servers that take in the same visitors', () => {
  it('both come to the fold of the log, whoever took which entry, and so do their rows', async () => {
    const arrival = sharedHistory.chain((entries) =>
      fc.tuple(
        arrivals(entries),
        fc.array(fc.boolean(), { minLength: entries.length, maxLength: entries.length }),
      ),
    );
    await fc.assert(
      fc.asyncProperty(arrival, async ([batches, sides]) => {
        const meeting = meetAt(nextUrl());
        const pair = [await meeting.open('one'), await meeting.open('two')] as const;
        const sideOf = (at: number): Side => pair[sides[at] === true ? 1 : 0];
        let under: Promise<unknown>[] = [];
        for (const [at, batch] of batches.entries()) {
          under.push(sideOf(at).book.append(batch as readonly Entry[]));
          // Some wait for those before, the rest come at once.
          if (sides[at + 1] === sides[at]) {
            await Promise.all(under);
            under = [];
          }
          if (at % 4 === 0) await Promise.all([pair[0], pair[1]].map((side) => readAll(side)));
        }
        await Promise.all(under);
        for (const side of pair) await expectFoldOfLog(side);
        await pair[0].book.flush();
        const rows = await readRows(pair[0]);
        expect(texts(rows)).toEqual(texts(await foldLog(pair[0], rows.keys())));
        for (const side of pair) await side.close();
      }),
      { numRuns: RUNS, seed: 20_261_128 },
    );
  });
});
