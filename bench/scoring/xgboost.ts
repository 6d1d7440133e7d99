/** The same work done by XGBoost in Python, where there is one. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import * as z from 'zod';

const SCRIPT = join(import.meta.dirname, 'time-xgboost.py');
/** The first in the path may be one without the system's packages. */
const PYTHONS = ['python3', '/usr/bin/python3'];

const answerShape = z.strictObject({
  version: z.string(),
  /** Least of three, processor time. */
  trainSeconds: z.number(),
  explainMicros: z.number(),
  model: z.unknown(),
  /** Of each held row: one a feature, and the base. */
  contributions: z.array(z.array(z.number())),
});

export type XgboostAnswer = z.infer<typeof answerShape>;

export type XgboostWork = {
  /** Levels as numbers. */
  readonly rows: readonly (readonly number[])[];
  readonly targets: readonly number[];
  readonly held: readonly (readonly number[])[];
  readonly rounds: number;
  readonly leaves: number;
};

/** The Python that has XGBoost; null where none has. */
export function findXgboost(): string | null {
  const has = (python: string) => spawnSync(python, ['-c', 'import numpy, xgboost']).status === 0;
  return PYTHONS.find(has) ?? null;
}

/** @throws Error with what Python says, when it fails. */
export function runXgboost(python: string, work: XgboostWork): XgboostAnswer {
  const { status, stdout, stderr } = spawnSync(python, [SCRIPT], {
    input: JSON.stringify(work),
    env: { ...process.env, OMP_NUM_THREADS: '1' },
    maxBuffer: 2 ** 30,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`XGBoost failed: ${stderr}`);
  return answerShape.parse(JSON.parse(stdout));
}
