/** What `npm start` prints: where to look, and the keys to use. */
import { currentKeys } from '../../core/sites/registry.ts';
import { INBOX_PATH } from '../../integrations/email/dev-inbox.ts';
import { readAddress } from '../../integrations/mongodb/address.ts';
import { saltsDatabase } from '../../integrations/mongodb/names.ts';
import { CONSOLE_PATH } from './console/guard.ts';
import { DEMO, SHOP_PATH } from './demo.ts';
import type { RunningServer } from './server.ts';
import type { Settings } from './settings.ts';

/** @param showsKeys Where it is kept by nobody: on a screen, and once when the folder is made. */
export function describeStart(server: RunningServer, settings: Settings, showsKeys = true): string {
  const { url, sites, operatorKey, engine } = server;
  const demo = sites.get(DEMO);
  const keys = demo === undefined ? null : currentKeys(demo, engine.now());
  const base = settings.publicUrl ?? url;
  return [
    '',
    'Inkling is running.',
    '',
    `  Console        ${base}${CONSOLE_PATH} (sign in with a secret key)`,
    `  Demo shop      ${base}${SHOP_PATH}/`,
    `  API            ${base}/openapi.json`,
    `  Health         ${base}/readyz`,
    ...(settings.mail.server === 'sink' ? [`  Mails          ${url}${INBOX_PATH} (shown, not sent)`] : []),
    ...describePlace(settings),
    '',
    ...(keys === null
      ? []
      : [
          '  Site "demo"',
          `    write key    ${keys.writeKey}  (pages)`,
          ...(showsKeys ? [`    secret key   ${keys.secretKey}  (servers)`] : []),
          `    tracker      <script defer src="${base}/t/${keys.writeKey}.js"></script>`,
        ]),
    showsKeys ? `  Operator key   ${operatorKey}  (makes sites)` : '  Keys           inkling site list',
    '',
    '  Stop with Ctrl+C.',
    '',
    '',
  ].join('\n');
}

function describePlace({ dataDir, mongodbUrl }: Settings): readonly string[] {
  if (mongodbUrl === null)
    return [
      `  Data folder    ${dataDir}`,
      '                 (all that is kept; back it up without its file "salts")',
    ];
  const { hosts, database } = readAddress(mongodbUrl) ?? { hosts: '', database: '' };
  return [
    `  Database       ${database} at ${hosts}`,
    `                 (all that is kept; back it up without ${saltsDatabase(database)})`,
  ];
}
