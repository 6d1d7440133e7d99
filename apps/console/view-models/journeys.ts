/** What goes with staying, ranked; and what led to orders, by every model side by side. */
import {
  ATTRIBUTION_MODELS,
  type AttributionAnswer,
  type AttributionRow,
  type AttributionWindow,
  type SignalAnswer,
  type SignalsAnswer,
} from '../api/answers/journeys.ts';
import type { JourneysWords } from '../words/journeys.ts';
import type { Bar } from './bar.ts';
import type { FullFormat as Format } from './full-format.ts';

export type SignalsView = {
  readonly question: string;
  readonly stayed: string | null;
  readonly bars: readonly Bar[];
  readonly rows: readonly (readonly (string | number)[])[];
  readonly notes: readonly string[];
};

/** An interval that reaches further says the same, and would press all others against the edge. */
const WIDEST_LIFT = 5;

/** @example viewSignals(answer, words, format).bars[0].label // 'Product Added' */
export function viewSignals(
  { days, retained, visitors, stayed, signals, leftOut, tooRare, isSample }: SignalsAnswer,
  { signals: words }: JourneysWords,
  format: Format,
): SignalsView {
  const widest = Math.min(WIDEST_LIFT, Math.max(1, ...signals.map(({ lift }) => lift.high)));
  return {
    question: words.question(format.count(days), format.count(retained.from), format.count(retained.to - 1)),
    stayed:
      visitors === 0
        ? null
        : words.stayed(format.count(stayed), format.count(visitors), format.share(stayed / visitors)),
    bars: signals.map((signal) => viewSignal(signal, widest, words, format)),
    rows: signals.map((signal) => [
      signal.behaviour,
      signal.atLeast,
      ...[signal.did.did, signal.did.of, signal.didNot.did, signal.didNot.of],
      ...[signal.lift.value, signal.lift.low, signal.lift.high],
      words.verdicts[verdictOf(signal)],
    ]),
    notes: [
      ...(leftOut.immature > 0
        ? [words.immature(format.count(leftOut.immature), format.count(retained.to))]
        : []),
      ...(tooRare > 0 ? [words.rare(format.count(tooRare))] : []),
      ...(isSample ? [words.sample] : []),
      words.steps,
    ],
  };
}

function verdictOf({ verdict, lift }: SignalAnswer): keyof JourneysWords['signals']['verdicts'] {
  return verdict === 'signal' && lift.value < 1 ? 'leaving' : verdict;
}

function viewSignal(
  signal: SignalAnswer,
  widest: number,
  words: JourneysWords['signals'],
  format: Format,
): Bar {
  const { behaviour, atLeast, did, didNot, lift, verdict } = signal;
  const place = (value: number): number => Math.min(1, value / widest);
  const [value, low, high] = [lift.value, lift.low, lift.high].map((own) => format.decimal(own, 1));
  return {
    key: behaviour,
    label: words.behaviour(behaviour, format.count(atLeast)),
    text: words.times(value ?? '', low ?? '', high ?? ''),
    // Away from as often as the others.
    from: place(1),
    to: place(lift.value),
    interval: { low: place(lift.low), high: place(lift.high) },
    look: verdict === 'signal' ? 'against' : 'plain',
    more: [
      `${words.verdicts[verdictOf(signal)]}: ${words.shares(shareOf(did, format), shareOf(didNot, format))}`,
    ],
  };
}

function shareOf({ did, of }: SignalAnswer['did'], format: Format): string {
  return format.share(of === 0 ? 0 : did / of);
}

export type Measure = 'conversions' | 'value';
export type Breakdown = 'campaigns' | 'channels';
export type AttributionChoice = {
  readonly unit: string;
  readonly window: string;
  readonly by: Breakdown;
  readonly measure: Measure;
};

export type AttributionView = {
  readonly total: string;
  readonly columns: readonly { readonly title: string; readonly isNumber?: boolean }[];
  readonly rows: readonly { readonly key: string; readonly cells: readonly string[] }[];
  readonly file: readonly (readonly (string | number | null)[])[];
};

const LENGTHS_MS: Readonly<Record<string, number>> = {
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** @example nameWindow('72h', format) // '3 days' */
export function nameWindow(window: string, format: Format): string {
  const [, count = '', unit = ''] = /^(\d+)([mhdw])$/.exec(window) ?? [];
  const lengthMs = LENGTHS_MS[unit];
  return lengthMs === undefined ? window : format.span(Number(count) * lengthMs);
}

/** Null where nothing of what is chosen is in the answer. */
export function pickWindow(
  { units }: Pick<AttributionAnswer, 'units'>,
  { unit, window }: Pick<AttributionChoice, 'unit' | 'window'>,
): AttributionWindow | null {
  const own = units.find((one) => one.unit === unit) ?? units[0];
  return own?.windows.find((one) => one.window === window) ?? own?.windows[0] ?? null;
}

/** @example viewAttribution(window, choice, 'EUR', words, format).rows[0].cells[2] // '12.0' */
export function viewAttribution(
  found: AttributionWindow,
  { by, measure }: Pick<AttributionChoice, 'by' | 'measure'>,
  currency: string,
  { attribution: words }: JourneysWords,
  format: Format,
): AttributionView {
  const write = (value: number): string =>
    measure === 'value' ? format.money(value, currency) : format.decimal(value, 1);
  const whole = (value: number): string =>
    measure === 'value' ? format.money(value, currency) : format.count(value);
  // Of the two, sums told of crowds are rounded: no part is more than the whole.
  const attributed = Math.min(found.attributed[measure], found.conversions[measure]);
  return {
    total: words.total[measure](whole(attributed), whole(found.conversions[measure])),
    columns: [
      { title: words.columns.name[by] },
      { title: words.columns.visitors, isNumber: true },
      ...ATTRIBUTION_MODELS.map((model) => ({ title: words.models[model], isNumber: true })),
      { title: words.columns.caused, isNumber: true },
    ],
    rows: found[by].map((row) => ({
      key: `${row.kind} ${row.name}`,
      cells: [
        row.name,
        row.visitors === null ? words.withheld : format.count(row.visitors),
        ...ATTRIBUTION_MODELS.map((model) => {
          const value = row[measure]?.[model];
          return value === undefined ? '–' : write(value);
        }),
        writeCaused(row, measure, words, write),
      ],
    })),
    file: found[by].map((row) => [
      row.name,
      row.visitors,
      ...ATTRIBUTION_MODELS.map((model) => row[measure]?.[model] ?? null),
      row.incremental?.[measure] ?? null,
    ]),
  };
}

function writeCaused(
  { incremental }: AttributionRow,
  measure: Measure,
  words: JourneysWords['attribution'],
  write: (value: number) => string,
): string {
  if (incremental === null) return words.notCompared;
  // Of money no interval is known.
  if (measure === 'value') return write(incremental.value);
  const { conversions, low, high } = incremental;
  return words.caused(write(conversions), write(low), write(high));
}
