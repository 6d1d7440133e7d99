/** The database that servers share: whether it answers, what it is, and whether its clock is ours. */
import { InklingError } from '../../../../core/errors.ts';
import type { Clock } from '../../../../core/ports.ts';
import { MOST_APART_MS } from '../../../../integrations/mongodb/clocks.ts';
import type { Settings } from '../../settings.ts';
import { holdsStore } from '../data-folder.ts';
import { count } from '../replay/progress-bar.ts';
import { type Finding, fail, failOf, fine, warn } from './finding.ts';

export type DatabaseLook = {
  readonly findings: readonly Finding[];
  /** Whether there is a store to look into: always so where no database is shared. */
  readonly holdsData: boolean;
};

/** What a read over the network takes, and then some. */
const USUAL_MS = 1_000;

/** Makes nothing, neither a database nor an index. */
export async function lookAtDatabase(
  { dataDir, mongodbUrl }: Settings,
  clock: Pick<Clock, 'now'>,
): Promise<DatabaseLook> {
  if (mongodbUrl === null) return { findings: [], holdsData: true };
  const { inspectDatabase } = await import('../../../../integrations/mongodb/inspect.ts');
  try {
    const seen = await inspectDatabase(mongodbUrl, clock.now);
    const findings = [
      fine('database', `${seen.product} ${seen.version}, ${seen.database} at ${seen.hosts}`),
      judgeIndexes(seen.missingIndexes, seen.holdsData),
      judgeDifference(seen.clockAheadMs),
      ...(holdsStore(dataDir) ? [leftBehind(dataDir)] : []),
    ];
    return { findings, holdsData: seen.holdsData };
  } catch (error) {
    if (!(error instanceof InklingError)) throw error;
    return { findings: [failOf('database', error)], holdsData: false };
  }
}

function judgeIndexes(missing: readonly string[], holdsData: boolean): Finding {
  if (!holdsData) return warn('store', 'the database holds no data yet', 'start the server once');
  if (missing.length === 0) return fine('indexes', 'all there');
  const cure = 'they are made at the next start, which takes as long as the collections are large';
  return warn('indexes', `${count(missing.length)} missing: ${missing.join(', ')}`, cure);
}

/** @example judgeDifference(20).state // 'ok' */
export function judgeDifference(aheadMs: number): Finding {
  const found = `the database's is ${count(Math.abs(Math.round(aheadMs)))} ms ${aheadMs < 0 ? 'behind' : 'ahead of'} ours`;
  const cure = 'keep the clocks of all servers and of the database by NTP (timedatectl set-ntp true)';
  if (Math.abs(aheadMs) > MOST_APART_MS) return fail('clocks', found, cure);
  return Math.abs(aheadMs) >= USUAL_MS ? warn('clocks', found, cure) : fine('clocks', found);
}

function leftBehind(dataDir: string): Finding {
  return warn(
    'data folder',
    `${dataDir} holds an embedded store as well, which is not looked at`,
    'move it away where its data is in the database; else unset MONGODB_URL to go on with it',
  );
}
