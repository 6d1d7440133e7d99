import type { Beside } from '../../../../core/stores/migration/beside.ts';
import { type Migrated, migrateStore } from '../../../../core/stores/migration/migrate.ts';
import { readSettings, type Settings } from '../../settings.ts';
import { type Direction, hasKeyFile, openEnds } from '../migration-ends.ts';
import { Misuse } from '../misuse.ts';
import { count, createProgressBar } from '../replay/progress-bar.ts';
import { type Arguments, done, optionText, type Report, type Terminal, type Verb } from '../verb.ts';

const ADDRESS = /^mongodb(\+srv)?:\/\/\S+$/;
/** Words that are too many may be an address, with a password in it: none of them is said. */
const MOST_WORDS = 1_000;

export const migrateVerb: Verb = {
  name: 'migrate',
  summary: 'Takes everything to MongoDB, or back; stop the servers',
  usage: '--to mongodb://HOST/DB | --from mongodb://HOST/DB',
  options: {
    to: { value: 'mongodb://HOST/DB', what: 'fills this database, which has to be empty, from DATA_DIR' },
    from: { value: 'mongodb://HOST/DB', what: 'fills DATA_DIR, which has to be empty, from this database' },
  },
  positionals: [0, MOST_WORDS],
  details: [
    'One that was broken off goes on when the same command is run again, and a store that was filled',
    'in part is opened by no server. At the end both sides are read again, and counts and checksums of',
    'each table are compared. What it was taken from is left as it is: remove it once you are sure.',
    'The master key is the same on both sides: MASTER_KEY, or master.key in DATA_DIR (docs/migrating.md).',
  ].join('\n'),
  run: async (args, terminal) => {
    const { direction, url } = readDirection(args);
    const settings = readSettings(terminal.env);
    const ends = await openEnds({ direction, url, settings, now: terminal.clock.now });
    const progress = watch(terminal);
    try {
      const { source, target, beside } = ends;
      const { stopped, clock } = terminal;
      const onProgress = progress.update;
      const sides = { source, target, beside };
      const migrated = await migrateStore({ ...sides, now: clock.now, stopped, onProgress });
      return report(migrated, direction, settings);
    } finally {
      progress.clear();
      await ends.close();
    }
  },
};

function readDirection(args: Arguments): { readonly direction: Direction; readonly url: string } {
  const [to, from] = [optionText(args, 'to'), optionText(args, 'from')];
  const cure = `write inkling migrate ${migrateVerb.usage}`;
  if (args.positionals.length > 0) throw new Misuse('migrate takes an address behind --to or --from', cure);
  if ((to === undefined) === (from === undefined))
    throw new Misuse('migrate needs one of --to and --from', cure);
  const url = to ?? from ?? '';
  if (!ADDRESS.test(url))
    throw new Misuse(`--${to === undefined ? 'from' : 'to'} is no address of a MongoDB database`, cure);
  return { direction: to === undefined ? 'from' : 'to', url };
}

function watch({ columns, warn, clock }: Terminal) {
  const bar = createProgressBar({ columns, write: warn, now: clock.now });
  type Seen = Parameters<NonNullable<Parameters<typeof migrateStore>[0]['onProgress']>>[0];
  return {
    update: ({ stage, table, done: rows, total }: Seen) =>
      bar.update({ label: `${stage} ${table}`, share: Math.min(1, rows / Math.max(1, total)), rows }),
    clear: bar.clear,
  };
}

function report(migrated: Migrated, direction: Direction, settings: Settings): Report {
  const { dataDir } = settings;
  const left = direction === 'to' ? `the folder ${dataDir}` : 'the database';
  const json = { direction, dataDir, ...migrated, stillHoldsEverything: direction === 'to' ? dataDir : left };
  const rows = migrated.tables.reduce((sum, table) => sum + table.rows, 0);
  const way = direction === 'to' ? `from ${dataDir} to MongoDB` : `from MongoDB to ${dataDir}`;
  const text = [
    migrated.wasDone
      ? `Nothing to do: all ${count(rows)} rows are there, and are equal.`
      : `Migrated ${count(rows)} rows ${way}; counts and checksums of both sides are equal.`,
    ...migrated.tables.map(({ table, rows: n }) => `  ${count(n).padStart(12)}  ${NAMES[table]}`),
    ...describePassedOver(migrated.passedOver),
    ...(migrated.beside === null ? [] : describeBeside(migrated.beside, settings)),
    describeKey(direction, dataDir),
    `${capital(left)} still holds everything, everybody's data too: remove it once the servers run on the other one.`,
  ];
  return done(json, text.join('\n'));
}

const NAMES: Readonly<Record<Migrated['tables'][number]['table'], string>> = {
  records: 'records: sites, segments, campaigns, contacts, keys and their like',
  claims: 'claims',
  entries: 'entries of the log',
  retired: 'ids that stay taken, as hashes',
  superseded: 'notes of superseded copies',
  bases: 'bases of visitors',
  accountBases: 'bases of accounts',
  ledgers: 'ledgers of limits',
  profiles: 'profiles',
  ended: 'sums of visitor-days that ended',
};

/** So many are named: the first few show where to look. */
const NAMED = 20;

function describePassedOver(found: readonly string[]): readonly string[] {
  if (found.length === 0) return [];
  const named = [...new Set(found)];
  const list = [...named.slice(0, NAMED), ...(named.length > NAMED ? ['others'] : [])].join(', ');
  const verb = found.length === 1 ? 'row cannot be read and was' : 'rows cannot be read and were';
  return [`${count(found.length)} ${verb} not taken along as they are: ${list}.`];
}

function describeBeside({ salts, erasures }: Beside, { erasureLogPath }: Settings): readonly string[] {
  return [
    ...(salts === 'moved' ? ['Salts were moved along.'] : []),
    ...(salts === 'stay' ? ['Salts stayed: anonymous visitors of today get other ids.'] : []),
    erasures === null
      ? `The log of erasures stays in ${erasureLogPath}: keep it.`
      : `The log of erasures went along: ${count(erasures)} lines.`,
  ];
}

function describeKey(direction: Direction, dataDir: string): string {
  if (direction === 'from')
    return 'Start the server with the same master key as before, and without MONGODB_URL.';
  const where = hasKeyFile(dataDir) ? `what ${dataDir}/master.key holds` : 'the same as before';
  return `Start the servers with MONGODB_URL, and with MASTER_KEY set to ${where}.`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
