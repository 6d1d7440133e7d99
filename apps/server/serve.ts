/** Serves until it is told to stop. */
import { isNew } from './cli/data-folder.ts';
import { leaveNoDumps } from './crash.ts';
import { describeStart } from './greeting.ts';
import { createLog } from './log.ts';
import { startServer } from './server.ts';
import { readSettings } from './settings.ts';

const PARENT_LOOK_MS = 500;

export async function runServer(): Promise<void> {
  // Before anything is awaited: a parent that ends meanwhile has to be seen as well.
  const parent = process.ppid;
  leaveNoDumps(process);
  const settings = readSettings(process.env);
  const log = createLog(settings.logLevel);
  // Later starts are watched by nobody but a journal, which keeps what it reads.
  const showsKeys = process.stdout.isTTY || isNew(settings);
  const server = await startServer({ settings, log });
  let stopping = false;
  const stop = (signal: string): void => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping');
    server.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'the stop was not clean; the log of entries is');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop).on('SIGINT', stop);
  // Whoever reads it may stop us at once, so that is prepared for.
  process.stdout.write(describeStart(server, settings, showsKeys));
  if (process.env.npm_lifecycle_event !== undefined) whenEnded(parent, () => stop('SIGTERM'));
}

/**
 * npm passes a SIGTERM on to the shell it runs a script in; Debian's (dash) ends there and then and tells nobody. The
 * server would go on without anybody who knows it, and hold its folder.
 */
function whenEnded(parent: number, callback: () => void): void {
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    callback();
  }, PARENT_LOOK_MS).unref();
}
