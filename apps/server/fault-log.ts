/** What goes wrong while nobody asks, said in the log for what it is. */
import { InklingError } from '../../core/errors.ts';
import type { Log } from './log.ts';

const WORDS: Readonly<Record<string, string>> = {
  clocks_apart: 'the clock of this server or that of the database is wrong: see docs/scale.md',
  out_of_touch: 'this server has not heard the others for too long: start it again',
  notice_unreadable:
    'what another server told cannot be read and was passed over: look at the disks of the database',
  wrong_master_key: 'another server has put another master key in force: start this one again with it',
  store_unavailable: 'the store does not answer; it is tried again',
};
const OTHERS = 'work that goes on by itself broke off; it is kept, and tried again';

/** @example const onFault = createFaultLog(log) */
export function createFaultLog(log: Pick<Log, 'error'>): (error: unknown) => void {
  return (error) => {
    const words = error instanceof InklingError ? WORDS[error.code] : undefined;
    log.error({ err: error }, words ?? OTHERS);
  };
}
