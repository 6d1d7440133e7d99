/** Random questions: a condition, the definitions it names, a log, and an instant beside a boundary. */
import type { Condition, SegmentDefinition, StageDefinition } from '../../../../core/segments/condition.ts';
import { midnightsIn } from './calendar.ts';
import { durationsIn } from './changes.ts';
import { drawCondition } from './conditions.ts';
import { toMs } from './durations.ts';
import { holdsAt } from './holds.ts';
import { drawWorld } from './logs.ts';
import type { Question } from './question.ts';
import { createRandom, type Random } from './random.ts';
import { DAY, PERSON } from './world.ts';

const SEGMENTS = ['first', 'second', 'third'];
const STAGES = ['early', 'middle', 'late'];
/** So many conditions are drawn for a log, until one of them does not always have the same answer. */
const CONDITIONS = 5;
const INSTANTS = 6;
const WISHED_TRUE = 0.55;

/** The same for the same seed and number. @example drawQuestion(2026, 17) */
export function drawQuestion(seed: number, number: number): Question {
  const random = createRandom(Math.imul(seed, 1_000_003) + number * 7919);
  for (let n = 0; n < 3; n++) random.next();
  const world = drawWorld(random);
  const wish = random.chance(WISHED_TRUE);
  let asked: Question | null = null;
  for (let n = 0; n < CONDITIONS; n++) {
    const question = { ...world, ...drawDefinitions(random), visitorId: PERSON, t: 0 };
    const instants = Array.from({ length: INSTANTS }, () => drawInstant(random, question, world.moments));
    const answers = instants.map((t) => holdsAt({ ...question, t }));
    asked = { ...question, t: instants[answers.indexOf(wish)] ?? instants[0] ?? 0 };
    if (answers.includes(true) && answers.includes(false)) break;
  }
  if (asked === null) throw new Error('nothing was drawn');
  return asked;
}

function drawDefinitions(random: Random): Pick<Question, 'condition' | 'definitions' | 'stages'> {
  const definitions = new Map<string, SegmentDefinition>();
  const draw = (stages: readonly string[], depth: number): Condition =>
    drawCondition({ random, ofAccount: false, segments: [...definitions.keys()], stages, depth });
  for (const key of SEGMENTS) definitions.set(key, { key, name: key, when: draw([], 1) });
  const stages: StageDefinition[] = STAGES.map((key) => ({ key, when: draw([], 0) }));
  return { definitions, stages, condition: draw(STAGES, 2) };
}

/** One ms before, at, or one ms after an instant at which something could change. */
function drawInstant(random: Random, question: Question, moments: readonly number[]): number {
  const durations = durationsIn(question.condition);
  const moment = random.pick(moments);
  const shift = () => (durations.length === 0 ? random.pick([0, DAY]) : random.pick(durations));
  const { zone, sessionGapMs } = question.site;
  const boundary = random.choose([
    [3, () => moment],
    [5, () => moment + shift()],
    [1, () => moment + shift() + shift()],
    [1, () => moment + sessionGapMs],
    [0.5, () => moment + sessionGapMs + shift()],
    [0.3, () => moment + toMs('12h')],
    [2, () => midnightsIn(moment, moment + 2 * DAY, zone)[0] ?? moment],
    [1, () => midnightsIn(moment, moment + (2 + random.below(8)) * DAY, zone).at(-1) ?? moment],
    [0.5, () => midnightsIn(moment, moment + 33 * DAY, zone).at(-1 - random.below(5)) ?? moment],
  ]);
  return boundary + random.pick([-1, 0, 0, 1]);
}
