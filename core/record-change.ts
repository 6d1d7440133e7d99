/** A record that several servers change: each starts from what the one before has left. */
import { isDeepStrictEqual } from 'node:util';
import type { Json } from './entry.ts';
import type { Store } from './ports.ts';

export type RecordPlace = readonly [collection: string, site: string, key: string];

/** `next` is left out where it stays as it is. */
export type Change<T> = { readonly next?: Json; readonly answer: T };

/**
 * @param make Of what stands there (undefined: nothing); called again where another server has changed it meanwhile.
 * @example await changeRecord(store, ['retention', site, 'seen'], (n = 0) => ({ next: Number(n) + 1, answer: null }))
 */
export async function changeRecord<T>(
  store: Pick<Store, 'getRecord' | 'putRecord'>,
  place: RecordPlace,
  make: (standing: Json | undefined) => Change<T> | Promise<Change<T>>,
): Promise<T> {
  for (let was = await store.getRecord(...place); ; ) {
    const { next, answer } = await make(was);
    if (next === undefined || (await store.putRecord(...place, next, { was }))) return answer;
    const now = await store.getRecord(...place);
    // Nobody has changed it: its site or its visitor is gone, and nothing of them is written any more.
    if (isDeepStrictEqual(now, was)) return answer;
    was = now;
  }
}
