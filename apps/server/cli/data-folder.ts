/** What there is to work on, for verbs that look before they open it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { InklingError } from '../../../core/errors.ts';
import type { Settings } from '../settings.ts';

type Place = Pick<Settings, 'dataDir' | 'mongodbUrl'>;

/** Whether the folder has been used by a server before. */
export function holdsStore(dataDir: string): boolean {
  return existsSync(join(dataDir, 'inkling.db'));
}

/** Whether there are files of ours in it. */
export function holdsFiles({ dataDir, mongodbUrl }: Place): boolean {
  return holdsStore(dataDir) || (mongodbUrl !== null && existsSync(dataDir));
}

/** Whether the first start is to come, which shows the keys. Of a database another server may have shown them. */
export function isNew({ dataDir, mongodbUrl }: Place): boolean {
  return mongodbUrl === null && !holdsStore(dataDir);
}

/** @throws InklingError `no_data` where there is nothing to work on yet; whether a database holds anything, it says itself. */
export function requireStore({ dataDir, mongodbUrl }: Place): void {
  if (mongodbUrl !== null || holdsStore(dataDir)) return;
  throw new InklingError(
    'no_data',
    'DATA_DIR',
    `the folder ${dataDir} holds no data`,
    'start the server once with `npm start`, or set DATA_DIR to its folder',
  );
}
