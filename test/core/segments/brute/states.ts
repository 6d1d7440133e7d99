/** What stands until something changes it: scores, traits, consent. */
import { createHash } from 'node:crypto';
import type { Entry, Json, Properties, Purpose } from '../../../../core/entry.ts';
import type { RandomCondition, ScoreCondition } from '../../../../core/segments/condition.ts';
import { toMs } from './durations.ts';
import type { Scene } from './question.ts';
import { eventsOf } from './scene.ts';
import { isScalar } from './values.ts';

/** Goes through the scores once, remembering since when the visitor is in and when they would fall out. */
export function scoreHolds(condition: ScoreCondition, scene: Scene): boolean {
  const { entries, question } = scene;
  if (isRefused(scene, 'personalization')) return false;
  const { score, gte, leave = gte } = condition;
  const dwellMs = condition.dwell === undefined ? 0 : toMs(condition.dwell);
  let entered: number | null = null;
  let leavesAt: number | null = null;
  for (const { type, name, t, properties } of entries) {
    if (type !== 'score' || name !== score || typeof properties.p !== 'number') continue;
    const { p } = properties;
    if (leavesAt !== null && leavesAt < t) entered = leavesAt = null;
    if (entered === null) {
      if (p >= gte) entered = t;
    } else if (p >= leave) leavesAt = null;
    else leavesAt ??= Math.max(t, entered + dwellMs);
  }
  return entered !== null && !(leavesAt !== null && leavesAt <= question.t);
}

/** The last word on a trait; null and what is no trait's value say nothing. */
export function traitOf(scene: Scene, trait: string): Json | undefined {
  let known: Json | undefined;
  for (const { name, properties } of eventsOf(scene)) {
    const value = properties[trait];
    if (name === 'Traits Updated' && value !== undefined && isTraitValue(value)) known = value;
  }
  return known;
}

function isTraitValue(value: Json): boolean {
  if (Array.isArray(value)) return value.length <= 20 && value.every(isScalar);
  return value === null || isScalar(value);
}

/** Of the latest event. */
export function contextOf(scene: Scene, name: string): Json | undefined {
  const context: Entry['context'] = eventsOf(scene).at(-1)?.context;
  if (name.startsWith('campaign.')) return context?.campaign?.[name.slice('campaign.'.length)];
  const values: Readonly<Record<string, unknown>> = context ?? {};
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}

/** Whether a purpose stands denied, or its grant has ended. Only what was said under the visitor's own id counts. */
export function isRefused({ entries, question }: Scene, purpose: Purpose = 'analytics'): boolean {
  const words = entries.flatMap(({ type, visitor, t, properties }) => {
    const { purposes, until } = properties;
    if (type !== 'consent' || visitor !== question.visitorId) return [];
    const isBag = typeof purposes === 'object' && purposes !== null && purpose in purposes;
    return isBag ? [{ t, allowed: (purposes as Properties)[purpose], until }] : [];
  });
  const denial = words.findLast(({ allowed }) => allowed === false);
  const grant = words.findLast(({ allowed }) => allowed === true);
  const hasEnded = typeof grant?.until === 'number' && grant.until <= question.t;
  if (denial !== undefined && !(grant !== undefined && grant.t > denial.t && !hasEnded)) return true;
  return grant !== undefined && hasEnded;
}

export function isDrawn({ random, seed }: RandomCondition, { question }: Scene): boolean {
  const digest = createHash('sha256').update(`${seed}:${question.earliestId}`).digest('hex');
  return Number.parseInt(digest.slice(0, 13), 16) / 2 ** 52 < random;
}
