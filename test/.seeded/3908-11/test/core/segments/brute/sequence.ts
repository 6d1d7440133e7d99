/** Sequences: every chain of events is tried, one step after the other. */
import type {
  AbsentStep,
  EventStep,
  Scalar,
  SequenceCondition,
} from '../../../../core/segments/condition.ts';
import { toMs } from './durations.ts';
import { breaksAbsence, type Group, isNamed, listAmong, matchesOf } from './matches.ts';
import type { Happening, Scene } from './question.ts';
import { isScalar, rawValue } from './values.ts';

type Step = EventStep | AbsentStep;

/** Where a chain has got to: after this place among the happenings, and not before this instant. */
type Reached = { readonly place: number; readonly at: number; readonly isStrict: boolean };

export function sequenceHolds(condition: SequenceCondition, scene: Scene): boolean {
  const { sequence, per, within = 'lifetime' } = condition;
  const { t } = scene.question;
  const [first, ...rest] = sequence;
  if (first === undefined || isAbsent(first)) throw new Error('a sequence starts with an event');
  return groupsOf(sequence, per, scene).some((group) =>
    scene.happenings.some(
      (happening, place) =>
        takesPart(happening, first, group) &&
        (within === 'lifetime' || happening.t > t - toMs(within)) &&
        goesOn(rest, { place, at: happening.t, isStrict: false }, group, scene),
    ),
  );
}

/** Every value that an event step could have; the one group of nothing where there is no `per`. */
function groupsOf(sequence: readonly Step[], per: string | undefined, scene: Scene): Group[] {
  if (per === undefined) return [null];
  const values = new Set<Scalar>();
  for (const step of sequence) {
    if (isAbsent(step)) continue;
    for (const happening of scene.happenings.filter((one) => isNamed(one, step))) {
      for (const value of valuesOf(happening, step, per)) values.add(value);
    }
  }
  return [...values].map((value) => ({ per, value }));
}

function valuesOf(happening: Happening, step: EventStep, per: string): Scalar[] {
  const list = listAmong([per, ...Object.keys(step.where ?? {})]);
  return matchesOf(happening, step.where, list)
    .map((match) => rawValue(match, per))
    .filter(isScalar);
}

function takesPart(happening: Happening, step: EventStep, group: Group): boolean {
  if (!isNamed(happening, step)) return false;
  if (group !== null) return valuesOf(happening, step, group.per).includes(group.value);
  return matchesOf(happening, step.where, listAmong(Object.keys(step.where ?? {}))).length > 0;
}

function goesOn(steps: readonly Step[], reached: Reached, group: Group, scene: Scene): boolean {
  const [step, ...rest] = steps;
  if (step === undefined) return true;
  if (isAbsent(step)) return staysAway(step, rest, reached, group, scene);
  const latest = step.within === undefined ? Number.POSITIVE_INFINITY : reached.at + toMs(step.within);
  return scene.happenings.some(
    (happening, place) =>
      place > reached.place &&
      happening.t <= latest &&
      (!reached.isStrict || happening.t > reached.at) &&
      takesPart(happening, step, group) &&
      goesOn(rest, { place, at: happening.t, isStrict: false }, group, scene),
  );
}

function staysAway(
  step: AbsentStep,
  rest: readonly Step[],
  reached: Reached,
  group: Group,
  scene: Scene,
): boolean {
  const end = reached.at + toMs(step.for);
  const asked = { ...step, event: step.absent };
  const isSeen = scene.happenings.some(
    (happening, place) =>
      place > reached.place &&
      (rest.length === 0 || happening.t <= end) &&
      isNamed(happening, asked) &&
      breaksAbsence(happening, step.where, group),
  );
  if (isSeen || scene.question.t < end) return false;
  return goesOn(rest, { ...reached, at: end, isStrict: true }, group, scene);
}

function isAbsent(step: Step): step is AbsentStep {
  return 'absent' in step;
}
