/** A store in which another server is a moment faster. */
import type { Store } from '../../core/ports.ts';

/**
 * @param other What the other one does between what is read here and the first write of a record of the collection.
 * @example const store = overtaken(embedded, 'plans', () => other.put(site, plan))
 */
export function overtaken(store: Store, collection: string, other: () => Promise<unknown>): Store {
  let isOver = false;
  return {
    ...store,
    putRecord: async (own, ...row) => {
      if (own === collection && !isOver) {
        isOver = true;
        await other();
      }
      return store.putRecord(own, ...row);
    },
  };
}
