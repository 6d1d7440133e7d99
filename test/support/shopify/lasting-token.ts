/** A session token of somebody who works in a fake shop. */
import type { FakeShop } from '../../../apps/shopify-dev/fake/shop.ts';
import type { Served } from '../served.ts';

/**
 * Our side judges session tokens by the machine's clock, the fake shop by the test's: this one holds by both.
 *
 * @example const token = lastingToken(connected)
 */
export function lastingToken({
  shop,
  served,
}: {
  readonly shop: Pick<FakeShop, 'sessionToken'>;
  readonly served: Pick<Served, 'clock'>;
}): string {
  const instants = [served.clock.now(), Date.now()].map((ms) => Math.floor(ms / 1_000));
  const from = Math.min(...instants);
  return shop.sessionToken({ iat: from, nbf: from, exp: Math.max(...instants) + 60 });
}
