/** The installation's own key, sealed in the store: one at a time, for whoever runs it has it on the machine itself. */
import type { Engine } from '../../core/engine.ts';
import type { Json } from '../../core/entry.ts';
import type { Store } from '../../core/ports.ts';
import { changeRecord } from '../../core/record-change.ts';
import { newKey } from '../../core/sites/site-keys.ts';
import { createTurns } from '../../core/turns.ts';

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
  const keys = await ring.ofSite('');
  const make = (standing: Json | undefined) => {
    if (typeof standing === 'string') return { answer: keys.open(standing, KEY) };
    const answer = newKey(keys, 'op');
    return { next: keys.seal(answer, KEY), answer };
  };
  let key = await changeRecord(store, ['meta', '', KEY], make);
  /** What another server has made since is not overwritten in memory by what this one made before. */
  const inTurn = createTurns();

  records.on('meta', async (_, changed) => {
    if (changed !== KEY) return;
    await inTurn(async () => {
      const other = await store.getRecord('meta', '', KEY);
      if (typeof other === 'string') key = keys.open(other, KEY);
    });
  });

  return {
    current: () => key,
    rotate: async (by) => {
      await inTurn(async () => {
        key = await changeRecord(store, ['meta', '', KEY], () => make(undefined));
      });
      for (const { siteId } of sites.list()) await audit.write(siteId, { act: 'operator key rotated', by });
      return key;
    },
  };
}
