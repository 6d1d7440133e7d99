/** The data set Online Shoppers with its stored folds, which is measured where it is and never a part of the project. */
import { existsSync, readFileSync } from 'node:fs';
import { type Feature, type Matrix, pickRows } from '../../../core/scoring/matrix.ts';

const ROWS_FILE = '../shared/data/online_shoppers_intention.csv';
const SPLITS_FILE = '../shared/data/online_shoppers_splits.json';
const CATEGORIES = 'Month OperatingSystems Browser Region TrafficType VisitorType Weekend'.split(' ');

/** Why a test that needs it is skipped; null: it is there. */
export const shoppersMissing = [ROWS_FILE, SPLITS_FILE].find((path) => !existsSync(path)) ?? null;

export type Sessions = { readonly matrix: Matrix; readonly labels: Uint8Array };
export type Fold = { readonly train: Sessions; readonly test: Sessions };

type Table = { readonly names: readonly string[]; readonly rows: readonly (readonly string[])[] };

function readTable(): Table {
  const [head = '', ...lines] = readFileSync(ROWS_FILE, 'utf8').trim().split(/\r?\n/);
  return { names: head.split(','), rows: lines.map((line) => line.split(',')) };
}

function readColumn({ names, rows }: Table, name: string): { feature: Feature; column: Float64Array } {
  const at = names.indexOf(name);
  if (!CATEGORIES.includes(name))
    return {
      feature: { name, kind: 'number' },
      column: Float64Array.from(rows, (row) => Number(row[at])),
    };
  const levels = [...new Set(rows.map((row) => row[at] ?? ''))].toSorted();
  const places = new Map(levels.map((level, place) => [level, place]));
  const column = Float64Array.from(rows, (row) => places.get(row[at] ?? '') ?? Number.NaN);
  return { feature: { name, kind: 'category', levels }, column };
}

/** @param without Features that are left out. */
export function loadShoppers(without: readonly string[] = []): Sessions {
  const table = readTable();
  const names = table.names.slice(0, -1).filter((name) => !without.includes(name));
  const read = names.map((name) => readColumn(table, name));
  const matrix = {
    features: read.map(({ feature }) => feature),
    rows: table.rows.length,
    columns: read.map(({ column }) => column),
  };
  return { matrix, labels: Uint8Array.from(table.rows, (row) => (row.at(-1) === 'TRUE' ? 1 : 0)) };
}

export function pickSessions({ matrix, labels }: Sessions, places: ArrayLike<number>): Sessions {
  return { matrix: pickRows(matrix, places), labels: Uint8Array.from(places, (place) => labels[place] ?? 0) };
}

/** The five stored folds. */
export function loadFolds(sessions: Sessions): readonly Fold[] {
  const { fold }: { fold: readonly number[] } = JSON.parse(readFileSync(SPLITS_FILE, 'utf8'));
  const placesOf = (isIn: (fold: number) => boolean) =>
    [...fold.keys()].filter((row) => isIn(fold[row] ?? -1));
  return [...new Set(fold)].map((held) => ({
    train: pickSessions(
      sessions,
      placesOf((one) => one !== held),
    ),
    test: pickSessions(
      sessions,
      placesOf((one) => one === held),
    ),
  }));
}
