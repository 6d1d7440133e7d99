/** Learning whom a treatment changes in a thread of its own. */
import { runAside, serveAside } from '../aside.ts';
import { type Incumbent, trainUplift, type UpliftTraining } from './ranking.ts';
import type { Trial } from './trial.ts';
import type { UpliftOptions } from './verdict.ts';

export type UpliftLesson = {
  readonly trial: Trial;
  readonly options: UpliftOptions;
  /** What is in use; null: nothing is. */
  readonly incumbent: Incumbent | null;
};

/**
 * Resolves with what {@link trainUplift} answers.
 *
 * @throws Error as {@link runAside} does.
 * @example await trainUpliftAside({ trial, options: { least: 100 }, incumbent: null }, controller.signal)
 */
export function trainUpliftAside(lesson: UpliftLesson, signal: AbortSignal): Promise<UpliftTraining> {
  return runAside(new URL(import.meta.url), lesson, { signal });
}

serveAside(import.meta.url, ({ trial, options, incumbent }: UpliftLesson) =>
  trainUplift(trial, options, incumbent),
);
