/** What lies in a data folder, for verbs that look before they open it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { InklingError } from '../../../core/errors.ts';

/** Whether the folder has been used by a server before. */
export function holdsStore(dataDir: string): boolean {
  return existsSync(join(dataDir, 'inkling.db'));
}

/** @throws InklingError `no_data` where there is nothing to work on yet. */
export function requireStore(dataDir: string): void {
  if (holdsStore(dataDir)) return;
  throw new InklingError(
    'no_data',
    'DATA_DIR',
    `the folder ${dataDir} holds no data`,
    'start the server once with `npm start`, or set DATA_DIR to its folder',
  );
}
