/** Random questions: a condition, the definitions it names, a log, and an instant beside a boundary. */
import type { Condition, SegmentDefinition, StageDefinition } from '../../../../core/segments/condition.ts';
import { midnightsIn } from './calendar.ts';
import { durationsIn } from './changes.ts';
import { type Drawing, drawCondition } from './conditions.ts';
import { toMs } from './durations.ts';
import { holdsAt } from './holds.ts';
import { drawWorld, type World } from './logs.ts';
import { inOrder, type Question } from './question.ts';
import { createRandom, type Random } from './random.ts';
import { scaleOf } from './values.ts';
import { DAY, PERSON } from './world.ts';

/** Before, at and after a boundary, in whatever order. */
const BESIDE = [
  [0, -1, 1],
  [0, 1, -1],
  [-1, 0, 1],
  [1, -1, 0],
];
const SEGMENTS = ['first', 'second', 'third'];
const STAGES = ['early', 'middle', 'late'];
/** So many conditions are drawn for a log, until the answer to one of them changes at one of so many instants. */
const CONDITIONS = 8;
const INSTANTS = 8;
const WISHED_TRUE = 0.6;

/** The same for the same seed and number. @example drawQuestion(2026, 17) */
export function drawQuestion(seed: number, number: number): Question {
  const random = createRandom(Math.imul(seed, 1_000_003) + number * 7919);
  for (let n = 0; n < 3; n++) random.next();
  const world = drawWorld(random);
  const gaps = gapsBetween(world.moments);
  const events = inOrder(world.entries.filter(({ type }) => type === 'event'));
  const wish = random.chance(WISHED_TRUE);
  const draw = () => ({
    ...world,
    ...drawDefinitions({ random, gaps, amounts: amountsIn(world), events }),
    visitorId: PERSON,
    t: 0,
  });
  let asked = draw();
  for (let n = 0; n < CONDITIONS; n++, asked = draw()) {
    for (let i = 0; i < INSTANTS; i++) {
      const boundary = drawBoundary(random, asked, world.moments);
      const beside = random.pick(BESIDE).map((ms) => boundary + ms);
      const answers = beside.map((t) => holdsAt({ ...asked, t }));
      const isSeen = asked.entries.some(({ type, t }) => type === 'event' && t < boundary - 1);
      const isChange = isSeen && answers.includes(true) && answers.includes(false);
      asked = { ...asked, t: beside[isChange ? answers.indexOf(wish) : 0] ?? boundary };
      if (isChange) return asked;
    }
  }
  return asked;
}

function drawDefinitions(
  material: Pick<Drawing, 'random' | 'gaps' | 'amounts' | 'events'>,
): Pick<Question, 'condition' | 'definitions' | 'stages'> {
  const definitions = new Map<string, SegmentDefinition>();
  const draw = (stages: readonly string[], depth: number): Condition =>
    drawCondition({ ...material, ofAccount: false, segments: [...definitions.keys()], stages, depth });
  for (const key of SEGMENTS) definitions.set(key, { key, name: key, when: draw([], 1) });
  const stages: StageDefinition[] = STAGES.map((key) => ({ key, when: draw([], 0) }));
  return { definitions, stages, condition: draw(STAGES, 2) };
}

/** Of orders one by one, of all of them, and of two that follow each other, whatever the currency. */
function amountsIn({ entries, site }: World): number[] {
  const minor = inOrder(entries).flatMap(({ properties: { revenue, price } }) =>
    [revenue, price].filter((value) => typeof value === 'number'),
  );
  const pairs = minor.map((amount, n) => amount + (minor[n + 1] ?? 0));
  const total = minor.reduce((sum, amount) => sum + amount, 0);
  return [...minor, ...pairs, total].map((amount) => amount / scaleOf(site.currency));
}

/** From a millisecond to a month. */
function gapsBetween(moments: readonly number[]): number[] {
  const gaps = moments.flatMap((a) => moments.map((b) => b - a));
  return gaps.filter((gap) => gap > 0 && gap <= 31 * DAY);
}

/** An instant at which something could change. */
function drawBoundary(random: Random, question: Question, moments: readonly number[]): number {
  const durations = durationsIn(question.condition);
  const moment = random.pick(moments);
  const shift = () => (durations.length === 0 ? random.pick([0, DAY]) : random.pick(durations));
  const { zone, sessionGapMs } = question.site;
  const untils = question.entries.flatMap(({ properties: { until } }) =>
    typeof until === 'number' ? [until] : [],
  );
  return random.choose([
    [3, () => moment],
    [5, () => moment + shift()],
    [1, () => moment + shift() + shift()],
    [1, () => moment + sessionGapMs],
    [0.5, () => moment + sessionGapMs + shift()],
    [0.5, () => moment + toMs('12h')],
    [untils.length > 0 ? 1 : 0, () => random.pick(untils)],
    [2, () => midnightsIn(moment, moment + 2 * DAY, zone)[0] ?? moment],
    [1, () => midnightsIn(moment, moment + (2 + random.below(8)) * DAY, zone).at(-1) ?? moment],
    [0.5, () => midnightsIn(moment, moment + 33 * DAY, zone).at(-1 - random.below(5)) ?? moment],
  ]);
}
