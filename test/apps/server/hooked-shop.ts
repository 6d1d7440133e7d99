/** A shop on a running server whose webhooks may go to this machine, and the place where they go. */
import type { VisitorId } from '../../../core/entry.ts';
import { deviceVisitor } from '../../../core/identity/hash.ts';
import { type HookReceiver, openHook } from '../../support/hook-receiver.ts';
import { type Served, serve } from '../../support/served.ts';
import { createSite, type TestSite } from '../../support/sites.ts';

export const DEVICE = 'd0'.repeat(16);

export type HookedShop = {
  readonly served: Served;
  readonly site: TestSite;
  readonly hook: HookReceiver;
  /** Whom events of {@link DEVICE} are recorded under. */
  readonly visitor: VisitorId;
};

/** Whoever opens it stops `served`. */
export async function openHookedShop(): Promise<HookedShop> {
  const served = await serve({ env: { INKLING_WEBHOOK_PRIVATE_HOSTS: 'loopback' } });
  const site = await createSite(served, { name: 'Shop', site: 'shop' });
  const hook = await openHook();
  const idKey = served.sites.get('shop')?.idKey;
  if (idKey === undefined) throw new Error('the site has no key');
  return { served, site, hook, visitor: deviceVisitor(idKey, DEVICE) };
}
