/** Writing the log: a group of entries with their duplicates, in a handful of commands however many there are. */
import type { Entry, LoggedEntry } from '../../core/entry.ts';
import { InklingError } from '../../core/errors.ts';
import type { AppendOutcome } from '../../core/ports.ts';
import type { Collections, EntryDocument, SupersededDocument } from './collections.ts';
import { type ClaimRounds, type EntryClaims, isClaimed, type Putting } from './entry-claims.ts';
import { decodeDocument, encodeEntry, entryKey } from './entry-documents.ts';
import { MOST_CHANGES, tryAgain } from './faults.ts';
import { insertAll } from './insert.ts';
import { keyOf } from './keys.ts';
import { createLettingGo } from './letting-go.ts';
import type { LogPlaces, Mark } from './log-places.ts';
import { writeMoving } from './moving.ts';
import { createMarks } from './retired-marks.ts';
import { type Change, type Known, type Settled, settle } from './settling.ts';

type Waiting = { readonly key: string; readonly entry: Entry; readonly place: number };

/** With ids under which nobody can tell any more what stands there. */
type Found = Known & { readonly damaged: ReadonlyMap<string, InklingError> };

function tryDecode(document: EntryDocument): LoggedEntry | InklingError {
  try {
    return decodeDocument(document);
  } catch (error) {
    if (error instanceof InklingError) return error;
    throw error;
  }
}

/** The commands of a group: none of them is one for each entry. */
function createCommands(collections: Collections, node: string) {
  const { entries, superseded } = collections;
  const readMarks = createMarks(collections);

  /** Two questions for a group, whatever is in it. */
  async function read(waiting: readonly Waiting[]): Promise<Found> {
    const found = await entries.find({ _id: { $in: [...new Set(waiting.map(({ key }) => key))] } }).toArray();
    // After the entries: whoever takes one out has marked its id before.
    const retired = await readMarks(waiting);
    const standing = new Map<string, LoggedEntry>();
    const damaged = new Map<string, InklingError>();
    for (const document of found) {
      const read = tryDecode(document);
      if (read instanceof InklingError) damaged.set(document._id, read);
      else standing.set(document._id, read);
    }
    return { damaged, standing: (key) => standing.get(key) ?? null, retired };
  }

  /** Before the entries themselves: whom copies were recorded under is known until everything up to here is folded. */
  async function noteSuperseded(changes: readonly Change[]): Promise<void> {
    const replaced = changes.filter(({ superseded: copies }) => copies.length > 0);
    if (replaced.length === 0) return;
    const seqs = replaced.flatMap(({ superseded: copies }) => copies.map(({ seq }) => seq));
    const older = Map.groupBy(await superseded.find({ q: { $in: seqs } }).toArray(), ({ q }) => q);
    const notes = replaced.flatMap(({ entry, superseded: copies }) =>
      copies.flatMap((copy): readonly SupersededDocument[] => {
        const handedOn = (older.get(copy.seq) ?? []).map(({ v, a }) => ({ v, a }));
        const own = [
          { v: copy.visitor ?? undefined, a: undefined },
          { v: undefined, a: copy.context?.account },
        ];
        return [...handedOn, ...own].flatMap(({ v, a }) => noteOf(entry.site, entry.seq, v, a));
      }),
    );
    const distinct = [...new Map(notes.map((note) => [note._id, note])).values()];
    if (distinct.length > 0) await insertAll(superseded, distinct);
  }

  /** Answers the keys of those that another server was faster with. */
  async function write(changes: readonly Change[], mark: Mark): Promise<ReadonlySet<string>> {
    const fresh = changes.filter(({ before }) => before === null);
    mark.assertHeld();
    const taken = await insertAll(
      entries,
      fresh.map((change) => encodeChange(change, node)),
    );
    const lost = new Set(taken.map((place) => fresh[place]?.key ?? ''));
    const better = changes.filter(({ before }) => before !== null);
    for (let from = 0; from < better.length; from += MOST_CHANGES) {
      for (const key of await replaceAll({ entries }, better.slice(from, from + MOST_CHANGES), node, mark))
        lost.add(key);
    }
    return lost;
  }

  return { read, readMarks, noteSuperseded, write };
}

function encodeChange({ entry, superseded }: Change, by: string): EntryDocument {
  return encodeEntry(entry, entry.seq, { by, isReplacing: superseded.length > 0 });
}

/** In the place of what stood there, and of nothing else. Answers the keys of those that another server was faster with. */
async function replaceAll(
  { entries }: Pick<Collections, 'entries'>,
  changes: readonly Change[],
  node: string,
  { assertHeld }: Mark,
): Promise<readonly string[]> {
  const writes = changes.map((change) => {
    const { key, before } = change;
    const { _id, ...replacement } = encodeChange(change, node);
    const filter = { _id: key, s: before?.site ?? '', v: before?.visitor ?? null, q: before?.seq ?? 0 };
    return { replaceOne: { filter, replacement } };
  });
  if ((await writeMoving(entries, writes, assertHeld)) === changes.length) return [];
  const keys = changes.map(({ key }) => key);
  const found = await entries.find({ _id: { $in: keys } }, { projection: { q: 1 } }).toArray();
  const places = new Map(found.map(({ _id, q }) => [_id, q]));
  return changes.filter(({ key, entry }) => places.get(key) !== entry.seq).map(({ key }) => key);
}

/** Ids that come to stand under a visitor under whom they did not stand before. */
function listPuttings(changes: readonly Change[]): readonly Putting[] {
  return changes.flatMap(({ key, entry: { id, site, visitor }, before }) =>
    isClaimed(id, visitor, before?.visitor) ? [{ key, site, visitor, isStanding: before !== null }] : [],
  );
}

/** Of one entry; an error is for whoever brought it, and nobody else. */
export type GroupOutcome = AppendOutcome | InklingError;

type Attempt = {
  readonly waiting: readonly Waiting[];
  readonly known: Known;
  /** {@link LogPlaces.marked} before that was read. */
  readonly marked: number;
  readonly tries: Tries;
  readonly rounds: ClaimRounds;
};

export type AppendPorts = {
  readonly places: LogPlaces;
  readonly node: string;
  readonly claims: EntryClaims;
};

/**
 * @param ports.node Name of this process among those that share the database.
 * @example const append = createAppend(collections, { places, node: 'node-1', claims: NO_CLAIMS }); await append(entries)
 */
export function createAppend(
  collections: Collections,
  { places, node, claims }: AppendPorts,
): (entries: readonly Entry[]) => Promise<readonly GroupOutcome[]> {
  const { read, readMarks, noteSuperseded, write } = createCommands(collections, node);
  const letGo = createLettingGo(collections, places, readMarks);

  /** One try at what is left. Answers what another server was faster with. */
  async function attempt(
    waiting: readonly Waiting[],
    tries: Tries,
    rounds: ClaimRounds,
  ): Promise<readonly Waiting[]> {
    await rounds.look();
    const marked = places.marked();
    const known = await read(waiting);
    const whole = tries.tellAll(waiting, ({ key }) => known.damaged.get(key) ?? null);
    const left = tries.leave(whole, known);
    const { places: count } = settle(left, known, 0);
    if (count === 0) {
      tries.note(left, settle(left, known, 0));
      return [];
    }
    const mark = await places.take(count);
    try {
      return await writeAt(mark, { waiting: left, known, marked, tries, rounds });
    } catch (error) {
      // Whatever becomes of this: without it the places are held for their whole time.
      await Promise.allSettled([tryAgain(() => places.giveUp(mark))]);
      throw error;
    }
  }

  /** Answers what another server was faster with. */
  async function writeAt(
    mark: Mark,
    { waiting, known: before, marked, tries, rounds }: Attempt,
  ): Promise<readonly Waiting[]> {
    // A site that is being removed takes nothing more, whoever removes it.
    const kept = tries.tellAll(waiting, ({ entry }) => (places.isShut(entry.site) ? ERASED : null));
    const retired = mark.marked === marked ? before.retired : await readMarks(kept);
    const settled = settle(kept, { ...before, retired }, mark.first);
    tries.note(kept, settled);
    const held = await rounds.take(listPuttings(settled.changes), mark);
    const changes = settled.changes.filter(({ key }) => !held.has(key));
    await noteSuperseded(changes);
    const lost = await write(changes, mark);
    const { shut, late } = await letGo(mark, settled.changes, retired);
    tries.tellAll(kept, ({ entry }) => (shut.has(entry.site) ? ERASED : null));
    const again = kept.filter(
      ({ key, entry }) => [lost, held, late].some((keys) => keys.has(key)) && !places.isShut(entry.site),
    );
    return tries.tellAll(again, ({ key }) => (held.has(key) ? rounds.faultOf(key) : null));
  }

  return async (group) => {
    const [tries, rounds] = [createTries(), claims.begin()];
    let waiting: readonly Waiting[] = group.map((entry, place) => ({ key: entryKey(entry), entry, place }));
    while (waiting.length > 0) {
      const left = waiting;
      waiting = await tryAgain(() => attempt(left, tries, rounds));
    }
    return tries.outcomes();
  };
}

const ERASED: AppendOutcome = { status: 'erased', seq: 0 };

type Told = { readonly place: number; readonly outcome: AppendOutcome };
type Tries = ReturnType<typeof createTries>;

/** What each try at a group came to: an entry at a place that one of them was given is that one's, whatever became of the answer. */
function createTries() {
  const outcomes: GroupOutcome[] = [];
  const told = new Map<string, readonly Told[]>();
  const nameOf = (key: string, seq: number): string => `${key} ${seq}`;

  function tell(all: readonly Told[]): void {
    for (const { place, outcome } of all) outcomes[place] = outcome;
  }

  return {
    note(waiting: readonly Waiting[], settled: Settled): void {
      const all = waiting.flatMap(({ key, place }, at) => {
        const outcome = settled.outcomes[at];
        return outcome === undefined ? [] : [{ key, place, outcome }];
      });
      const byKey = Map.groupBy(all, ({ key }) => key);
      for (const { key, entry } of settled.changes) told.set(nameOf(key, entry.seq), byKey.get(key) ?? []);
      tell(all);
    },
    /** Those of which no try has written anything. */
    leave: (waiting: readonly Waiting[], known: Known): readonly Waiting[] =>
      waiting.filter(({ key }) => {
        const written = told.get(nameOf(key, known.standing(key)?.seq ?? 0));
        tell(written ?? []);
        return written === undefined;
      }),
    /** Says what has become of some for good. Answers the others. */
    tellAll: (
      waiting: readonly Waiting[],
      outcomeOf: (one: Waiting) => GroupOutcome | null,
    ): readonly Waiting[] =>
      waiting.filter((one) => {
        const outcome = outcomeOf(one);
        if (outcome !== null) outcomes[one.place] = outcome;
        return outcome === null;
      }),
    outcomes: (): readonly GroupOutcome[] => outcomes,
  };
}

/** Nothing where there is nothing to be noted. */
export function noteOf(
  s: string,
  q: number,
  v: string | undefined,
  a: string | undefined,
): readonly SupersededDocument[] {
  if (v === undefined && a === undefined) return [];
  const named = { ...(v !== undefined && { v }), ...(a !== undefined && { a }) };
  return [{ _id: keyOf(String(q), v ?? '', a ?? ''), q, s, ...named }];
}
