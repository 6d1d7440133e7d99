/**
 * The engine of a page whose site has no server: segments, intent and decisions by rules that everybody gets and a state
 * that is the visitor's own. Pure: what it is told and when makes what it says; it remembers what this page was told.
 */
import type { Considered } from '../decisions/choose.ts';
import type { PageDecision } from '../decisions/treatment.ts';
import type { Context } from '../entry.ts';
import { addedBy } from '../scoring/logistic/model.ts';
import { toProbability } from '../scoring/probability.ts';
import type { Score } from '../scoring/score.ts';
import type { LocalBundle, LocalModel } from './bundle.ts';
import { compileCondition } from './conditions.ts';
import { decide } from './deciding.ts';
import { readFeature } from './features.ts';
import type { View } from './judging.ts';
import { compileLive, type Live } from './occasions.ts';
import { type FreshEvent, readSession, type Session } from './session.ts';
import { type Standing, standingOf } from './standing.ts';
import type { SessionState, StateDecision } from './state.ts';
import { createTurns } from './windows.ts';

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
    readonly until: number;
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
  const turnOfDay = createTurns(bundle.site.zone);
  const segments = bundle.segments.map(({ key, when }) => {
    const turns = new Set<number>();
    return { key, turns, judge: compileCondition(when, { ...bundle, turns, turnOfDay }) };
  });
  const lives = compileLive(bundle);
  /** Events of the page, and how many of them were asked about. */
  const own: FreshEvent[] = [];
  let asked = 0;
  const chosen = new Map<string, StateDecision>();
  const told = new Set<string>();
  return {
    look: (input) => {
      const { state, now, fresh, slots } = input;
      for (const event of fresh)
        if (!own.some(({ id }) => id === event.id))
          own.push({ ...event, context: event.context ?? input.context });
      const session = state && readSession(bundle, { ...input, state, own });
      if (!session || input.declined) return NOTHING;
      const scores = listScores(bundle, session);
      const view: View = { ...session, unit: state.u, scores };
      const days = [turnOfDay(session.start, 1), turnOfDay(now, 1)];
      const standings = new Map(
        segments.map(({ key, judge, turns }) => [key, standingOf(judge, turns, view, days, now)]),
      );
      const began = Math.min(...own.map(({ t }) => t));
      const moment = { session, slots, events: own.slice(asked), began, standings, now };
      asked = own.length;
      const held = [...standings].flatMap(([key, { since, until }]) =>
        since === null ? [] : { key, since, until },
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

/** As `scoring/logistic/score.ts` does it of a model whose points are terms and whose calibrator is a line. */
function scoreAt({ label, served, terms, bands }: LocalModel, session: Session, t: number): LocalScore {
  const { model, calibrator } = served;
  const reasons = terms.map((term, at) => {
    const value = readFeature(term, session, t);
    return { feature: model.terms[at]?.name ?? '', value, shap: addedBy(model.terms[at], value) };
  });
  const margin = reasons.reduce((sum, { shap }) => sum + shap, model.base);
  const { slope, intercept, shift } = calibrator?.kind === 'platt' ? calibrator : UNCALIBRATED;
  const p = toProbability(slope * margin + intercept + shift);
  const band = p < bands.medium ? 'low' : p < bands.high ? 'medium' : 'high';
  return { label, band, p, margin, base: model.base, reasons: reasons.filter(({ shap }) => shap) };
}

const UNCALIBRATED = { slope: 1, intercept: 0, shift: 0 };

/** Where no segment asks for them, nobody pays for them. */
function listScores({ model }: LocalBundle, session: Session): View['scores'] {
  let made: ReturnType<View['scores']> | undefined;
  return () => {
    made ??= [...new Set(session.events.map(({ t }) => t))].flatMap((t) =>
      model ? { t, p: scoreAt(model, session, t).p } : [],
    );
    return made;
  };
}

function againIn(
  standings: ReadonlyMap<string, Standing>,
  lives: readonly Live[],
  { latest }: Session,
  now: number,
): number | null {
  const instants = [
    ...[...standings.values()].map(({ until }) => until),
    ...lives.map(({ idleMs }) => latest + idleMs),
  ];
  const wait = Math.min(...instants.filter((at) => at > now)) - now;
  return wait > LATEST_MS ? null : Math.max(SOONEST_MS, wait);
}
