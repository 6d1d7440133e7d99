/** Work that goes through all shops: one that fails keeps none of the others waiting. */
import type { Shop, Shops } from './shops.ts';

/**
 * Those that have the app.
 *
 * @throws What went wrong first, once all have had their turn: then the work counts as failed.
 * @example await eachShop(shops, async (shop) => { await connect(shop); })
 */
export async function eachShop(
  shops: Pick<Shops, 'list'>,
  work: (shop: Shop) => Promise<unknown>,
): Promise<void> {
  await eachInTurn(
    (await shops.list()).filter(({ uninstalledAt }) => uninstalledAt === null),
    work,
  );
}

/** The same for whatever there is one of a shop. @example await eachInTurn(await sites(), sweep) */
export async function eachInTurn<T>(all: Iterable<T>, work: (one: T) => Promise<unknown>): Promise<void> {
  const faults: unknown[] = [];
  for (const one of all) {
    try {
      await work(one);
    } catch (fault) {
      faults.push(fault);
    }
  }
  if (faults.length > 0) throw faults[0];
}
