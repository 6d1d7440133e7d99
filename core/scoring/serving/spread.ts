/** How the scores of one label lie over the visitors of late: how many are likely, and how many are not. */

import { tellCount } from '../../privacy/told-counts.ts';
import { isAnonymous } from '../../profiles/kinship.ts';
import { type ListingPorts, listProfiles } from '../../profiles/listing.ts';
import { nextTurn } from '../../turn.ts';
import { subjectOf } from '../features/subject.ts';
import { readFeatures } from '../features/table.ts';
import type { Label } from '../labels/label.ts';
import { mayScore } from '../profiling.ts';
import type { Survey } from './everybody.ts';
import { scoredAt } from './instant.ts';
import type { LabelScorer } from './steps.ts';

export type ScoreSpread = {
  /** UTC ms. */
  readonly at: number;
  /** Who did nothing for longer is not looked at: they would be nearly all, and nearly all at one place. */
  readonly seenWithinDays: number;
  /** Version of the model; null: the heuristic's. */
  readonly model: number | null;
  readonly heuristic: boolean;
  /** Numbers are told in steps of so many visitors. */
  readonly k: number;
  readonly visitors: number;
  /** More visitors are there than were looked at: those that were are a random sample. */
  readonly isSample: boolean;
  /** From `from` up to before `to`, the last one up to 1. */
  readonly bins: readonly { readonly from: number; readonly to: number; readonly visitors: number }[];
  /** At least `from`. */
  readonly likely: { readonly from: number; readonly visitors: number };
};

export type SpreadSurvey = Pick<Survey, 'site' | 'around' | 'now'> & {
  readonly label: Label;
  readonly scorer: LabelScorer;
  /** Visitors that are looked at, by id; the product's own unless said. */
  readonly mostVisitors?: number;
};

const PAGE = 200;
const DAY_MS = 86_400_000;
const SEEN_WITHIN_DAYS = 30;
/** So many say of a share all that can be seen in a plot; ids are hashes, so the first of them are a sample. */
const MOST_VISITORS = 20_000;
/** Close to each other where most visitors of a shop are. */
const EDGES = [0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1] as const;
/** Where it is worth doing something about it: three of ten do it. To stay away is what most visitors do. */
const LIKELY = { event: 0.3, absence: 0.5 } as const;

/**
 * Of who was here of late and may be scored.
 *
 * @param survey With a label that is a yes or no.
 * @example (await spreadScores(ports, survey)).likely.visitors // 45: from 40 to 49
 */
export async function spreadScores(ports: ListingPorts, survey: SpreadSurvey): Promise<ScoreSpread> {
  const { site, label, scorer, now, mostVisitors = MOST_VISITORS } = survey;
  const at = now();
  const counts = EDGES.slice(1).map(() => 0);
  let [looked, isSample] = [0, false];
  for await (const { found } of listProfiles(ports, site.siteId, { pageRows: PAGE })) {
    for (const { profile, kinship } of found) {
      const scored = scoredAt(profile, at, survey.around.zone);
      if (scored === null || !mayScore(profile, at) || !isOfLate(profile.events, at)) continue;
      const around = { ...survey.around, isAnonymous: isAnonymous(kinship, profile) };
      const { p } = scorer.score(readFeatures(subjectOf(profile, scored, around)));
      const bin = binOf(p);
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
    looked += found.length;
    isSample = looked >= mostVisitors;
    if (isSample) break;
    await nextTurn();
  }
  return { at, isSample, ...tellSpread(counts, label, scorer, site.settings.smallNumbers.k) };
}

function isOfLate(events: { readonly last: number } | null, at: number): boolean {
  return events !== null && at - events.last < SEEN_WITHIN_DAYS * DAY_MS;
}

function binOf(p: number): number {
  return Math.max(
    0,
    Math.min(
      EDGES.length - 2,
      EDGES.findLastIndex((edge) => p >= edge),
    ),
  );
}

function tellSpread(
  counts: readonly number[],
  { kind }: Label,
  { model }: LabelScorer,
  k: number,
): Omit<ScoreSpread, 'at' | 'isSample'> {
  const from = kind === 'absence' ? LIKELY.absence : LIKELY.event;
  const tell = (own: readonly number[]): number =>
    tellCount(
      own.reduce((sum, count) => sum + count, 0),
      k,
    );
  return {
    seenWithinDays: SEEN_WITHIN_DAYS,
    model,
    heuristic: model === null,
    k,
    visitors: tell(counts),
    bins: counts.map((count, bin) => ({
      from: EDGES[bin] ?? 0,
      to: EDGES[bin + 1] ?? 1,
      visitors: tell([count]),
    })),
    likely: { from, visitors: tell(counts.filter((_, bin) => (EDGES[bin] ?? 0) >= from)) },
  };
}
