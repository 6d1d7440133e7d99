/** A shop whose merchant may have scores and segments written to customers, with a customer who has just bought. */
import type { FakeCustomer } from '../../../apps/shopify-dev/fake/state.ts';
import { gid } from '../../../apps/shopify-dev/fake/state.ts';
import { type Setup, setupSchema } from '../../../integrations/shopify/admin-page/contract.ts';
import { ASKED_SCOPES } from '../../../integrations/shopify/operations/scopes.ts';
import { bearer, call, type HttpAnswer } from '../sites.ts';
import { allow, makeBuyer } from './buyers.ts';
import { type ConnectedShop, connectShop } from './connected-shop.ts';

export const TAG = 'inkling:just-bought';
export const WRITING: readonly string[] = [...ASKED_SCOPES, 'write_customers'];
const ALL = { analytics: true, personalization: true, share: true };

export type WritingShop = {
  readonly connected: ConnectedShop;
  readonly customer: FakeCustomer;
  now(): number;
  /** Metafields of a customer, by key. */
  fields(owner?: FakeCustomer): Readonly<Record<string, string>>;
  tags(owner?: FakeCustomer): readonly string[];
  consent(owner: FakeCustomer, purposes: object): Promise<void>;
  /** Who has just bought, and allows this. */
  buyer(purposes?: object): Promise<FakeCustomer>;
  choose(what: 'scores' | 'tags', body: object): Promise<HttpAnswer>;
  row(key: 'scores' | 'tags'): Promise<Setup['items'][number] | undefined>;
  /** The hourly run, which also waits for what is under way. */
  align(): Promise<void>;
};

/** @example const shop = await openWritingShop(); await shop.choose('tags', { segments: ['just-bought'] }); */
export async function openWritingShop(scopes: readonly string[] = WRITING): Promise<WritingShop> {
  const connected = await connectShop();
  connected.shop.install(scopes);
  await connected.admin('GET', '/setup');
  const segment = { name: 'Just bought', words: 'did "Order Completed" in 1 hour' };
  await connected.site().ask('PUT', '/v1/segments/just-bought', segment);
  const { state } = connected.shop;
  const now = () => connected.served.clock.now();
  const consent = (owner: FakeCustomer, purposes: object): Promise<void> =>
    allow(connected, owner, purposes, now());
  const buyer = (purposes: object = ALL): Promise<FakeCustomer> => makeBuyer(connected, purposes);
  const customer = await buyer();
  return {
    ...{ connected, customer, now, consent, buyer },
    fields: (owner = customer) =>
      Object.fromEntries(
        [...state.metafields.values()]
          .filter(({ ownerId }) => ownerId === gid('Customer', owner.id))
          .map(({ key, value }) => [key, value]),
      ),
    tags: (owner = customer) => state.customers.get(owner.id)?.tags ?? [],
    choose: (what, body) => connected.admin('POST', `/setup/${what}`, body),
    row: async (key) => {
      const { body } = await connected.admin('GET', '/setup');
      return setupSchema.parse(body).items.find((item) => item.key === key) as Setup['items'][number];
    },
    align: async () => {
      const { url, operatorKey } = connected.served;
      const headers = bearer(operatorKey);
      const { status } = await call(`${url}/v1/jobs/shopify-customers/run`, { method: 'POST', headers });
      if (status !== 200) throw new Error(`the job does not run: ${status}`);
    },
  };
}
