/** Which first deeds go with staying. */
import type { Engine } from '../../../core/engine.ts';
import { accept, type Outcome, refuse } from '../../../core/errors.ts';
import {
  HOW_TO_TEST,
  type SignalsQuestion,
  type SignalsReport,
  WARNING,
} from '../../../core/measurement/signals/signals.ts';
import { describeSteps } from '../../../core/privacy/told-words.ts';
import { ok } from '../answer.ts';
import { type AskedPeriod, pickQuery, readPeriod } from '../period.ts';
import { type Route, siteOf } from '../route.ts';

const USUAL_PERIOD_DAYS = 120;
const USUAL_DAYS = 7;
const MOST_DAYS = 90;
const USUAL_RETAINED = '28-35';
const LATEST_DAY = 400;
const LONGEST_NAME = 100;

export function signalRoutes({ signals, now }: Engine): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/v1/signals',
      key: 'secret',
      summary: 'Which deeds of the first days go with staying, ranked; association, not proof',
      query: {
        days: `length of the beginning, 1 to ${MOST_DAYS} (${USUAL_DAYS})`,
        retained: `days after the first event in which who comes back has stayed (${USUAL_RETAINED})`,
        goal: 'name of the event that counts as staying (any)',
        from: 'first events from then on, ISO 8601 or epoch milliseconds (120 days before the end)',
        to: 'first events up to then (now)',
      },
      handle: async ({ caller, query }) => {
        const asked = pickQuery(query, ['days', 'retained', 'goal', 'from', 'to']);
        const question = readSignalsQuestion(asked, now());
        if (!question.ok) return question;
        return ok(presentSignals(await signals.read(siteOf(caller).siteId, question.value)));
      },
    },
  ];
}

export type AskedSignals = AskedPeriod & {
  readonly days?: string | undefined;
  /** `28-35`. */
  readonly retained?: string | undefined;
  readonly goal?: string | undefined;
};

/** @returns `invalid_value` or `time_out_of_range` at the field that is wrong. */
export function readSignalsQuestion(asked: AskedSignals, now: number): Outcome<SignalsQuestion> {
  const days = Number(asked.days ?? USUAL_DAYS);
  if (!Number.isInteger(days) || days < 1 || days > MOST_DAYS) {
    return refuse('invalid_value', 'days', `write a whole number from 1 to ${MOST_DAYS}`);
  }
  const [, first = '', last = ''] = /^(\d{1,3})-(\d{1,3})$/.exec(asked.retained ?? USUAL_RETAINED) ?? [];
  const [from, to] = [Number(first), Number(last)];
  if (first === '' || from < days || to <= from || to > LATEST_DAY) {
    const hint = `write two days like ${USUAL_RETAINED}: not before day ${days}, not after day ${LATEST_DAY}`;
    return refuse('invalid_value', 'retained', hint);
  }
  const goal = asked.goal ?? null;
  if (goal === '' || (goal !== null && goal.length > LONGEST_NAME)) {
    return refuse('invalid_value', 'goal', 'write the name of an event, or leave it out');
  }
  const period = readPeriod(asked, now, USUAL_PERIOD_DAYS);
  return period.ok ? accept({ days, retained: { from, to }, goal, ...period.value }) : period;
}

/** Instants in ISO 8601. */
export type SignalsView = Omit<SignalsReport, 'at' | 'from' | 'to' | 'k'> & {
  readonly at: string;
  readonly from: string;
  readonly to: string;
  /** That this is association, and what would be more. */
  readonly warning: string;
  readonly test: string;
  /** How counts by a feature or a category are to be read. */
  readonly steps: string;
};

export function presentSignals({ at, from, to, k, ...rest }: SignalsReport): SignalsView {
  const iso = (t: number): string => new Date(t).toISOString();
  const steps = `Counts of features and categories (“event: value”) are told ${describeSteps(k)}.`;
  return { warning: WARNING, test: HOW_TO_TEST, steps, at: iso(at), from: iso(from), to: iso(to), ...rest };
}
