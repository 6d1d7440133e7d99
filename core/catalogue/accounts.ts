/** SaaS groups: plan, trial and seats under a keyed hash of the platform's account id. */
import type { KeyObject } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import type { Json, SiteId } from '../entry.ts';
import { keyedReference } from '../identity/hash.ts';
import { impersonalText } from '../identity/impersonal.ts';
import type { Store } from '../ports.ts';
import { changeRecord } from '../record-change.ts';
import { OWN_RECORDS, type Records } from '../records.ts';

/** Where they are kept, by hash. */
export const ACCOUNTS = 'accounts';
const MOST_ACCOUNTS = 1_000;

const instant = z.iso.datetime({ offset: true });

export const accountsSchema = z.strictObject({
  accounts: z
    .array(
      z.strictObject({
        id: z.union([z.string().trim().min(1).max(200), z.number().transform(String)]),
        plan: impersonalText(100).optional(),
        trial_start_date: instant.optional(),
        trial_end_date: instant.optional(),
        seats: z.number().int().nonnegative().optional(),
      }),
    )
    .max(MOST_ACCOUNTS),
});

type AccountInput = z.infer<typeof accountsSchema>['accounts'][number];
export type Account = Omit<AccountInput, 'id'> & { readonly account: string };

export type Accounts = {
  upsert(
    site: { siteId: SiteId; idKey: KeyObject },
    accounts: readonly AccountInput[],
  ): Promise<readonly string[]>;
  get(site: SiteId, account: string): Promise<Account | null>;
};

/**
 * @param onChange Hears of accounts as they are now, whichever server has changed them.
 * @param records Left out where no other server changes accounts.
 * @example await accounts.upsert(site, [{ id: 'acme', plan: 'pro', seats: 12 }]) // the hashed ids
 */
export function createAccounts(
  store: Store,
  onChange: (site: SiteId, accounts: readonly Account[]) => void = () => undefined,
  records: Pick<Records, 'on'> = OWN_RECORDS,
): Accounts {
  async function get(site: SiteId, account: string): Promise<Account | null> {
    const facts = await store.getRecord(ACCOUNTS, site, account);
    return facts === undefined ? null : { ...(facts as Omit<Account, 'account'>), account };
  }

  records.on(ACCOUNTS, async (site, key) => {
    const account = await get(site, key);
    if (account !== null) onChange(site, [account]);
  });

  return {
    upsert: async (site, accounts) => {
      const changed: Account[] = [];
      for (const { id, ...facts } of accounts) {
        const account = keyedReference(site.idKey, 'account', id);
        const now = await changeRecord(store, [ACCOUNTS, site.siteId, account], (before) => {
          const answer = { ...(before as object | undefined), ...facts };
          // Servers name their accounts with each event: what is known is told to nobody.
          return isDeepStrictEqual(answer, before) ? { answer } : { next: answer as Json, answer };
        });
        changed.push({ ...now, account });
      }
      onChange(site.siteId, changed);
      return changed.map(({ account }) => account);
    },
    get,
  };
}
