/** Events that treatments make: what was shown to a visitor, and what the visitor did with it. */
import type { Entry } from '../entry.ts';
import type { DerivedEvent, PlacedEvent } from './session-events.ts';

/** By the name of the exposure. What the control arm would have seen is no event: nothing happened. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ['shown', 'Treatment Shown'],
  ['clicked', 'Treatment Clicked'],
  ['dismissed', 'Treatment Dismissed'],
]);

/** @returns null for an exposure that is no event. @example treatmentEvent(shown)?.name // 'Treatment Shown' */
export function treatmentEvent({ name, t, source, properties }: Entry): DerivedEvent | null {
  const own = NAMES.get(name);
  if (own === undefined) return null;
  const { campaign = null, arm = null, channel = null } = properties;
  return { name: own, t, source, properties: { campaign, variant: arm, channel } };
}

/**
 * Among what conditions count, after so many events; each by itself, since it belongs to no session. Halves keep their
 * places apart from those of events that went at another time.
 */
export function placeTreatments(exposures: readonly Entry[], after: number): readonly PlacedEvent[] {
  return exposures.flatMap((of, place): PlacedEvent[] => {
    const event = of.type === 'exposure' ? treatmentEvent(of) : null;
    return event === null ? [] : [{ event, n: after + place + 0.5, of, session: -1 - place }];
  });
}
