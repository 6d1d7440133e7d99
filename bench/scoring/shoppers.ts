/** Online Shoppers (UCI 468, Sakar et al. 2019): 12,330 sessions of a shop, of which 1,908 bought. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { Labelled } from './quality.ts';
import { readTable } from './table-file.ts';

const DATA = join(import.meta.dirname, '..', '..', '..', 'shared', 'data');

/** Those that its authors call categorical, though some are written as numbers. */
const CATEGORIES = new Set([
  'Month',
  'OperatingSystems',
  'Browser',
  'Region',
  'TrafficType',
  'VisitorType',
  'Weekend',
]);

const splitsShape = z.looseObject({ test_rows: z.array(z.int()), fold: z.array(z.int()) });

export type Shoppers = Labelled & {
  /** Of each row, its fold of five. */
  readonly folds: readonly number[];
  /** The 30 of a split 70 to 30. */
  readonly heldRows: readonly number[];
};

/** @throws Error naming the file that is missing. */
export function readShoppers(): Shoppers {
  const splits = splitsShape.parse(JSON.parse(readFileSync(findFile('online_shoppers_splits.json'), 'utf8')));
  const path = findFile('online_shoppers_intention.csv');
  const { matrix, targets } = readTable(path, { label: 'Revenue', categories: CATEGORIES });
  return { matrix, targets, folds: splits.fold, heldRows: splits.test_rows };
}

function findFile(name: string): string {
  const path = join(DATA, name);
  if (existsSync(path)) return path;
  throw new Error(`${name} is missing: it lies in the folder shared/data beside this repository`);
}

/** A page's value is worked out from the orders of the sessions that saw it: it tells what it should not know. */
export function withoutPageValues({ matrix, targets }: Labelled): Labelled {
  const isKept = (at: number) => matrix.features[at]?.name !== 'PageValues';
  return {
    matrix: {
      ...matrix,
      features: matrix.features.filter((_, at) => isKept(at)),
      columns: matrix.columns.filter((_, at) => isKept(at)),
    },
    targets,
  };
}
