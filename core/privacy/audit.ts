/** Every administrative act, append-only, without personal data. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Json } from '../entry.ts';
import type { Clock, Keys, RecordOrder, Store } from '../ports.ts';
import { sweepRecords } from './records.ts';

const COLLECTION = 'audit';
/** What routes write of whoever asked them. */
const BY_KEY = 'secret key';

export type AuditAct = {
  /** Past tense, for example `site created`. */
  readonly act: string;
  /** Who: `operator`, `secret key`, `command line`, `engine`, `visitor`, or the platform that somebody asked from. */
  readonly by: string;
  readonly detail?: Json;
};
export type AuditLine = AuditAct & { readonly time: number };

export type AuditLog = {
  write(site: string, act: AuditAct): Promise<void>;
  /**
   * What is done with the secret key while it runs, and in what it starts, is written as done by somebody else: a platform
   * that asks for its own people.
   */
  runAs<T>(by: string, run: () => T): T;
  list(
    site: string,
    after: string | null,
    limit: number,
    /** `down`: newest first. */
    order?: RecordOrder,
  ): Promise<readonly { key: string; line: AuditLine }[]>;
  /**
   * Removes acts from before an instant (UTC ms); answers how many.
   *
   * @param isDry Counts them, and changes nothing.
   */
  sweep(site: string, before: number, isDry: boolean): Promise<number>;
};

/** @example await audit.write('demo', { act: 'keys rotated', by: 'operator' }) */
export function createAuditLog(
  store: Store,
  clock: Pick<Clock, 'now'>,
  keys: Pick<Keys, 'random'>,
): AuditLog {
  let written = 0;
  const asker = new AsyncLocalStorage<string>();
  return {
    runAs: (by, run) => asker.run(by, run),
    write: async (site, act) => {
      const time = clock.now();
      const by = act.by === BY_KEY ? (asker.getStore() ?? act.by) : act.by;
      written += 1;
      // Acts of one millisecond keep their order; two servers never share a key.
      const place = String(written).padStart(9, '0');
      const key = `${String(time).padStart(15, '0')}:${place}:${Buffer.from(keys.random(4)).toString('hex')}`;
      await store.putRecord(COLLECTION, site, key, { ...act, by, time }, { was: undefined });
    },
    list: async (site, after, limit, order) =>
      (await store.listRecords(COLLECTION, site, after, limit, order)).map(({ key, value }) => ({
        key,
        line: value as AuditLine,
      })),
    sweep: (site, before, isDry) =>
      sweepRecords(
        store,
        { collection: COLLECTION, site, isOver: (_, value) => (value as AuditLine).time < before },
        isDry,
      ),
  };
}
