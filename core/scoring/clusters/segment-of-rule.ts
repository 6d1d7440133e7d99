/** A rule as a segment: the same sessions, asked for while they last. */
import type { Condition, NumberBounds, SegmentDefinition } from '../../segments/condition.ts';
import type { Rule, RuleCondition } from './rule.ts';
import { boundsOf } from './rule.ts';
import type { Measure, SessionFeature } from './session-features.ts';

const LONGEST_NAME = 100;
/** Without it "at most two views" would hold of everybody who is not here. */
const IN_SESSION: Condition = { event: 'Session Started', within: 'session' };

/**
 * The segment of those in whose session, as far as it has come, a rule holds. It is what the rule says of the same
 * events at any instant of the session; after it nobody is in the segment.
 *
 * @param key `[a-z0-9-]`, 1 to 64.
 * @throws RangeError for a condition on a feature that is not among them.
 * @example toSegment([{ feature: 'adds', op: 'gte', value: 1 }], { key: 'found-1', features: SESSION_FEATURES })
 */
export function toSegment(
  rule: Rule,
  { key, features }: { readonly key: string; readonly features: readonly SessionFeature[] },
): SegmentDefinition {
  const asked = rule.map((condition) => {
    const feature = features.find(({ name }) => name === condition.feature);
    if (feature === undefined) throw new RangeError(`there is no session feature ${condition.feature}`);
    return { feature, condition };
  });
  const name = asked.map(({ feature, condition }) => nameOf(condition, feature)).join(', ');
  return {
    key,
    name: name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name,
    when: {
      all: [IN_SESSION, ...asked.flatMap(({ feature, condition }) => say(feature.measure, condition))],
    },
  };
}

/** @example nameOf({ feature: 'adds', op: 'gte', value: 1 }, adds) // '1 or more added to the cart' */
function nameOf(condition: RuleCondition, { label }: SessionFeature): string {
  const { op, value } = condition;
  if (op === 'between') return `${value[0] === value[1] ? value[0] : `${value[0]} to ${value[1]}`} ${label}`;
  return op === 'gte' ? `${value} or more ${label}` : `${value === 0 ? 'no' : `at most ${value}`} ${label}`;
}

function say(measure: Measure, condition: RuleCondition): readonly Condition[] {
  const [low, high] = boundsOf(condition);
  if (measure.kind === 'same' || measure.kind === 'most') return sayEnds(measure, low, high);
  const bounds = {
    ...(low > Number.NEGATIVE_INFINITY && { gte: low }),
    ...(high < Number.POSITIVE_INFINITY && { lte: high }),
  };
  if (measure.kind === 'elapsed') return sayElapsed(bounds);
  const matched = { event: measure.event, within: 'session' } as const;
  if (measure.kind === 'count') return [{ ...matched, count: bounds }];
  return [{ ...matched, [measure.kind]: { of: measure.property, ...bounds } }];
}

/** The latest start is that of this session, so that how old it is tells how long the session has lasted. */
function sayElapsed({ gte, lte }: NumberBounds): readonly Condition[] {
  const startedWithin = (seconds: number): Condition => ({ event: 'Session Started', within: `${seconds}s` });
  return [
    ...(gte === undefined ? [] : [{ not: startedWithin(gte) }]),
    ...(lte === undefined ? [] : [startedWithin(lte + 1)]),
  ];
}

/** An upper end is the denial of more: of nothing at all there is no largest value, and none that occurs once. */
function sayEnds(
  { kind, event, property }: Extract<Measure, { kind: 'same' | 'most' }>,
  low: number,
  high: number,
): readonly Condition[] {
  const matched = { event, within: 'session' } as const;
  const atLeast = (gte: number): Condition =>
    kind === 'same'
      ? { ...matched, per: property, count: { gte } }
      : { ...matched, max: { of: property, gte } };
  const more = (gt: number): Condition =>
    kind === 'same' ? atLeast(gt + 1) : { ...matched, max: { of: property, gt } };
  return [
    ...(low > Number.NEGATIVE_INFINITY ? [atLeast(low)] : []),
    ...(high < Number.POSITIVE_INFINITY ? [{ not: more(high) }] : []),
  ];
}
