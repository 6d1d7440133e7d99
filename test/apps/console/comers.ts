/** People who come by while a campaign runs: each adds a product, and sees what the server decides, or the page as it is. */
import { createHash } from 'node:crypto';
import type { Served } from '../../support/served.ts';
import type { TestSite } from '../../support/sites.ts';

const idOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32);
const uuidOf = (text: string): string => {
  const hex = idOf(text);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
};

/** Of one of them, by their number. */
export const comerOf = (visitor: number): string => idOf(`comer ${visitor}`);

export type Decided = { readonly id: string; readonly treatment: unknown };

/** @example const decided = await comeBy(served, site, 7) */
export async function comeBy(
  { clock }: Served,
  site: TestSite,
  visitor: number,
): Promise<Decided | undefined> {
  const now = clock.now();
  const consent = { analytics: true, personalization: true, at: now - 1_000 };
  const added = { n: 'Product Added', t: now, u: '/products/P-1' };
  const { body } = await site.collect({
    ...{ s: now, pg: idOf(`page ${visitor}`), q: 0, d: 1, dev: comerOf(visitor), c: consent },
    e: [{ i: uuidOf(`added ${visitor}`), ...added, p: { product_id: 'P-1', price: 10, quantity: 1 } }],
  });
  const [decided] = body.do as readonly Decided[];
  if (decided === undefined) return undefined;
  const outcome = decided.treatment === null ? { shown: false, withheld: true } : { shown: true };
  await site.ask('POST', '/v1/exposures', { decision: decided.id, ...outcome });
  return decided;
}
