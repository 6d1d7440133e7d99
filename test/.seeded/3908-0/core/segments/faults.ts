/** What no schema can say: rules between the parts of one condition. */
import { type Refusal, type RefusalCode, refuse } from '../errors.ts';
import {
  type AbsentStep,
  AGGREGATES,
  type Condition,
  DERIVED_EVENTS,
  type EventCondition,
  type EventStep,
  type ScoreCondition,
  type SequenceCondition,
  type SinceCondition,
  type Where,
} from './condition.ts';
import { formatPath, type Path } from './explain-issue.ts';

/** A refusal at a place below the condition. */
function fault(at: Path, below: Path, hint: string, code: RefusalCode = 'invalid_value'): Refusal {
  return refuse(code, formatPath([...at, ...below]), hint);
}

/**
 * The first rule that a condition breaks by itself, its children aside.
 * @param at Where the condition stands.
 */
export function findFault(condition: Condition, at: Path): Refusal | null {
  if ('event' in condition) return findEventFault(condition, at);
  if ('sequence' in condition) return findSequenceFault(condition, at);
  if ('since' in condition) return findSinceFault(condition, at);
  if ('score' in condition) return findScoreFault(condition, at);
  return null;
}

function findEventFault(condition: EventCondition, at: Path): Refusal | null {
  const asked = AGGREGATES.filter((name) => condition[name] !== undefined);
  const [first, second] = asked;
  if (condition.count !== undefined && first !== undefined) {
    return fault(at, ['count'], `count or ${first}, not both: put two conditions into {"all": [ … ]}`);
  }
  if (second !== undefined) {
    return fault(at, [second], `${first} or ${second}, not both: put two conditions into {"all": [ … ]}`);
  }
  const { unless } = condition;
  const own = asked.map((name): Named => [[name, 'of'], condition[name]?.of ?? '']);
  return (
    findListFault([...namesOf(condition.per), ...pathsOf(['where'], condition.where), ...own], at) ??
    findListFault([...namesOf(condition.per), ...pathsOf(['unless', 'where'], unless?.where)], at)
  );
}

type Named = readonly [place: Path, path: string];

const namesOf = (per: string | undefined): Named[] => (per === undefined ? [] : [[['per'], per]]);
const pathsOf = (place: Path, where: Where | undefined): Named[] =>
  Object.keys(where ?? {}).map((path) => [[...place, path], path]);

/** Items are taken from one list at a time: a pair of items of two lists is no match. */
function findListFault(named: readonly Named[], at: Path): Refusal | null {
  const intoLists = named.filter(([, path]) => path.includes('.'));
  const listOf = (path: string) => path.slice(0, path.indexOf('.'));
  const [first] = intoLists;
  const other = intoLists.find(([, path]) => first !== undefined && listOf(path) !== listOf(first[1]));
  if (first === undefined || other === undefined) return null;
  const [place, path] = other;
  return fault(
    at,
    place,
    `one condition goes into one list: ${first[1]} goes into ${listOf(first[1])}, ${path} into ${listOf(path)}`,
  );
}

const isAbsent = (step: EventStep | AbsentStep | undefined): step is AbsentStep =>
  step !== undefined && 'absent' in step;

function findSequenceFault({ sequence, per }: SequenceCondition, at: Path): Refusal | null {
  const [first] = sequence;
  if (isAbsent(first)) return fault(at, ['sequence', 0], 'start with an event: {"event": …}');
  if (first?.within !== undefined) {
    return fault(
      at,
      ['sequence', 0, 'within'],
      'nothing lies before the first step: write it beside "sequence", where it says how old that step may be',
    );
  }
  const doubled = sequence.findIndex((step, i) => isAbsent(step) && isAbsent(sequence[i - 1]));
  if (doubled > 0) {
    return fault(at, ['sequence', doubled], 'put an event between two absent steps, or make them one');
  }
  for (const [i, step] of sequence.entries()) {
    const found = findListFault([...namesOf(per), ...pathsOf(['sequence', i, 'where'], step.where)], at);
    if (found !== null) return found;
  }
  return null;
}

const DERIVED: ReadonlySet<string> = new Set(DERIVED_EVENTS);

function findSinceFault({ since }: SinceCondition, at: Path): Refusal | null {
  const names = typeof since === 'string' ? [since] : since;
  const index = names.findIndex((name) => DERIVED.has(name));
  if (index < 0) return null;
  return fault(
    at,
    typeof since === 'string' ? ['since'] : ['since', index],
    `${names[index]} is derived: ask for it by {"event": …, "within": …}`,
    'invalid_name',
  );
}

function findScoreFault({ gte, leave }: ScoreCondition, at: Path): Refusal | null {
  if (leave === undefined || leave <= gte) return null;
  return fault(at, ['leave'], `write at most ${gte}, the threshold to enter by`);
}
