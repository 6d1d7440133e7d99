/** Everybody's step at one instant: midnight of the site, or the moment that another model is served. */
import { startOfDate } from '../../calendar.ts';
import type { Entry } from '../../entry.ts';
import { isAnonymous } from '../../profiles/kinship.ts';
import { type ListedProfile, type ListingPorts, listProfiles } from '../../profiles/listing.ts';
import { heldScore } from '../../profiles/scores.ts';
import type { Site } from '../../sites/site.ts';
import { nextTurn } from '../../turn.ts';
import { localDate } from '../../zone.ts';
import { type Around, subjectOf } from '../features/subject.ts';
import { readFeatures } from '../features/table.ts';
import { mayScore } from '../profiling.ts';
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

type Moment = Sweep & {
  /** UTC ms. */
  readonly at: number;
  readonly receivedAt: number;
};

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
  const { siteId, settings } = sweep.site;
  const receivedAt = now();
  const day = localDate(receivedAt, settings.timezone);
  const isDay = sweep.cause === 'day';
  const at = isDay ? startOfDate(day, settings.timezone) : receivedAt;
  const moment = { ...sweep, at, receivedAt };
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
 * Whoever came after the moment is scored as of then: an event whose step was never logged, since something broke off,
 * is made good.
 */
function stepsOf({ profile, kinship }: ListedProfile, moment: Moment): readonly Entry[] {
  if (profile.events === null) return [];
  const { visitor } = profile;
  const { site, scorers, around, receivedAt } = moment;
  const { last } = profile.events;
  const at = Math.max(last, moment.at);
  if (!mayScore(profile, receivedAt)) return [];
  const known = { ...around, isAnonymous: isAnonymous(kinship, profile) };
  const row = readFeatures(subjectOf(profile, at, known));
  return scorers.flatMap((scorer) => {
    const { p } = scorer.score(row);
    if (!isFar(heldScore(profile.scores, scorer.label), p)) return [];
    return [scoreEntry(scorer, { site: site.siteId, visitor, t: at }, p, receivedAt)];
  });
}
