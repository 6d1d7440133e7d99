/** Whatever order the posts or entries of a history arrive in, and however often the server starts anew meanwhile. */
import fc from 'fast-check';
import { expect } from 'vitest';
import { arrive, type Holding, makeSite } from './arrive.ts';
import { type Arrival, arrivalOf, type Delivery } from './histories.ts';
import type { Place } from './places.ts';

export type Pair = { readonly one: Holding; readonly other: Holding };

/**
 * Lets each history arrive in two orders, on a real store, and hands over what the site holds after each.
 *
 * @example await holdInAnyOrder({ site: durable.makePlace(), history: posts, histories: 10, seed: 1 }, ({ one, other }) => …)
 */
export async function holdInAnyOrder(
  plan: {
    /** Nothing is there yet. */
    readonly site: Place;
    readonly history: fc.Arbitrary<readonly Delivery[]>;
    readonly histories: number;
    readonly seed: number;
  },
  check: (pair: Pair) => void,
): Promise<void> {
  const { site } = plan;
  await makeSite(site);
  const twice = plan.history.chain((deliveries) => fc.tuple(arrivalOf(deliveries), arrivalOf(deliveries)));
  const property = fc.asyncProperty(twice, async ([first, second]: readonly [Arrival, Arrival]) => {
    check({ one: await arrive(site, first), other: await arrive(site, second) });
  });
  await fc.assert(property, { numRuns: plan.histories, seed: plan.seed });
}

/** Every profile is the fold of the log, and the same after both arrivals; so is the log, place and order aside. */
export function expectSame({ one, other }: Pair): void {
  for (const { views, refolded } of [one, other]) expect(views).toEqual(refolded);
  expect(other.events).toEqual(one.events);
  expect(other.consents).toEqual(one.consents);
  expect(other.links).toEqual(one.links);
  expect(other.views).toEqual(one.views);
}
