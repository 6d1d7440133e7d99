/** Everybody's step at one instant: midnight of the site, or the moment that another model is served. */
import type { Entry } from '../../entry.ts';
import { isAnonymous } from '../../profiles/kinship.ts';
import { type ListedProfile, type ListingPorts, listProfiles } from '../../profiles/listing.ts';
import type { Site } from '../../sites/site.ts';
import { nextTurn } from '../../turn.ts';
import { type Around, subjectOf } from '../features/subject.ts';
import { readFeatures } from '../features/table.ts';
import { mayScore } from '../profiling.ts';
import { scoredAt } from './instant.ts';
import { isFar, type LabelScorer, scoreEntry } from './steps.ts';

export type SweepPorts = ListingPorts & {
  readonly append: (entries: readonly Entry[]) => Promise<unknown>;
  readonly now: () => number;
};

export type Sweep = {
  readonly site: Site;
  readonly cause: 'day' | 'model';
  readonly scorers: readonly LabelScorer[];
  readonly around: Omit<Around, 'isAnonymous'>;
};

/** `receivedAt`: UTC ms. */
type Moment = Sweep & { readonly receivedAt: number };

const PAGE = 200;
/** After an upgrade all are to be folded anew: so many a minute, and those that need not wait for them. */
const MOST_ANEW = 5_000;

/**
 * A page of visitors at a time, so that nobody else waits for long.
 *
 * @returns How many were left for the next sweep, since their profiles are to be folded anew.
 * @example const leftOut = await sweepSite(ports, { site, cause: 'day', scorers, around })
 */
export async function sweepSite(ports: SweepPorts, sweep: Sweep): Promise<number> {
  if (sweep.scorers.length === 0) return 0;
  const { append, now } = ports;
  const { siteId } = sweep.site;
  const moment = { ...sweep, receivedAt: now() };
  let left = 0;
  for await (const { found, leftOut } of listProfiles(ports, siteId, {
    pageRows: PAGE,
    mostAnew: MOST_ANEW,
  })) {
    const steps = found.flatMap((listed) => stepsOf(listed, moment));
    if (steps.length > 0) await append(steps);
    left += leftOut;
    await nextTurn();
  }
  return left;
}

/**
 * What is asked for now is what is logged: features as of when the score in force was made, the last event or midnight.
 * An event whose step was never logged, since something broke off, is made good.
 */
function stepsOf({ profile, kinship }: ListedProfile, moment: Moment): readonly Entry[] {
  const { site, cause, scorers, around, receivedAt } = moment;
  const at = scoredAt(profile, receivedAt, around.zone);
  if (at === null || !mayScore(profile, receivedAt)) return [];
  const { visitor, scores } = profile;
  const row = readFeatures(subjectOf(profile, at, { ...around, isAnonymous: isAnonymous(kinship, profile) }));
  return scorers.flatMap((scorer) => {
    const { p } = scorer.score(row);
    const held = scores.find(({ label }) => label === scorer.label);
    if (!isFar(held?.p ?? null, p)) return [];
    // Nothing is written before what was in force since: it would say that it never was.
    const t = cause === 'model' || (held !== undefined && held.t >= at) ? receivedAt : at;
    return [scoreEntry(scorer, { site: site.siteId, visitor, t }, p, receivedAt)];
  });
}
