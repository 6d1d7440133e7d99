/** Random sequences of what the random logs hold. */
import type { Entry } from '../../../../core/entry.ts';
import type { AbsentStep, EventStep, SequenceCondition } from '../../../../core/segments/condition.ts';
import { drawDuration, drawMatch, type Speaking } from './event-conditions.ts';

/** Two to four steps, the first of them an event, never two absences in a row. */
export function drawSequence(speaking: Speaking): SequenceCondition {
  const { random, events } = speaking;
  if (events.length >= 3 && random.chance(0.5)) return tellStory(speaking);
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

/** Three events of the log as steps, of which one is to stay away: for just as long as it did, or one ms more or less. */
function tellStory({ random, events }: Speaking): SequenceCondition {
  const places = [0, 1, 2].map(() => random.below(events.length)).sort((a, b) => a - b);
  const [first, second, third] = places.map((place) => events[place]) as [Entry, Entry, Entry];
  const beside = (ms: number) => Math.max(1, ms + random.pick([-1, 0, 0, 1]));
  const per = random.chance(0.2) ? { per: random.pick(['product_id', 'cart_id']) } : {};
  if (random.chance(0.6)) {
    const forMs = beside(second.t - first.t);
    const withinMs = Math.max(1, beside(third.t - first.t - forMs));
    const steps = [
      { event: first.name },
      { absent: second.name, for: `${forMs}ms` },
      { event: third.name, ...(random.chance(0.6) && { within: `${withinMs}ms` }) },
    ];
    return { sequence: steps, ...per };
  }
  const steps = [
    { event: first.name },
    { event: second.name, ...(random.chance(0.6) && { within: `${beside(second.t - first.t)}ms` }) },
    { absent: third.name, for: `${beside(third.t - second.t)}ms` },
  ];
  return { sequence: steps, ...per };
}
