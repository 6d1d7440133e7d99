/**
 * A process that migrates a store, and kills itself at one of the places where the target is changed. Its arguments: `to` or
 * `from`, the data folder, the database, the number of that change, and whether it dies before it, in it or after it.
 * Where it comes to its end before that, it says how many changes there were.
 */
import { openEmbeddedSource, openEmbeddedTarget } from '../../core/stores/migration/embedded-side.ts';
import { migrateStore } from '../../core/stores/migration/migrate.ts';
import type { TargetSide } from '../../core/stores/migration/sides.ts';
import type { Rows, TableName, WriteTable } from '../../core/stores/migration/tables.ts';
import { openMongoSource, openMongoTarget } from '../../integrations/mongodb/migration-side.ts';

export type Moment = 'before' | 'in' | 'after';

const [direction, dataDir = '', url = '', place = '0', moment = 'before'] = process.argv.slice(2);
let changes = 0;

async function die(): Promise<never> {
  process.kill(process.pid, 'SIGKILL');
  return new Promise<never>(() => undefined);
}

/** Dies at its moment where this is the change. */
async function change(work: () => Promise<void>): Promise<void> {
  changes += 1;
  const isLast = changes === Number(place);
  if (isLast && moment === 'before') await die();
  const working = work();
  if (isLast && moment === 'in') {
    // What it asks for is on its way, and nobody hears what becomes of it.
    await new Promise((resolve) => setImmediate(resolve));
    await die();
  }
  await working;
  if (isLast) await die();
}

function mortalTable<T extends TableName>(table: WriteTable<Rows[T]>): WriteTable<Rows[T]> {
  return {
    ...table,
    write: (rows) => change(() => table.write(rows)),
    remove: (rows) => change(() => table.remove(rows)),
  };
}

function mortal(target: TargetSide): TargetSide {
  const { tables } = target;
  return {
    ...target,
    tables: {
      records: mortalTable<'records'>(tables.records),
      claims: mortalTable<'claims'>(tables.claims),
      entries: mortalTable<'entries'>(tables.entries),
      retired: mortalTable<'retired'>(tables.retired),
      superseded: mortalTable<'superseded'>(tables.superseded),
      bases: mortalTable<'bases'>(tables.bases),
      accountBases: mortalTable<'accountBases'>(tables.accountBases),
      ledgers: mortalTable<'ledgers'>(tables.ledgers),
      profiles: mortalTable<'profiles'>(tables.profiles),
      ended: mortalTable<'ended'>(tables.ended),
    },
    writeMarks: (marks) => change(() => target.writeMarks(marks)),
    writeNote: (text) => change(() => target.writeNote(text)),
    tidy: (hasRemoved) => change(() => target.tidy(hasRemoved)),
  };
}

const nothing = { salts: null, erasures: null };
const [source, target] =
  direction === 'to'
    ? [openEmbeddedSource(dataDir), await openMongoTarget(url)]
    : [await openMongoSource(url, Date.now), openEmbeddedTarget(dataDir)];
await migrateStore({
  source,
  target: mortal(target),
  beside: { source: nothing, target: nothing },
  now: Date.now,
});
await target.close();
await source.close();
process.stdout.write(`${changes}`);
