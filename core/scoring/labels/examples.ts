/**
 * One visitor's past as examples to learn from: features at an instant, made of what came before it, and a label made of
 * what came after. The two never meet: features are read off a fold that has not seen the later entries.
 */
import { compareEntries, type Entry, type VisitorId } from '../../entry.ts';
import { fold } from '../../profiles/fold.ts';
import { emptyProfile, type Profile } from '../../profiles/profile.ts';
import type { FoldRules } from '../../profiles/rules.ts';
import { subjectOf } from '../features/subject.ts';
import { readFeatures } from '../features/table.ts';
import { isLookedAt, quietMidnights } from './instants.ts';
import type { Label } from './label.ts';
import { outcomesOf } from './outcomes.ts';

export type Example = {
  /** UTC ms: everything in `features` is from then or before, everything in `target` is later. */
  readonly t: number;
  readonly features: Float64Array;
  /** 1 or 0, an amount in minor units, or a place in `NEXT_ACTIONS`. */
  readonly target: number;
  /** Examples of one of these are about one thing: the event that made them positive, or the session. */
  readonly about: string;
};

export type History = {
  readonly visitor: VisitorId;
  /** What retention left of events before these; nothing unless said. */
  readonly start?: Profile;
  readonly entries: readonly Entry[];
  readonly isAnonymous: boolean;
};

export type ExampleRules = {
  readonly rules: FoldRules;
  /** IANA, of the site. */
  readonly zone: string;
  /** Up to when everything is known, UTC ms: what could still come true by then is no example yet. */
  readonly until: number;
};

/**
 * In time order. A visitor without consent is nobody the day after, and so is looked at during sessions alone.
 *
 * @example listExamples({ visitor, entries, isAnonymous: false }, label, { rules, zone: 'UTC', until: now })
 */
export function listExamples(history: History, label: Label, around: ExampleRules): readonly Example[] {
  if (label.kind === 'absence' && history.isAnonymous) return [];
  const { segments: _, campaigns: __, ...rules } = around.rules;
  const events = history.entries
    .filter(({ type, t }) => type === 'event' && t <= around.until)
    .toSorted(compareEntries);
  const outcomeAt = outcomesOf(events, label, { rules, until: around.until });
  const examples: Example[] = [];
  let profile = history.start ?? emptyProfile(history.visitor);
  // Before that, nobody knows any more what was known.
  const knownFrom = profile.events?.last ?? Number.NEGATIVE_INFINITY;
  for (const [at, event] of events.entries()) {
    profile = fold(profile, event, rules);
    const nextAt = events[at + 1]?.t ?? around.until;
    const midnights = history.isAnonymous ? [] : quietMidnights(event.t, nextAt, around.zone);
    // Of events at one instant the last one stands for all.
    const own = event.t < nextAt && isLookedAt(profile, event) ? [event.t] : [];
    for (const t of [...own, ...midnights]) {
      if (t < knownFrom) continue;
      const found = outcomeAt(t, profile);
      if (found === null) continue;
      const subject = subjectOf(profile, t, { rules, zone: around.zone, isAnonymous: history.isAnonymous });
      examples.push({ t, features: readFeatures(subject), ...found });
    }
  }
  return examples;
}
