/** The installation's own key, sealed in the store: one at a time, for whoever runs it has it on the machine itself. */
import type { Engine } from '../../core/engine.ts';
import type { Store } from '../../core/ports.ts';
import { newKey } from '../../core/sites/site-keys.ts';

const KEY = 'operator-key';

export type OperatorKey = {
  current(): string;
  /** A new one, in force at once; the old one opens nothing from then on. With a line in the audit log of every site. */
  rotate(by: string): Promise<string>;
};

/** Made where there is none. @example (await openOperatorKey(engine, store)).current() // 'op_…' */
export async function openOperatorKey(
  { ring, sites, audit, records }: Pick<Engine, 'ring' | 'sites' | 'audit' | 'records'>,
  store: Pick<Store, 'getRecord' | 'putRecord'>,
): Promise<OperatorKey> {
  const sealed = await store.getRecord('meta', '', KEY);
  let key = typeof sealed === 'string' ? (await ring.ofSite('')).open(sealed, KEY) : await make();

  async function make(): Promise<string> {
    const keys = await ring.ofSite('');
    const fresh = newKey(keys, 'op');
    await store.putRecord('meta', '', KEY, keys.seal(fresh, KEY));
    return fresh;
  }

  records.on('meta', async (_, changed) => {
    const other = changed === KEY ? await store.getRecord('meta', '', KEY) : undefined;
    if (typeof other === 'string') key = (await ring.ofSite('')).open(other, KEY);
  });

  return {
    current: () => key,
    rotate: async (by) => {
      key = await make();
      for (const { siteId } of sites.list()) await audit.write(siteId, { act: 'operator key rotated', by });
      return key;
    },
  };
}
