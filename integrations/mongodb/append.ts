/** Writing the log: a group of entries with their duplicates, in a handful of commands however many there are. */
import type { Entry } from '../../core/entry.ts';
import type { AppendOutcome } from '../../core/ports.ts';
import type { Collections, EntryDocument, SupersededDocument } from './collections.ts';
import { decodeDocument, encodeEntry, entryKey } from './entry-documents.ts';
import { tryAgain, WRITE_MS } from './faults.ts';
import { insertAll } from './insert.ts';
import { keyOf } from './keys.ts';
import type { LogPlaces, Mark } from './log-places.ts';
import { retiredKey } from './retiring.ts';
import { type Change, type Known, type Settled, settle } from './settling.ts';

type Waiting = { readonly key: string; readonly entry: Entry; readonly place: number };

/** The commands of a group: none of them is one for each entry, but for copies that win. */
function createCommands({ entries, retired, superseded }: Collections, node: string) {
  /** Two questions for a group, whatever is in it. */
  async function read(waiting: readonly Waiting[]): Promise<Known> {
    const marks = waiting.flatMap(({ entry }) => [retiredKey(entry, true), retiredKey(entry, false)]);
    const [found, out] = await Promise.all([
      entries.find({ _id: { $in: [...new Set(waiting.map(({ key }) => key))] } }).toArray(),
      retired.find({ _id: { $in: marks } }, { projection: { _id: 1 } }).toArray(),
    ]);
    const standing = new Map(found.map((document) => [document._id, decodeDocument(document)]));
    const gone = new Set(out.map(({ _id }) => _id));
    return {
      standing: (key) => standing.get(key) ?? null,
      retired: (entry) => {
        if (gone.has(retiredKey(entry, false))) return 'taken';
        return gone.has(retiredKey(entry, true)) ? 'claim' : 'no';
      },
    };
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
    // One at a time, since each has to say whether it was faster. Copies that win are rare.
    for (const change of changes) {
      const { key, before } = change;
      if (before === null) continue;
      const filter = { _id: key, s: before.site, v: before.visitor, q: before.seq };
      const { _id, ...document } = encodeChange(change, node);
      mark.assertHeld();
      const { matchedCount } = await entries.replaceOne(filter, document, { maxTimeMS: WRITE_MS });
      if (matchedCount === 0) lost.add(key);
    }
    return lost;
  }

  return { read, noteSuperseded, write };
}

function encodeChange({ entry, superseded }: Change, by: string): EntryDocument {
  return encodeEntry(entry, entry.seq, { by, isReplacing: superseded.length > 0 });
}

/**
 * @param node Name of this process among those that share the database.
 * @example const append = createAppend(collections, places, 'node-1'); await append(entries)
 */
export function createAppend(
  collections: Collections,
  places: LogPlaces,
  node: string,
): (entries: readonly Entry[]) => Promise<readonly AppendOutcome[]> {
  const { read, noteSuperseded, write } = createCommands(collections, node);

  /** One try at what is left. Answers what another server was faster with. */
  async function attempt(waiting: readonly Waiting[], tries: Tries): Promise<readonly Waiting[]> {
    const known = await read(waiting);
    const left = tries.leave(waiting, known);
    const { places: count } = settle(left, known, 0);
    if (count === 0) {
      tries.note(left, settle(left, known, 0));
      return [];
    }
    const mark = await places.take(count);
    const settled = settle(left, known, mark.first);
    tries.note(left, settled);
    await noteSuperseded(settled.changes);
    const lost = await write(settled.changes, mark);
    // A mark under which something failed is left to its time: what was on its way may be written yet.
    await tryAgain(() => places.release(mark));
    return left.filter(({ key }) => lost.has(key));
  }

  return async (group) => {
    const tries = createTries();
    let waiting: readonly Waiting[] = group.map((entry, place) => ({ key: entryKey(entry), entry, place }));
    while (waiting.length > 0) {
      const left = waiting;
      waiting = await tryAgain(() => attempt(left, tries));
    }
    return tries.outcomes();
  };
}

type Told = { readonly place: number; readonly outcome: AppendOutcome };
type Tries = ReturnType<typeof createTries>;

/** What each try at a group came to: an entry at a place that one of them was given is that one's, whatever became of the answer. */
function createTries() {
  const outcomes: AppendOutcome[] = [];
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
    outcomes: (): readonly AppendOutcome[] => outcomes,
  };
}

/** Nothing where there is nothing to be noted. */
function noteOf(
  s: string,
  q: number,
  v: string | undefined,
  a: string | undefined,
): readonly SupersededDocument[] {
  if (v === undefined && a === undefined) return [];
  const named = { ...(v !== undefined && { v }), ...(a !== undefined && { a }) };
  return [{ _id: keyOf(String(q), v ?? '', a ?? ''), q, s, ...named }];
}
