/** What is measured after each number of events, and how docs/scoring.md shows it. */
import { type MeasuredAuc, measureAuc } from '../../core/scoring/auc-interval.ts';
import { expectedCalibrationError, logLoss } from '../../core/scoring/metrics.ts';
import type { Figure } from '../report.ts';
import { PLACES } from './prefixes.ts';

const SCORERS = ['boosting', 'logistic', 'heuristic', 'rate'] as const;
export type Scorer = (typeof SCORERS)[number];

type Measures = { readonly auc: MeasuredAuc; readonly logLoss: number; readonly ece: number };

/** Bins of the calibration error, where there are ten rows for each. */
const BINS = 10;

export function measure(probabilities: Float64Array, targets: Float64Array): Measures {
  const bins = Math.max(1, Math.min(BINS, Math.floor(targets.length / 10)));
  return {
    auc: measureAuc(probabilities, targets),
    logLoss: logLoss(probabilities, targets),
    ece: expectedCalibrationError(probabilities, targets, bins),
  };
}

/** `boostingAucAt3` and the like. */
export function figuresOf(
  scorer: Scorer,
  place: number,
  measures: Measures,
): Readonly<Record<string, Figure>> {
  const { auc, logLoss: loss, ece } = measures;
  const name = (what: string) => `${scorer}${what}At${place}`;
  return {
    [name('Auc')]: { value: round(auc.auc), unit: 'area' },
    [name('AucLow')]: { value: round(auc.interval.low), unit: 'area' },
    [name('AucHigh')]: { value: round(auc.interval.high), unit: 'area' },
    [name('LogLoss')]: { value: round(loss), unit: 'nats/row' },
    [name('Ece')]: { value: round(ece), unit: 'probability' },
  };
}

function round(value: number): number {
  return Number(value.toFixed(4));
}

/** The table of docs/scoring.md, of kept figures. @example intentMarkdown(report.figures) */
export function intentMarkdown(figures: Readonly<Record<string, Figure>>): string {
  const at = (name: string): number => figures[name]?.value ?? Number.NaN;
  const head = [
    '| events | sessions | that buy | score | AUC (95 %) | log loss | ECE |',
    '|---:|---:|---:|---|---|---:|---:|',
  ];
  const rows = PLACES.flatMap((place) =>
    SCORERS.map((scorer) => {
      const [auc, low, high] = ['Auc', 'AucLow', 'AucHigh'].map((what) =>
        at(`${scorer}${what}At${place}`).toFixed(2),
      );
      const [loss, ece] = ['LogLoss', 'Ece'].map((what) => at(`${scorer}${what}At${place}`).toFixed(3));
      const counts = `${at(`sessionsAt${place}`)} | ${at(`buyersAt${place}`)}`;
      return `| ${place} | ${counts} | ${scorer} | ${auc} (${low} to ${high}) | ${loss} | ${ece} |`;
    }),
  );
  return `${[...head, ...rows].join('\n')}\n`;
}
