/** Servers wait for each other by their clocks: one whose clock is wrong is not waited for, or is waited for without end. */
import type { Db } from 'mongodb';
import { InklingError } from '../../core/errors.ts';

/** Of any server and the database: two servers are then no further apart than their leases allow for. */
export const MOST_APART_MS = 5_000;

/**
 * @param now UTC ms.
 * @throws InklingError `clocks_apart` where the database says another time, however long its answer took.
 * @example await assertSameTime(db, Date.now)
 */
export async function assertSameTime(db: Db, now: () => number): Promise<void> {
  const before = now();
  const { localTime } = await db.admin().command({ hello: 1 });
  if (!(localTime instanceof Date)) return;
  const [aheadMs, behindMs] = [before - localTime.getTime(), localTime.getTime() - now()];
  const apartMs = Math.max(aheadMs, behindMs);
  if (apartMs <= MOST_APART_MS) return;
  const [seconds, way] = [Math.round(apartMs / 1_000), aheadMs > behindMs ? 'ahead of' : 'behind'];
  throw new InklingError(
    'clocks_apart',
    'mongodb',
    `the clock of this server is ${seconds} s ${way} that of the database`,
    'set both by NTP (docs/scale.md)',
  );
}
