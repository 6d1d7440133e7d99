import { existsSync } from 'node:fs';
import { InklingError } from '../../../../core/errors.ts';
import { readLines } from '../../../../core/stores/erasure-file.ts';
import { systemClock } from '../../clock.ts';
import { readSettings, type Settings } from '../../settings.ts';
import { requireStore } from '../data-folder.ts';
import { dialServer } from '../dial.ts';
import { count } from '../replay/progress-bar.ts';
import { done, type Verb } from '../verb.ts';

export const restoreVerb: Verb = {
  name: 'restore',
  summary: 'Erases again after a backup came back; stop the server',
  usage: '[ERASURES_LOG] [--dry-run]',
  options: { 'dry-run': { what: 'count, and change nothing' } },
  positionals: [0, 1],
  details: [
    'A backup holds whoever was erased after it was made. The log of erasures knows of them: whoever of',
    'it is held again is removed as before. ERASURES_LOG is a copy from before the backup was put back,',
    'where that overwrote the log; what ours lacks is taken over. A second run counts 0.',
  ].join('\n'),
  run: async (args, terminal) => {
    const settings = readSettings(terminal.env);
    requireStore(settings);
    if ((await dialServer(settings.dataDir)) !== null) {
      throw new InklingError(
        'server_running',
        'restore',
        'a server uses this data folder',
        'stop it, restore, and start it again',
      );
    }
    await requireNobody(settings);
    const dryRun = args.options['dry-run'] === true;
    const [path] = args.positionals;
    if (path !== undefined && !existsSync(path))
      throw new InklingError('no_file', 'restore', `there is no file ${path}`, 'check the path of the log');
    const { openFolder } = await import('../folder.ts');
    const { engine, close } = await openFolder(settings, terminal.clock);
    try {
      const more = path === undefined ? {} : { more: readLines(path) };
      // Those of our own log went when the folder was opened.
      if (path !== undefined && !dryRun) await engine.removal.reapply(readLines(path));
      const found = await engine.erasures.reapply({ dryRun, ...more });
      const rows = Object.values(found.removed).reduce((sum, n) => sum + n, 0);
      return done({ dryRun, ...found, rows }, describe(found, rows, dryRun));
    } finally {
      await close();
    }
  },
};

/** Whoever serves has in memory what the backup no longer has. */
async function requireNobody({ mongodbUrl }: Pick<Settings, 'mongodbUrl'>): Promise<void> {
  if (mongodbUrl === null) return;
  const { countServers } = await import('../../../../integrations/mongodb/inspect.ts');
  const servers = await countServers(mongodbUrl, systemClock.now());
  if (servers === 0) return;
  throw new InklingError(
    'server_running',
    'restore',
    `${count(servers)} server${servers === 1 ? ' uses' : 's use'} this database`,
    'stop all of them, wherever they run; one that ended without a word is counted for up to a minute more',
  );
}

function describe(
  { erasures, visitors }: { readonly erasures: number; readonly visitors: number },
  rows: number,
  dryRun: boolean,
): string {
  if (erasures === 0) return 'The store knows every erasure of the log.';
  const known = `${count(erasures)} erasure${erasures === 1 ? '' : 's'} that the store did not know`;
  const ids = `${count(visitors)} id${visitors === 1 ? '' : 's'}`;
  return dryRun
    ? `${known}: something is held again under ${ids}.`
    : `${known}: ${count(rows)} rows of ${ids} removed again.`;
}
