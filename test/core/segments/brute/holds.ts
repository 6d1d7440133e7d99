/** Whether a condition holds. */
import type { Condition, TraitCondition } from '../../../../core/segments/condition.ts';
import { isAnniversary } from './calendar.ts';
import { lastsWithin, toMs } from './durations.ts';
import { eventHolds } from './events.ts';
import { namesOf } from './matches.ts';
import { rfmHolds } from './orders.ts';
import { ACCOUNT, type Question, type Scene } from './question.ts';
import { eventsOf, sceneOf } from './scene.ts';
import { sequenceHolds } from './sequence.ts';
import { contextOf, isDrawn, isRefused, scoreHolds, traitOf } from './states.ts';
import { compares } from './values.ts';

/** Nothing holds of a visitor who was never seen, or who does not want to be. */
export function holdsAt(question: Question): boolean {
  const scene = sceneOf(question, question.entries);
  return eventsOf(scene).length > 0 && !isRefused(scene) && holds(question.condition, scene);
}

function holds(condition: Condition, scene: Scene): boolean {
  const { question } = scene;
  if ('all' in condition) return condition.all.every((part) => holds(part, scene));
  if ('any' in condition) return condition.any.some((part) => holds(part, scene));
  if ('not' in condition) return !holds(condition.not, scene);
  if ('segment' in condition) return holds(definitionOf(condition.segment, question), scene);
  if ('event' in condition) return eventHolds(condition, scene);
  if ('sequence' in condition) return sequenceHolds(condition, scene);
  if ('idle' in condition) {
    const age = lastAge(scene, ({ source }) => source === (condition.source ?? source));
    return age !== null && age >= toMs(condition.idle);
  }
  if ('since' in condition) {
    const { since, source: asked, ...bounds } = condition;
    const age = lastAge(
      scene,
      ({ name, source }) => namesOf(since).includes(name) && source === (asked ?? source),
    );
    return age !== null && lastsWithin(age, bounds);
  }
  if ('trait' in condition) return traitHolds(condition, scene);
  if ('context' in condition) {
    const { context, ...comparison } = condition;
    return compares(contextOf(scene, context), comparison);
  }
  if ('stage' in condition) {
    return question.stages.findLast(({ when }) => holds(when, scene))?.key === condition.stage;
  }
  if ('rfm' in condition) return rfmHolds(condition.rfm, scene);
  if ('score' in condition) return scoreHolds(condition, scene);
  if ('random' in condition) return isDrawn(condition, scene);
  return accountHolds(condition, scene);
}

function accountHolds(condition: Extract<Condition, { readonly account: unknown }>, scene: Scene): boolean {
  const { question } = scene;
  const { account, ...comparison } = condition;
  if (typeof account === 'string') return compares(question.accountFacts?.[account], comparison);
  if (question.accountEntries === null) return false;
  return holds(account, sceneOf({ ...question, earliestId: ACCOUNT }, question.accountEntries));
}

function traitHolds(condition: TraitCondition, scene: Scene): boolean {
  const { trait, ...asked } = condition;
  const value = traitOf(scene, trait);
  if (!('anniversary' in asked)) return compares(value, asked);
  const { t, site } = scene.question;
  return typeof value === 'string' && isAnniversary(value, t, site.zone);
}

function definitionOf(key: string, { definitions }: Question): Condition {
  const definition = definitions.get(key);
  if (definition === undefined) throw new Error(`there is no segment "${key}"`);
  return definition.when;
}

/** Time since the latest such event of the visitor; null where there is none. */
function lastAge(
  scene: Scene,
  isAsked: (event: { readonly name: string; readonly source: string }) => boolean,
): number | null {
  const last = eventsOf(scene).findLast(isAsked);
  return last === undefined ? null : scene.question.t - last.t;
}
