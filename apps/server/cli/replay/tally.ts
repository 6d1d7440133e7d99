/** What became of the rows. */
import type { Batch } from './batches.ts';
import type { Taken } from './deliver.ts';
import type { BadRow } from './row.ts';

const MOST_LISTED = 20;
const PLACE = /^events\[(\d+)\]\.?(.*)$/;

/** A row that is not in, and why. */
export type Fallen = { readonly line: number; readonly fault: string; readonly cure: string };

export type Counts = {
  readonly accepted: number;
  /** Of those, how many are new. */
  readonly added: number;
  readonly duplicates: number;
  /** Of those accepted, how many are kept without a visitor, since no consent stands. */
  readonly counted: number;
  /** Rows the map leaves out. */
  readonly skipped: number;
  readonly bad: number;
  /** The first of them. */
  readonly badRows: readonly Fallen[];
};

export type RowTally = {
  bad(row: BadRow): void;
  skip(): void;
  taken(batch: Batch, answer: Taken): void;
  read(): Counts;
};

export function createTally(): RowTally {
  let [accepted, duplicates, counted, skipped, bad] = [0, 0, 0, 0, 0];
  const badRows: Fallen[] = [];
  const fall = (row: Fallen): void => {
    bad += 1;
    if (badRows.length < MOST_LISTED) badRows.push(row);
  };
  return {
    bad: ({ line, fault, cure }) => fall({ line, fault, cure }),
    skip: () => {
      skipped += 1;
    },
    taken: ({ lines }, answer) => {
      accepted += answer.accepted;
      duplicates += answer.duplicates;
      counted += answer.counted;
      for (const { at, code, hint } of answer.refused) {
        const [, item, field] = PLACE.exec(at) ?? [];
        const place = field === undefined || field === '' ? '' : `${field}: `;
        fall({ line: lines[Number(item)] ?? 0, fault: `${place}${code}`, cure: hint });
      }
    },
    read: () => ({
      accepted,
      added: accepted - duplicates,
      duplicates,
      counted,
      skipped,
      bad,
      badRows: badRows.toSorted((a, b) => a.line - b.line),
    }),
  };
}
