/** Everybody's step at one instant: midnight of the site, or the moment that another model is served. */
import { startOfDate } from '../../calendar.ts';
import type { Entry, VisitorId } from '../../entry.ts';
import type { ProfileRow, Store } from '../../ports.ts';
import type { ProfileBook } from '../../profiles/book.ts';
import { decodeProfile } from '../../profiles/codec.ts';
import { heldScore } from '../../profiles/scores.ts';
import type { Site } from '../../sites/site.ts';
import { nextTurn } from '../../turn.ts';
import { localDate } from '../../zone.ts';
import { type Around, subjectOf } from '../features/subject.ts';
import { readFeatures } from '../features/table.ts';
import { mayScore } from './instant.ts';
import { isFar, type LabelScorer, scoreEntry } from './steps.ts';

export type SweepPorts = {
  readonly store: Pick<Store, 'listProfiles'>;
  readonly book: Pick<ProfileBook, 'flush'>;
  readonly append: (entries: readonly Entry[]) => Promise<unknown>;
  readonly now: () => number;
};

export type Sweep = {
  readonly site: Site;
  readonly cause: 'day' | 'model';
  readonly scorers: readonly LabelScorer[];
  readonly around: Around;
};

type Moment = Sweep & {
  /** UTC ms. */
  readonly at: number;
  readonly receivedAt: number;
};

const PAGE = 200;

/** A page of visitors at a time, so that nobody else waits for long. */
export async function sweepSite({ store, book, append, now }: SweepPorts, sweep: Sweep): Promise<void> {
  if (sweep.scorers.length === 0) return;
  const { siteId, settings } = sweep.site;
  const receivedAt = now();
  const day = localDate(receivedAt, settings.timezone);
  const isDay = sweep.cause === 'day';
  const at = isDay ? startOfDate(day, settings.timezone) : receivedAt;
  const moment = { ...sweep, at, receivedAt };
  await book.flush();
  for (let after: VisitorId | null = null; ; await nextTurn()) {
    const rows = await store.listProfiles(siteId, after, PAGE);
    const steps = rows.flatMap((row) => stepsOf(row, moment));
    if (steps.length > 0) await append(steps);
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    after = last.visitor;
  }
}

/**
 * Whoever came after the moment is scored as of then: an event whose step was never logged, since something broke off,
 * is made good.
 */
function stepsOf({ visitor, data }: ProfileRow, moment: Moment): readonly Entry[] {
  const profile = decodeProfile(data);
  if (profile?.events == null) return [];
  const { site, scorers, around, receivedAt } = moment;
  const { last } = profile.events;
  const at = Math.max(last, moment.at);
  if (!mayScore(profile, at)) return [];
  const isAnonymous = Object.keys(profile.consent).length === 0;
  const row = readFeatures(subjectOf(profile, at, { ...around, isAnonymous }));
  return scorers.flatMap((scorer) => {
    const { p } = scorer.score(row);
    if (!isFar(heldScore(profile.scores, scorer.label), p)) return [];
    return [scoreEntry(scorer, { site: site.siteId, visitor, t: at }, p, receivedAt)];
  });
}
