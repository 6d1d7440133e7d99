/** Two tables side by side, and the two loops that are made of it: one copies, one compares. */
import { createHash } from 'node:crypto';
import { InklingError } from '../../errors.ts';
import { comparePlaces, type ReadTable, type Shape, type WriteTable } from './tables.ts';

/** What one write holds at most: rows, and characters of their texts. */
const MOST_ROWS = 500;
const MOST_TEXT = 2_000_000;

/** Called after each row that was looked at; throws to break off. */
export type OnRow = () => void;

export type Copied = { readonly written: number; readonly removed: number };

type Pair<Row> = { readonly left: Row | null; readonly right: Row | null };

/** Refuses a table that is not in order: what stands beside what would be chance. */
async function* inOrder<Row>({ place }: Shape<Row>, rows: AsyncIterable<Row>): AsyncGenerator<Row> {
  let before: Row | null = null;
  for await (const row of rows) {
    if (before !== null && comparePlaces(place(before), place(row)) >= 0)
      throw new InklingError('internal', 'migrate', 'a table is not read in order', 'report this');
    before = row;
    yield row;
  }
}

/** Rows at the same place together, in order; null where one side has none. */
async function* align<Row>(
  shape: Shape<Row>,
  left: ReadTable<Row>,
  right: ReadTable<Row>,
): AsyncGenerator<Pair<Row>> {
  const [lefts, rights] = [inOrder(shape, left.read()), inOrder(shape, right.read())];
  const next = async (rows: AsyncGenerator<Row>): Promise<Row | null> => {
    const { done, value } = await rows.next();
    return done === true ? null : value;
  };
  try {
    let [a, b] = [await next(lefts), await next(rights)];
    while (a !== null || b !== null) {
      const order = a === null ? 1 : b === null ? -1 : comparePlaces(shape.place(a), shape.place(b));
      yield { left: order <= 0 ? a : null, right: order >= 0 ? b : null };
      if (order <= 0) a = await next(lefts);
      if (order >= 0) b = await next(rights);
    }
  } finally {
    await lefts.return(undefined);
    await rights.return(undefined);
  }
}

/**
 * Makes one table what the other one is: writes what is missing or otherwise, removes what is not there any more. So a copy
 * that was broken off goes on, whatever became of the source meanwhile, and what was erased there goes here too.
 *
 * @example await copyTable(SHAPES.claims, source.tables.claims, target.tables.claims, () => undefined)
 */
export async function copyTable<Row>(
  shape: Shape<Row>,
  from: ReadTable<Row>,
  to: WriteTable<Row>,
  onRow: OnRow,
): Promise<Copied> {
  const counts = { written: 0, removed: 0 };
  const batch = { extra: [] as Row[], missing: [] as Row[], text: 0 };

  /** What goes first goes: a row may have moved to a later place, and is one row of the target. */
  async function flush(): Promise<void> {
    const [extra, missing] = [batch.extra.splice(0), batch.missing.splice(0)];
    batch.text = 0;
    if (extra.length > 0) await to.remove(extra);
    if (missing.length > 0) await to.write(missing);
    counts.removed += extra.length;
    counts.written += missing.length;
  }

  for await (const { left, right } of align(shape, from, to)) {
    onRow();
    const text = left === null ? '' : shape.text(left);
    if (left === null && right !== null) batch.extra.push(right);
    else if (left !== null && (right === null || shape.text(right) !== text)) {
      batch.missing.push(left);
      batch.text += text.length;
    }
    if (batch.extra.length + batch.missing.length >= MOST_ROWS || batch.text >= MOST_TEXT) await flush();
  }
  await flush();
  return counts;
}

export type Sum = { readonly rows: number; readonly sha256: string };
export type Compared = { readonly left: Sum; readonly right: Sum };

/**
 * Counts both and makes a checksum of each, out of nothing but what is read.
 *
 * @example const { left, right } = await compareTable(SHAPES.claims, source.tables.claims, target.tables.claims, onRow)
 */
export async function compareTable<Row>(
  shape: Shape<Row>,
  left: ReadTable<Row>,
  right: ReadTable<Row>,
  onRow: OnRow,
): Promise<Compared> {
  const sums = [createSum(shape), createSum(shape)] as const;
  for await (const pair of align(shape, left, right)) {
    onRow();
    if (pair.left !== null) sums[0].add(pair.left);
    if (pair.right !== null) sums[1].add(pair.right);
  }
  return { left: sums[0].read(), right: sums[1].read() };
}

function createSum<Row>({ text }: Shape<Row>) {
  const sha256 = createHash('sha256');
  let rows = 0;
  return {
    add(row: Row): void {
      rows += 1;
      sha256.update(text(row)).update('\n');
    },
    read: (): Sum => ({ rows, sha256: sha256.digest('hex') }),
  };
}
