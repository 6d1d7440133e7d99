/** What a server told the others that cannot be read: it is passed over, and said, since all that was told later waits behind it. */
import { InklingError } from './errors.ts';

const CODE = 'notice_unreadable';

/**
 * Of a topic of its own, told by nobody: something that another server told cannot be read. It may have been about anybody,
 * so whoever has anything of visitors in memory looks at the store again. Heard at once, and once more when what had begun by
 * then has ended.
 */
export const MISSED = 'missed';

/** @example if (!Array.isArray(going)) throw unreadableNotice('erasing-begun') */
export function unreadableNotice(what: string): InklingError {
  return new InklingError(
    CODE,
    'peers',
    `what another server told cannot be read (${what})`,
    'look at the disks of the database, and start this server again: it knows the rest from the store',
  );
}

export function isUnreadableNotice(error: unknown): error is InklingError {
  return error instanceof InklingError && error.code === CODE;
}
