/**
 * Figures in README.md and where each comes from. There they stand as
 * `<!-- gate:tracker.bytes -->5,812<!-- /gate -->`: a reader sees the number, a test compares it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { keptReportShape } from '../../bench/report.ts';
import { buildTracker } from '../../core/tracker/build.ts';
import { ROOT } from '../support/source-tree.ts';

const RESULTS = join(ROOT, 'bench', 'results');

/** Measured while the tests run. Everything else is `<benchmark>.<figure>`, as kept in bench/results. */
const MEASURED_NOW: Readonly<Record<string, () => number>> = {
  'tracker.bytes': () => Buffer.byteLength(buildTracker().tracker),
  'treatments.bytes': () => Buffer.byteLength(buildTracker().treatments),
  'identity.bytes': () => Buffer.byteLength(buildTracker().identity),
};

export type Gate = { readonly name: string; readonly shown: string };

const OPENING = /<!-- gate:/g;
const GATE = /<!-- gate:([\w.-]+) -->([^<]*)<!-- \/gate -->/g;

/**
 * The gates of a text, in order.
 *
 * @throws Error for a gate that is opened and not closed in the same breath.
 */
export function findGates(text: string): readonly Gate[] {
  const gates = [...text.matchAll(GATE)].map(([, name = '', shown = '']) => ({ name, shown: shown.trim() }));
  const opened = text.match(OPENING)?.length ?? 0;
  if (opened === gates.length) return gates;
  throw new Error(
    `${opened} gates are opened, ${gates.length} are whole: <!-- gate:name -->value<!-- /gate -->`,
  );
}

/** What a gate must show: a number. @throws Error where no build and no kept result has such a figure. */
export function readTruth(name: string): number {
  const measure = MEASURED_NOW[name];
  if (measure !== undefined) return measure();
  const truth = readKeptFigures().get(name);
  if (truth !== undefined) return truth;
  throw new Error(`there is no figure "${name}": npm run bench -- ${name.split('.')[0]}`);
}

/** Every kept figure by its full name, for example `collect.ratio`. */
export function readKeptFigures(): ReadonlyMap<string, number> {
  const figures = readKeptReports().flatMap((report) =>
    Object.entries(report.figures).map(([name, { value }]) => [`${report.name}.${name}`, value] as const),
  );
  return new Map(figures);
}

export function readKeptReports() {
  return readdirSync(RESULTS)
    .filter((file) => file.endsWith('.json'))
    .map((file) => keptReportShape.parse(JSON.parse(readFileSync(join(RESULTS, file), 'utf8'))));
}

/**
 * Whether a text shows a figure honestly: exactly one number, which is the figure rounded to the places shown.
 *
 * @example isShownAs('5,812 B', 5812) // true
 * @example isShownAs('0.4', 0.36) // true
 */
export function isShownAs(shown: string, truth: number): boolean {
  const numbers = shown.match(/-?\d[\d,]*(?:\.\d+)?/g) ?? [];
  const [number] = numbers;
  if (number === undefined || numbers.length > 1) return false;
  const places = number.split('.')[1]?.length ?? 0;
  return number.replaceAll(',', '') === truth.toFixed(places);
}
