/** Names in a campaign that are probably slips: a goal of `Order Complted` is never wrong and never reached. */
import { doubtsOf } from '../segments/doubts.ts';
import type { Campaign } from './campaign.ts';

/**
 * @returns a sentence for each name that is not known and close to one that is.
 * @example doubtsAbout(campaign) // ['no event "Order Complted" is known: did you mean "Order Completed"?']
 */
export function doubtsAbout({ trigger, goal, cancel }: Campaign): readonly string[] {
  const { event, where, of } = goal;
  const asked = [
    ...('event' in trigger ? [trigger] : []),
    { event, ...(where !== undefined && { where }), ...(of !== undefined && { sum: { of, gte: 0 } }) },
    ...(cancel.events ?? []).map((name) => ({ event: name })),
  ];
  return [...new Set(asked.flatMap(doubtsOf))];
}
