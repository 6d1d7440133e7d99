/** Marks of ids that were taken out of the log. */
import type { Entry } from '../../core/entry.ts';
import type { Collections } from './collections.ts';
import { retiredKey } from './retiring.ts';
import type { Known } from './settling.ts';

/** @example const retired = await createMarks(collections)(group); retired(entry) // 'taken' */
export function createMarks({
  retired,
}: Pick<Collections, 'retired'>): (group: readonly { readonly entry: Entry }[]) => Promise<Known['retired']> {
  return async (group) => {
    const marks = group.flatMap(({ entry }) => [retiredKey(entry, true), retiredKey(entry, false)]);
    const found = await retired.find({ _id: { $in: marks } }, { projection: { _id: 1 } }).toArray();
    const gone = new Set(found.map(({ _id }) => _id));
    return (entry) => {
      if (gone.has(retiredKey(entry, false))) return 'taken';
      return gone.has(retiredKey(entry, true)) ? 'claim' : 'no';
    };
  };
}
