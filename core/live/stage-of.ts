/** At which of the site's stages a visitor is, by what segments have compiled of them. */
import { isDeepStrictEqual } from 'node:util';
import type { Profile } from '../profiles/profile.ts';
import type { FoldRules } from '../profiles/rules.ts';
import type { StageDefinition } from '../segments/condition.ts';
import { subjectsOf } from '../segments/membership.ts';
import type { Node } from '../segments/node.ts';

/** The key of the last stage that holds at an instant, UTC ms; null: none does. */
export type StageOf = (profile: Profile, t: number) => string | null;

/**
 * Null where the site has no stages, or no segment asks for the first one: nothing is then counted that tells of them.
 *
 * @example createStageOf(segments.catalog.stages, rules)?.(profile, now) // 'trial'
 */
export function createStageOf(stages: readonly StageDefinition[], rules: FoldRules): StageOf | null {
  const { segments } = rules;
  const [first] = stages;
  if (segments === undefined || first === undefined) return null;
  const nodes = findStages(
    segments.program.segments.map(({ node }) => node),
    stages,
  );
  if (nodes === null) return null;
  return (profile, t) => {
    const subject = subjectsOf(profile, rules, segments)(t);
    const at = nodes.findLastIndex((node) => node.evaluate(subject, t).holds);
    return stages[at]?.key ?? null;
  };
}

/** Asking for the first stage asks for every later one: it holds while none of those does. */
function findStages(nodes: readonly Node[], stages: readonly StageDefinition[]): readonly Node[] | null {
  for (const node of nodes) {
    const own =
      node.kind === 'stage' ? node.children.map((child, at) => (at === 0 ? child : child.children[0])) : [];
    const known = own.filter((one) => one !== undefined);
    // A segment that is no longer in force may ask for stages as they were.
    if (
      isDeepStrictEqual(
        known.map(({ condition }) => condition),
        stages.map(({ when }) => when),
      )
    )
      return known;
    const inside = findStages(node.children, stages);
    if (inside !== null) return inside;
  }
  return null;
}
