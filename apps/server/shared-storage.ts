/**
 * Everything in MongoDB. The data folder holds nothing then but what belongs to this server alone: the socket of the command
 * line, and a new master key until it was shown.
 */
import { takeFolder } from '../../core/stores/folder.ts';
import { type Beside, openBeside } from '../../integrations/mongodb/beside.ts';
import { createMongoStore } from '../../integrations/mongodb/store.ts';
import type { Storage } from './storage.ts';

export type SharedSettings = { readonly dataDir: string; readonly mongodbUrl: string };

/**
 * @throws InklingError `store_unavailable` where no database answers, `store_locked` when another server has the folder.
 * @example const { store } = await openShared({ dataDir: 'data', mongodbUrl: 'mongodb://localhost/inkling' });
 */
export async function openShared({ dataDir, mongodbUrl: url }: SharedSettings): Promise<Storage> {
  const release = takeFolder(dataDir);
  let beside: Beside | null = null;
  try {
    beside = await openBeside(url);
    const store = await createMongoStore({ url });
    return { store, ...beside, close: () => closeAll([store.close, beside?.close, async () => release()]) };
  } catch (error) {
    await beside?.close();
    release();
    throw error;
  }
}

/** One after the other, however each of them ends; the first fault is told. */
async function closeAll(closes: readonly ((() => Promise<void>) | undefined)[]): Promise<void> {
  const faults: unknown[] = [];
  for (const close of closes) await close?.().catch((error: unknown) => faults.push(error));
  if (faults.length > 0) throw faults[0];
}
