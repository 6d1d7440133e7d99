/** Every administrative act, append-only, without personal data. */
import type { Json } from '../entry.ts';
import type { Clock, Keys, Store } from '../ports.ts';

const COLLECTION = 'audit';

export type AuditAct = {
  /** Past tense, for example `site created`. */
  readonly act: string;
  /** Who: `operator`, `secret key`, `command line`, `engine`, `visitor`. */
  readonly by: string;
  readonly detail?: Json;
};
export type AuditLine = AuditAct & { readonly time: number };

export type AuditLog = {
  write(site: string, act: AuditAct): Promise<void>;
  list(
    site: string,
    after: string | null,
    limit: number,
  ): Promise<readonly { key: string; line: AuditLine }[]>;
};

/** @example await audit.write('demo', { act: 'keys rotated', by: 'operator' }) */
export function createAuditLog(store: Store, clock: Clock, keys: Keys): AuditLog {
  return {
    write: async (site, act) => {
      const time = clock.now();
      const key = `${String(time).padStart(15, '0')}:${Buffer.from(keys.random(6)).toString('hex')}`;
      await store.putRecord(COLLECTION, site, key, { ...act, time }, true);
    },
    list: async (site, after, limit) =>
      (await store.listRecords(COLLECTION, site, after, limit)).map(({ key, value }) => ({
        key,
        line: value as AuditLine,
      })),
  };
}
