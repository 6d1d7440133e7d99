/** From one store to another: what is asked before, both loops over all tables, and the note that makes the target a whole. */
import { createHash } from 'node:crypto';
import { InklingError } from '../../errors.ts';
import { listSiteRows } from '../../sites/site-rows.ts';
import { compareTable, copyTable, type OnRow, type Sum } from './align.ts';
import { type Beside, copyBeside, dropSalts } from './beside.ts';
import { readNote, writeNote } from './note.ts';
import type { Shelves, SourceSide, TargetSide } from './sides.ts';
import { type LogMarks, SHAPES, TABLES, type TableName } from './tables.ts';

export type Progress = {
  readonly stage: 'copy' | 'compare';
  readonly table: TableName;
  readonly done: number;
  readonly total: number;
};

export type MigrateOptions = {
  readonly source: SourceSide;
  readonly target: TargetSide;
  /** What lies beside each. */
  readonly beside: { readonly source: Shelves; readonly target: Shelves };
  readonly now: () => number;
  readonly stopped?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
};

export type Migrated = {
  readonly tables: readonly (Sum & { readonly table: TableName })[];
  readonly written: number;
  readonly removed: number;
  /** An earlier run had begun; or it had ended, and this one only compared. */
  readonly began: 'now' | 'before';
  readonly wasDone: boolean;
  readonly beside: Beside | null;
  /** What the source holds that cannot be read, once for each row: it stays there alone. */
  readonly passedOver: readonly string[];
};

type Work = MigrateOptions & { readonly onRow: (stage: Progress['stage'], table: TableName) => OnRow };

/**
 * Copies everything, compares both, and only then says that the target is a whole. It may be broken off anywhere and begun
 * again: what is there already is looked at and left.
 *
 * @throws InklingError `target_not_empty` for one that holds anything else, `migration_differs` where counts or checksums do,
 *   `server_running` where somebody writes to the source, `interrupted` when it is stopped.
 * @example const { tables } = await migrateStore({ source, target, beside, now: Date.now })
 */
export async function migrateStore(options: MigrateOptions): Promise<Migrated> {
  const { source, target, beside } = options;
  await source.assertIdle();
  const identity = await identify(source);
  const state = await readState(target, identity);
  const work: Work = { ...options, onRow: await createCounter(options, state !== 'done') };
  if (state === 'done') {
    const tables = await compare(work, 'target_not_empty');
    await dropSalts(beside.source, beside.target);
    const passedOver = source.passedOver?.() ?? [];
    return { tables, written: 0, removed: 0, began: 'before', wasDone: true, beside: null, passedOver };
  }
  const note = (now: 'under way' | 'done') =>
    target.writeNote(writeNote({ state: now, source: identity, at: options.now() }));
  await note('under way');
  const { written, removed } = await copy(work);
  const tables = await compare(work, 'migration_differs');
  const copied = await copyBeside(beside.source, beside.target);
  await source.assertIdle();
  const began = state === 'empty' ? 'now' : 'before';
  // An earlier run may have removed something, and not have come so far.
  await target.tidy(removed > 0 || began === 'before');
  await note('done');
  await dropSalts(beside.source, beside.target);
  const passedOver = source.passedOver?.() ?? [];
  return { tables, written, removed, began, wasDone: false, beside: copied, passedOver };
}

/** A store is known by the oldest of its sites: their ids are drawn, and they stay. */
async function identify({ records }: SourceSide): Promise<string> {
  const rows = await listSiteRows(records);
  const [oldest] = rows
    .map(({ stored }) => ({ at: stored.createdAt, id: stored.siteId }))
    .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  return createHash('sha256')
    .update(oldest?.id ?? '')
    .digest('hex')
    .slice(0, 32);
}

async function readState(target: TargetSide, identity: string): Promise<'empty' | 'begun' | 'done'> {
  const text = await target.readNote();
  if (text === null && (await target.isEmpty())) return 'empty';
  const note = text === null ? null : readNote(text);
  if (note?.source === identity) return note.state === 'done' ? 'done' : 'begun';
  throw new InklingError(
    'target_not_empty',
    'migrate',
    note === null ? 'the target holds data already' : 'the target was filled from another store',
    'name an empty one: nothing is written over',
  );
}

/** Says how far it is, and breaks off where somebody asks for it. */
async function createCounter(
  { source, stopped, onProgress }: MigrateOptions,
  isCopied: boolean,
): Promise<Work['onRow']> {
  const counts = await Promise.all(TABLES.map((name) => source.tables[name].count()));
  const total = counts.reduce((sum, count) => sum + count, 0) * (isCopied ? 2 : 1);
  let done = 0;
  return (stage, table) => () => {
    done += 1;
    onProgress?.({ stage, table, done, total });
    if (stopped?.aborted !== true) return;
    throw new InklingError(
      'interrupted',
      'migrate',
      'it was stopped',
      'run the same command again: it goes on where this one stopped',
    );
  };
}

async function copy({ source, target, onRow }: Work): Promise<{ written: number; removed: number }> {
  const counts = { written: 0, removed: 0 };
  const one = async <T extends TableName>(name: T): Promise<void> => {
    const told = onRow('copy', name);
    const { written, removed } = await copyTable(
      SHAPES[name],
      source.tables[name],
      target.tables[name],
      told,
    );
    counts.written += written;
    counts.removed += removed;
  };
  for (const name of TABLES) await one(name);
  await target.writeMarks(await source.readMarks());
  return counts;
}

async function compare(
  { source, target, onRow }: Work,
  code: 'target_not_empty' | 'migration_differs',
): Promise<Migrated['tables']> {
  const one = async <T extends TableName>(table: T) => ({
    table,
    ...(await compareTable(
      SHAPES[table],
      source.tables[table],
      target.tables[table],
      onRow('compare', table),
    )),
  });
  const differences: string[] = [];
  const sums: Migrated['tables'][number][] = [];
  for (const name of TABLES) {
    const { table, left, right } = await one(name);
    sums.push({ table, ...left });
    if (left.rows === right.rows && left.sha256 === right.sha256) continue;
    differences.push(`${table} (${left.rows} rows in the source, ${right.rows} in the target)`);
  }
  const marks = [await source.readMarks(), await target.readMarks()].map(textOf);
  if (marks[0] !== marks[1]) differences.push('the places in the log');
  if (differences.length > 0) throw different(code, differences);
  return sums;
}

const textOf = ({ checkpoint, last }: LogMarks): string => `${checkpoint} ${last}`;

function different(code: 'target_not_empty' | 'migration_differs', what: readonly string[]): InklingError {
  const list = what.join(', ');
  if (code === 'target_not_empty')
    return new InklingError(
      code,
      'migrate',
      `the target was filled from this store before, and they differ now: ${list}`,
      'name an empty one: nothing is written over',
    );
  return new InklingError(
    code,
    'migrate',
    `both sides differ in ${list}`,
    'see that nothing writes to either of them, and run the same command again',
  );
}
