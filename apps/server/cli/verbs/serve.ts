import { once } from 'node:events';
import { readSettings } from '../../settings.ts';
import { isNew } from '../data-folder.ts';
import { done, type Verb } from '../verb.ts';

export const serveVerb: Verb = {
  name: 'serve',
  summary: 'Starts the server, as npm start does',
  usage: '',
  options: {},
  positionals: [0, 0],
  details: [
    'Settings come from the environment (docs/settings.md). Stops on SIGTERM and Ctrl+C: what is',
    'under way is answered, what waits is written. With --json the log is silent, and the one',
    'document comes when the server has stopped.',
  ].join('\n'),
  run: async (args, { env, stopped, warn, columns }) => {
    const settings = readSettings(env);
    const [{ startServer }, { createLog }, { describeStart }] = await Promise.all([
      import('../../server.ts'),
      import('../../log.ts'),
      import('../../greeting.ts'),
    ]);
    const log = createLog(args.options.json === true ? 'silent' : settings.logLevel);
    const showsKeys = columns !== null || isNew(settings);
    const server = await startServer({ settings, log });
    warn(describeStart(server, settings, showsKeys));
    if (!stopped.aborted) await once(stopped, 'abort');
    await server.stop();
    return done({ url: server.url, stopped: true }, '');
  },
};
