/** The scores of everybody, for whoever takes them out of the house as a file: a page of visitors at a time. */
import type { VisitorId } from '../../entry.ts';
import { consentAt } from '../../identity/consent.ts';
import { isAnonymous } from '../../profiles/kinship.ts';
import { type ListedProfile, type ListingPorts, listProfiles } from '../../profiles/listing.ts';
import type { Site } from '../../sites/site.ts';
import { nextTurn } from '../../turn.ts';
import { type Around, subjectOf } from '../features/subject.ts';
import { readFeatures } from '../features/table.ts';
import { mayScore } from '../profiling.ts';
import { scoredAt } from './instant.ts';
import type { LabelScorer } from './steps.ts';

/** A score without reasons. */
export type BriefScore = {
  readonly label: string;
  readonly p: number;
  /** Version of the model; null: the heuristic's. */
  readonly model: number | null;
  readonly heuristic: boolean;
};

export type ScoredVisitor = {
  readonly visitor: VisitorId;
  /** As of when they were made, UTC ms. */
  readonly at: number;
  readonly scores: readonly BriefScore[];
};

export type Survey = {
  readonly site: Site;
  readonly scorers: readonly LabelScorer[];
  readonly around: Omit<Around, 'isAnonymous'>;
  /** UTC ms. */
  readonly now: () => number;
};

const PAGE = 200;

/**
 * By id, which is a hash. Left out is who may not be scored, and who denies passing on.
 *
 * @example for await (const { visitor, scores } of scoreEverybody(ports, survey)) { … }
 */
export async function* scoreEverybody(ports: ListingPorts, survey: Survey): AsyncGenerator<ScoredVisitor> {
  for await (const { found } of listProfiles(ports, survey.site.siteId, { pageRows: PAGE })) {
    for (const listed of found) {
      const scored = scoreOne(listed, survey);
      if (scored !== null) yield scored;
    }
    await nextTurn();
  }
}

function scoreOne(
  { profile, kinship }: ListedProfile,
  { scorers, around, now: clock }: Survey,
): ScoredVisitor | null {
  const now = clock();
  const at = scoredAt(profile, now, around.zone);
  if (at === null || !mayScore(profile, now)) return null;
  if (consentAt(profile.consent, 'share', now)?.allowed === false) return null;
  const row = readFeatures(subjectOf(profile, at, { ...around, isAnonymous: isAnonymous(kinship, profile) }));
  return { visitor: profile.visitor, at, scores: scorers.map((scorer) => scoreBriefly(scorer, row)) };
}

export function scoreBriefly({ label, model, score }: LabelScorer, row: Float64Array): BriefScore {
  return { label, p: score(row).p, model, heuristic: model === null };
}
