/** Random sequences of what the random logs hold. */
import type { AbsentStep, EventStep, SequenceCondition } from '../../../../core/segments/condition.ts';
import { drawDuration, drawMatch, type Speaking } from './event-conditions.ts';

/** Two to four steps, the first of them an event, never two absences in a row. */
export function drawSequence(speaking: Speaking): SequenceCondition {
  const { random } = speaking;
  const per = random.chance(0.35) ? random.pick(['product_id', 'cart_id', 'products.product_id']) : undefined;
  const own: Speaking = { ...speaking, ofAccount: speaking.ofAccount || per !== undefined };
  const steps: (EventStep | AbsentStep)[] = [drawStep(own, per, true)];
  const count = 2 + random.below(3);
  while (steps.length < count) {
    const isAfterAbsence = 'absent' in (steps.at(-1) ?? {});
    steps.push(!isAfterAbsence && random.chance(0.4) ? drawAbsence(own) : drawStep(own, per, false));
  }
  return {
    sequence: steps,
    ...(per !== undefined && { per }),
    ...(random.chance(0.5) && { within: random.chance(0.15) ? 'lifetime' : drawDuration(speaking) }),
  };
}

function drawStep(speaking: Speaking, per: string | undefined, isFirst: boolean): EventStep {
  const { random } = speaking;
  const names =
    per === 'product_id'
      ? ['Product Viewed', 'Product Added']
      : ['Product Added', 'Checkout Started', 'Order Completed'];
  const match = drawMatch(speaking, per === 'products.product_id', 0.4);
  const isFitting = per === undefined || per === 'products.product_id';
  return {
    ...(isFitting ? match : { event: random.pick(names) }),
    ...(!isFirst && random.chance(0.5) && { within: drawDuration(speaking) }),
  };
}

function drawAbsence(speaking: Speaking): AbsentStep {
  const { event, where, source } = drawMatch(speaking, false, 0.3);
  return {
    absent: event,
    ...(where !== undefined && speaking.random.chance(0.5) && { where }),
    ...(source !== undefined && { source }),
    for: drawDuration(speaking),
  };
}
