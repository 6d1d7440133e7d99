/** Events that treatments make: what was shown to a visitor, and what the visitor did with it. */
import type { Entry } from '../entry.ts';
import type { DerivedEvent } from './session-events.ts';

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
