/** What the engine says to made-up data: that it refuses any is our fault. */
import { InklingError, type Outcome } from '../../../core/errors.ts';

/** @throws InklingError `internal` where it was refused. @example taken(await engine.ingest(site, body)).refused */
export function taken<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw unfit(`${outcome.code} at ${outcome.at}: ${outcome.hint}`);
}

export function unfit(what: string): InklingError {
  return new InklingError('internal', 'sample data', `the engine refused it: ${what}`, 'report this');
}
