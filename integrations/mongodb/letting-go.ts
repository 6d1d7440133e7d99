/** The end of a group: what has come to stand in the log meanwhile and must not is taken back before anybody is told of it. */
import type { Entry } from '../../core/entry.ts';
import type { Collections } from './collections.ts';
import { tryAgain } from './faults.ts';
import type { LogPlaces, Mark } from './log-places.ts';
import type { Change, Known } from './settling.ts';

export type LetGo = {
  /** Sites whose removal began while they were written: it may have been over before. */
  readonly shut: ReadonlySet<string>;
  /** Keys of ids that were taken out of the log while they were written: another server may have stored them in between. */
  readonly late: ReadonlySet<string>;
};

type ReadMarks = (group: readonly { readonly entry: Entry }[]) => Promise<Known['retired']>;

/**
 * One command, where no site was shut and no mark made since the group looked for them.
 *
 * @example const { shut, late } = await createLettingGo(collections, places, readMarks)(mark, changes, known.retired)
 */
export function createLettingGo(
  { entries, superseded }: Pick<Collections, 'entries' | 'superseded'>,
  places: Pick<LogPlaces, 'release' | 'isShut'>,
  readMarks: ReadMarks,
): (mark: Mark, changes: readonly Change[], retired: Known['retired']) => Promise<LetGo> {
  /** Of what was written at these places: what stands under an id by somebody else's hand stays. */
  async function takeBack(changes: readonly Change[]): Promise<void> {
    const written = changes.map(({ entry }) => entry.seq);
    await entries.deleteMany({ _id: { $in: changes.map(({ key }) => key) }, q: { $in: written } });
    await superseded.deleteMany({ q: { $in: written } });
  }

  async function takeShut(changes: readonly Change[]): Promise<readonly string[]> {
    const gone = changes.filter(({ entry }) => places.isShut(entry.site));
    await takeBack(gone);
    return gone.map(({ entry }) => entry.site);
  }

  async function takeLate(changes: readonly Change[], retired: Known['retired']): Promise<readonly string[]> {
    const isTakenOut = await readMarks(changes);
    const gone = changes.filter(({ entry }) => isTakenOut(entry) !== retired(entry));
    await takeBack(gone);
    return gone.map(({ key }) => key);
  }

  return async (mark, changes, retired) => {
    const [shut, late] = [new Set<string>(), new Set<string>()];
    const sites = [...new Set<string>(changes.map(({ entry }) => entry.site))];
    let marked: number | undefined = mark.marked;
    for (;;) {
      const left = sites.filter((site) => !shut.has(site));
      const end = await tryAgain(() => places.release(mark, left, marked));
      if (end === 'released') return { shut, late };
      if (end === 'shut') for (const site of await takeShut(changes)) shut.add(site);
      if (end === 'marked') {
        for (const key of await takeLate(changes, retired)) late.add(key);
        marked = undefined;
      }
    }
  };
}
