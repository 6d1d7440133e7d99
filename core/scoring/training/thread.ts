/** Training in a thread of its own. */
import { runAside, serveAside } from '../aside.ts';
import { type Training, type TrainingInput, train } from './train.ts';

/**
 * Resolves with what {@link train} answers.
 *
 * @throws Error as {@link runAside} does.
 * @example await trainAside(input, report, controller.signal)
 */
export function trainAside(
  input: TrainingInput,
  report: (done: number) => void,
  signal: AbortSignal,
): Promise<Training | null> {
  return runAside(new URL(import.meta.url), input, { report, signal });
}

serveAside(import.meta.url, (input: TrainingInput, report) =>
  train(input, (done) => {
    report(done);
    return true;
  }),
);
