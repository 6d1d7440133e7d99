/**
 * The engine of a page whose site has no server: segments, intent and decisions by rules that everybody gets and a state
 * that is the visitor's own. Pure: what it is told and when makes what it says; it remembers what this page was told.
 */
import type { Considered } from '../decisions/choose.ts';
import type { PageDecision } from '../decisions/treatment.ts';
import type { Context } from '../entry.ts';
import { scoreLogistic } from '../scoring/logistic/score.ts';
import type { Score } from '../scoring/score.ts';
import type { LocalBundle, LocalModel } from './bundle.ts';
import { compileCondition } from './conditions.ts';
import { decide } from './deciding.ts';
import { readFeature } from './features.ts';
import { createCounting, soonest, type View } from './judging.ts';
import { compileLive, type Live } from './occasions.ts';
import { type FreshEvent, readSession, type Session } from './session.ts';
import { type Standing, standingOf } from './standing.ts';
import type { SessionState, StateDecision } from './state.ts';

export type { FreshEvent } from './session.ts';

export type LookInput = {
  /** The latest that the site answered; null: none, and nothing is known. */
  readonly state: SessionState | null;
  /** Events of this page that the state does not hold. */
  readonly fresh: readonly FreshEvent[];
  /** Of the page. */
  readonly context: Context;
  /** Names of the slots of the page. */
  readonly slots: readonly string[];
  /** UTC ms by the site's clock. */
  readonly now: number;
  /** The visitor declined to be profiled. */
  readonly declined?: boolean;
};

export type LocalScore = Score & {
  readonly label: string;
  readonly band: 'high' | 'medium' | 'low';
};

export type Look = {
  readonly segments: readonly {
    readonly key: string;
    readonly since: number;
    readonly until: number | null;
  }[];
  /** Those that the page came into and did not hear of before. */
  readonly entered: readonly { readonly key: string; readonly since: number }[];
  readonly score: LocalScore | null;
  readonly decisions: readonly PageDecision[];
  /** Why nothing else was chosen where audience and occasion held. */
  readonly reasons: readonly Considered[];
  /** Look again after so many ms; null: there is nothing to wait for. */
  readonly again: number | null;
};

export type LocalEngine = { look(input: LookInput): Look };

const NOTHING: Look = { segments: [], entered: [], score: null, decisions: [], reasons: [], again: null };
const SOONEST_MS = 1_000;
const LATEST_MS = 86_400_000;

/** One for each page load. @example createLocalEngine(bundle).look({ state, fresh, context, slots: [], now }).decisions */
export function createLocalEngine(bundle: LocalBundle): LocalEngine {
  const counting = createCounting(bundle);
  const segments = bundle.segments.map(({ key, when }) => ({ key, judge: compileCondition(when, counting) }));
  const lives = compileLive(bundle);
  /** Events of the page by id, with what they said of their circumstances. */
  const own = new Map<string, FreshEvent>();
  const asked = new Set<string>();
  const contexts = new Map<number, Context>();
  const chosen = new Map<string, StateDecision>();
  const told = new Set<string>();
  return {
    look: (input) => {
      const { state, now, fresh, slots } = input;
      for (const event of fresh) {
        own.set(event.id, event);
        contexts.set(event.t, event.context ?? input.context);
      }
      const session = state && readSession(bundle, { ...input, state, contexts });
      if (!state || !session || input.declined) return NOTHING;
      let scores: ReturnType<View['scores']> | undefined;
      const view: View = {
        ...session,
        unit: state.u,
        hits: counting.counters.map((read) => read(session.events)),
        scores: () => {
          scores ??= listScores(bundle, session);
          return scores;
        },
      };
      const standings = new Map(segments.map(({ key, judge }) => [key, standingOf(judge, view, now)]));
      const pending = [...own.values()].filter(({ id }) => !asked.has(id) && asked.add(id));
      const began = Math.min(...[...own.values()].map(({ t }) => t));
      const moment = { session, slots, events: pending, began, standings, now };
      const held = [...standings].flatMap(([key, { since, until }]) =>
        since === null ? [] : [{ key, since, until }],
      );
      return {
        segments: held,
        entered: held.filter(
          ({ key, since }) => since >= began && !told.has(key + since) && told.add(key + since),
        ),
        score: bundle.model && scoreAt(bundle.model, session, now),
        ...decide({ ...moment, bundle, lives, state, chosen }),
        again: againIn(standings, lives, session, now),
      };
    },
  };
}

function scoreAt({ label, served, terms, bands }: LocalModel, session: Session, t: number): LocalScore {
  const score = scoreLogistic(
    served,
    terms.map((term) => readFeature(term, session, t)),
  );
  return { label, band: score.p < bands.medium ? 'low' : score.p < bands.high ? 'medium' : 'high', ...score };
}

function listScores({ model }: LocalBundle, session: Session): ReturnType<View['scores']> {
  const times = model ? [...new Set(session.events.map(({ t }) => t))] : [];
  return times.map((t) => ({ t, p: scoreAt(model as LocalModel, session, t).p }));
}

function againIn(
  standings: ReadonlyMap<string, Standing>,
  lives: readonly Live[],
  { latest }: Session,
  now: number,
): number | null {
  const instants = [
    ...[...standings.values()].map(({ until }) => until ?? 0),
    ...lives.map(({ idleMs }) => latest + idleMs),
  ];
  const at = soonest(instants, now);
  return at === null || at - now > LATEST_MS ? null : Math.max(SOONEST_MS, at - now);
}
