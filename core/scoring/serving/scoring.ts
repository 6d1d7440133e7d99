import type { Entry, SiteId, VisitorId } from '../../entry.ts';
import { createOneAtATime } from '../../measurement/one-at-a-time.ts';
import type { AppendOutcome, Store } from '../../ports.ts';
import type { ProfileBook } from '../../profiles/book.ts';
import { isAnonymous, type Kinship, owns, recordedIds } from '../../profiles/kinship.ts';
import { startOf } from '../../profiles/merge.ts';
import type { Profile } from '../../profiles/profile.ts';
import type { FoldRules } from '../../profiles/rules.ts';
import { sessionEnd } from '../../profiles/sessions.ts';
import { readKept } from '../../profiles/visitor-log.ts';
import type { Site } from '../../sites/site.ts';
import { localDate } from '../../zone.ts';
import { type Around, subjectOf } from '../features/subject.ts';
import { readFeatures } from '../features/table.ts';
import { POINTS_TABLES } from '../heuristic.ts';
import { type Label, NEXT_ACTIONS } from '../labels/label.ts';
import { scoreHeuristically, scoreOf, sharesOf } from '../model.ts';
import type { LabelState, ModelBook } from '../models/model-book.ts';
import { mayScore, type Unscored, whyUnscored } from '../profiling.ts';
import { rankReasons } from '../reason.ts';
import type { Score } from '../score.ts';
import { type BriefScore, type ScoredVisitor, scoreBriefly, scoreEverybody } from './everybody.ts';
import { scoredAt } from './instant.ts';
import { type ScoreSpread, spreadScores } from './spread.ts';
import { type LabelScorer, scoreSteps } from './steps.ts';
import { sweepSite } from './sweep.ts';

/** The score of one label. */
export type VisitorScore = Score & {
  readonly label: string;
  /** As of when it was made, UTC ms. */
  readonly at: number;
  /** Version of the model; null: the heuristic's. */
  readonly model: number | null;
  readonly heuristic: boolean;
  /** What a model lacks, as far as anybody counted; empty where there is one. */
  readonly missing: readonly string[];
  /** Of next actions: how probable each is. */
  readonly shares?: Readonly<Record<string, number>>;
};

export type VisitorScores = {
  readonly scores: readonly VisitorScore[];
  /** How long the open session has lasted, ms; null: none is open. */
  readonly sessionMs: number | null;
};

export type Scoring = {
  /** As of now; null: the visitor declined to be profiled, or nothing is known of them. */
  of(site: Site, visitor: VisitorId): Promise<VisitorScores | null>;
  /** Why {@link Scoring.of} answers nothing for a visitor of whom something is known. */
  whyNone(site: Site, visitor: VisitorId): Promise<Unscored | 'no_events'>;
  /** As of now, without reasons, which take a hundred times as long: for whoever waits. Empty where nobody is scored. */
  brief(site: Site, visitor: VisitorId): Promise<readonly BriefScore[]>;
  /**
   * Everybody's as of now, of those who deny neither being profiled nor passing on.
   *
   * @param label Null: all of them, but for what comes next, which is asked of who is here.
   */
  ofEverybody(site: Site, label: string | null): AsyncIterable<ScoredVisitor>;
  /** How the scores of a yes or no lie over the visitors of late; null where nothing scores it. One at a time for a site. */
  spread(site: Site, label: Label): Promise<ScoreSpread | null>;
  /** Logs what events that are in the log by now changed. */
  follow(entries: readonly Entry[], outcomes: readonly AppendOutcome[]): Promise<void>;
  /** Once a local day, and when another model is served or another score is asked for: everybody's step. */
  sweep(site: Site, cause: 'day' | 'model'): Promise<void>;
  sweepDaily(): Promise<void>;
};

export type ScoringPorts = {
  readonly store: Pick<Store, 'listProfiles' | 'readLinks' | 'readVisitor' | 'readBases'>;
  readonly book: Pick<ProfileBook, 'read' | 'peek' | 'flush' | 'touch'>;
  readonly sites: { byId(site: SiteId): Site | undefined; list(): readonly Site[] };
  readonly models: Pick<ModelBook, 'served' | 'states'>;
  /** Labels whose scores some segment of the site asks for. */
  readonly heardOf: (site: SiteId) => readonly string[];
  readonly rulesOf: (site: SiteId) => FoldRules;
  readonly append: (entries: readonly Entry[]) => Promise<unknown>;
  readonly now: () => number;
};

const NO_REASONS: readonly string[] = [];

/** @example (await createScoring(ports).of(site, visitor))?.scores[0]?.p */
export function createScoring(ports: ScoringPorts): Scoring {
  const { store, book, sites, models, rulesOf, now } = ports;
  /** The day that is done, and for which labels. */
  const done = new Map<SiteId, { readonly day: string; readonly labels: ReadonlySet<string> }>();

  const scorersOf = (id: SiteId) => ports.heardOf(id).flatMap((label) => scorerOf(models, id, label) ?? []);

  const aroundOf = ({ siteId, settings }: Site): Omit<Around, 'isAnonymous'> => ({
    rules: rulesOf(siteId),
    zone: settings.timezone,
  });

  async function followVisitor(site: Site, visitor: VisitorId, from: number): Promise<void> {
    const scorers = scorersOf(site.siteId);
    if (scorers.length === 0) return;
    const receivedAt = now();
    const known =
      book.peek(site.siteId, visitor, receivedAt) ?? (await book.read(site.siteId, visitor, receivedAt));
    const { timeline } = known.slot;
    // Of the time before it was declined, too, nothing is made any more.
    if (!mayScore(timeline.profile, receivedAt)) return;
    const around = { ...aroundOf(site), isAnonymous: isAnonymous(known.kinship, timeline.profile) };
    const past = await readPast(store, site.siteId, known, { from, rules: around.rules });
    const steps = scoreSteps({ ...past, ...around, from, scorers, receivedAt });
    if (steps.length > 0) await ports.append(steps);
  }

  const sweep = (site: Site, cause: 'day' | 'model') =>
    sweepSite(ports, { site, cause, scorers: scorersOf(site.siteId), around: aroundOf(site) });

  /** What there is to score now; null where nobody may. */
  async function lookAt(site: Site, visitor: VisitorId) {
    const asked = now();
    const { kinship, slot } = await book.read(site.siteId, visitor, asked);
    const { profile } = slot.timeline;
    const at = scoredAt(profile, asked, site.settings.timezone);
    if (at === null || !mayScore(profile, asked)) return null;
    const around = { ...aroundOf(site), isAnonymous: isAnonymous(kinship, profile) };
    const row = readFeatures(subjectOf(profile, at, around));
    // What comes next is asked of who is here.
    const isHere = sessionMs(profile, asked, around.rules) !== null;
    const states = models.states(site.siteId).filter(({ label }) => label.kind !== 'next' || isHere);
    return { profile, at, row, rules: around.rules, states };
  }

  return {
    of: async (site, visitor) => {
      const seen = await lookAt(site, visitor);
      if (seen === null) return null;
      const { profile, at, row, rules, states } = seen;
      const scores = states.flatMap((state) => {
        const score = scoreFully(models, site.siteId, state, row);
        return score === null ? [] : [{ ...score, at, reasons: rankReasons(score.reasons) }];
      });
      return { scores, sessionMs: sessionMs(profile, at, rules) };
    },
    whyNone: (site, visitor) => explainNone(ports, site, visitor),
    brief: async (site, visitor) => scoreAll(models, site.siteId, await lookAt(site, visitor)),
    ofEverybody: (site, label) => {
      const scorers = scorersFor(models, site.siteId, label);
      return scoreEverybody(ports, { site, scorers, around: aroundOf(site), now });
    },
    spread: createSpread(ports, aroundOf),
    follow: async (entries, outcomes) => {
      for (const { siteId, visitor, from } of listMoved(entries, outcomes)) {
        const site = sites.byId(siteId);
        if (site !== undefined) await followVisitor(site, visitor, from);
      }
    },
    sweep: async (site, cause) => void (await sweep(site, cause)),
    sweepDaily: async () => {
      for (const site of sites.list()) {
        const day = localDate(now(), site.settings.timezone);
        const labels = new Set(ports.heardOf(site.siteId));
        const last = done.get(site.siteId);
        // A segment that asks for another score since then is not to wait for midnight.
        const isMore = [...labels].some((label) => last?.labels.has(label) !== true);
        const cause = last?.day !== day ? 'day' : isMore ? 'model' : null;
        if (cause === null || (await sweep(site, cause)) === 0) done.set(site.siteId, { day, labels });
      }
    },
  };
}

function createSpread(
  ports: ScoringPorts,
  aroundOf: (site: Site) => Omit<Around, 'isAnonymous'>,
): Scoring['spread'] {
  const spreads = createOneAtATime<ScoreSpread>();
  return async (site, label) => {
    const scorer = scorerOf(ports.models, site.siteId, label.key);
    if (scorer === null) return null;
    const survey = { site, label, scorer, around: aroundOf(site), now: ports.now };
    return spreads(site.siteId, label.key, () => spreadScores(ports, survey));
  };
}

async function explainNone(
  { book, now }: Pick<ScoringPorts, 'book' | 'now'>,
  { siteId }: Site,
  visitor: VisitorId,
): Promise<Unscored | 'no_events'> {
  const asked = now();
  const { slot } = await book.read(siteId, visitor, asked);
  return whyUnscored(slot.timeline.profile, asked) ?? 'no_events';
}

type Moved = { readonly siteId: SiteId; readonly visitor: VisitorId; readonly from: number };

/** Whom new events are of, with the time of the earliest. */
function listMoved(entries: readonly Entry[], outcomes: readonly AppendOutcome[]): Iterable<Moved> {
  const earliest = new Map<string, Moved>();
  for (const [at, { site: siteId, type, visitor, t }] of entries.entries()) {
    if (type !== 'event' || visitor === null || isPassed(outcomes[at])) continue;
    const key = `${siteId} ${visitor}`;
    earliest.set(key, { siteId, visitor, from: Math.min(t, earliest.get(key)?.from ?? t) });
  }
  return earliest.values();
}

function isPassed(outcome: AppendOutcome | undefined): boolean {
  return outcome?.status === 'duplicate' || outcome?.status === 'erased';
}

/** What steps are made of. */
const STEPPED = { types: ['event', 'score', 'consent'] } as const;

/** From the latest place that is in memory where that is early enough, else from the beginning of what is kept. */
async function readPast(
  store: Pick<Store, 'readVisitor' | 'readBases'>,
  site: SiteId,
  { kinship, slot }: { readonly kinship: Kinship; readonly slot: { readonly timeline: Past } },
  { from, rules }: { readonly from: number; readonly rules: FoldRules },
): Promise<{ readonly start: Profile; readonly entries: readonly Entry[] }> {
  const { checkpoint, tail, profile } = slot.timeline;
  if (checkpoint.head === null || checkpoint.head.t < from) return { start: checkpoint, entries: tail };
  const { entries, bases } = await readKept(store, site, recordedIds(kinship), STEPPED);
  const { ownership } = kinship;
  return {
    start: startOf({ canonical: profile.visitor, bases, ownership, rules }),
    entries: entries.filter((entry) => owns(kinship, entry)),
  };
}

type Past = { readonly checkpoint: Profile; readonly tail: readonly Entry[]; readonly profile: Profile };

function scorerOf(models: ScoringPorts['models'], site: SiteId, label: string): LabelScorer | null {
  const served = models.served(site, label);
  if (served !== null) return { label, model: served.version, score: (row) => scoreOf(served.model, row) };
  if (!POINTS_TABLES.has(label)) return null;
  return { label, model: null, score: (row) => ({ p: scoreHeuristically(label, row)?.p ?? 0 }) };
}

function scoreAll(
  models: ScoringPorts['models'],
  site: SiteId,
  seen: { readonly states: readonly LabelState[]; readonly row: Float64Array } | null,
): readonly BriefScore[] {
  if (seen === null) return [];
  const { states, row } = seen;
  const scorers = states.flatMap(({ label }) => scorerOf(models, site, label.key) ?? []);
  return scorers.map((scorer) => scoreBriefly(scorer, row));
}

/** @param label Null: all of them, but for what comes next. */
function scorersFor(
  models: ScoringPorts['models'],
  site: SiteId,
  label: string | null,
): readonly LabelScorer[] {
  const lasting = models.states(site).filter((state) => state.label.kind !== 'next');
  const labels = label === null ? lasting.map((state) => state.label.key) : [label];
  return labels.flatMap((key) => scorerOf(models, site, key) ?? []);
}

function scoreFully(
  models: ScoringPorts['models'],
  site: SiteId,
  { label, lastRun }: LabelState,
  row: Float64Array,
): Omit<VisitorScore, 'at'> | null {
  const about = { label: label.key, missing: NO_REASONS };
  const served = models.served(site, label.key);
  if (served !== null) {
    const shares = sharesOf(served.model, row);
    const named = Object.fromEntries(NEXT_ACTIONS.map((action, at) => [action, shares[at] ?? 0]));
    const own = { ...about, ...served.score(row), model: served.version, heuristic: false };
    return shares.length === 0 ? own : { ...own, shares: named };
  }
  const score = scoreHeuristically(label.key, row);
  if (score === null) return null;
  return { ...about, ...score, model: null, heuristic: true, missing: lastRun?.lack ?? NO_REASONS };
}

function sessionMs({ sessions: { open } }: Profile, at: number, rules: FoldRules): number | null {
  return open !== null && at < sessionEnd(open, rules) ? at - open.start : null;
}
