/** A site of a running server, and people of it who are erased: what each door is told of them, and what is held. */
import { innerHash, personVisitor } from '../../../core/identity/hash.ts';
import { asRawId } from '../../../core/identity/raw.ts';
import type { Site } from '../../../core/sites/site.ts';
import { NOON, type Served, type ServeOptions, serve } from '../../support/served.ts';
import { createSite, type TestSite } from '../../support/sites.ts';

export const MINUTE = 60_000;
export const DEVICE = 'd7'.repeat(16);
export const USER = 'customer-4711';

export type World = {
  readonly served: Served;
  readonly site: TestSite;
  readonly tenant: Site;
  /** An event that a server saw. */
  event(id: string, t: number, more?: object): Record<string, unknown>;
  order(id: string, t: number, more?: object): Record<string, unknown>;
  /** Sends it; answers the code of its refusal, or how it was taken. */
  ingest(event: Record<string, unknown>): Promise<string>;
  /** A page's post of one event at `t`; `at` is when its visitor chose. */
  page(t: number, at: number | null, more?: object): Promise<string>;
  erase(
    naming?: object,
  ): Promise<{ readonly id: string; readonly removed: Readonly<Record<string, number>> }>;
  /** How many entries stand under what identifies somebody; null where nothing is held. */
  held(naming?: object): Promise<readonly string[] | null>;
  stop(): Promise<void>;
};

export async function openWorld(options: ServeOptions = {}, settings: object = {}): Promise<World> {
  const served = await serve(options);
  const site = await createSite(served, settings);
  const tenant = served.sites.get(site.site) as Site;
  let sent = 0;
  const event: World['event'] = (id, t, more = {}) => ({
    id,
    name: 'Product Viewed',
    time: t,
    userId: USER,
    consent: { analytics: true },
    properties: { product_id: 'p1' },
    ...more,
  });
  return {
    served,
    site,
    tenant,
    event,
    order: (id, t, more = {}) =>
      event(`order:${id}`, t, {
        name: 'Order Completed',
        properties: { order_id: id, total: 50, currency: 'EUR', products: [] },
        ...more,
      }),
    ingest: async (one) => judge((await site.ingest([one])).body),
    page: async (t, at, more = {}) => {
      sent += 1;
      const item = { i: `page-${sent}`, n: 'Page Viewed', t, p: {}, u: '/' };
      const c = at === null ? {} : { c: { analytics: true, at } };
      const { body } = await site.collect({ s: served.clock.now(), dev: DEVICE, ...c, e: [item], ...more });
      return judge(body);
    },
    erase: async (naming = { userId: USER }) =>
      (await site.ask('POST', '/v1/erasures', naming)).body as Awaited<ReturnType<World['erase']>>,
    held: async (naming = { userId: USER }) => {
      const { status, body } = await site.ask('POST', '/v1/visitors/lookup', naming);
      if (status === 404) return null;
      const { items } = (await site.ask('GET', `/v1/visitors/${body.visitor}/events`)).body;
      return (items as { readonly type: string; readonly name: string }[])
        .map(({ type, name }) => `${type} ${name}`)
        .toSorted();
    },
    stop: served.stop,
  };
}

function judge(body: Readonly<Record<string, unknown>>): string {
  const {
    accepted,
    counted = 0,
    refused,
  } = body as {
    readonly accepted: number;
    readonly counted?: number;
    readonly refused: readonly { readonly code: string }[];
  };
  const [refusal] = refused;
  if (refusal !== undefined) return refusal.code;
  return accepted > counted ? 'taken' : 'counted';
}

/** Hash of a customer's number, as a page sends it, and the visitor it stands for. */
export function nameUser({ tenant }: World, user = USER) {
  const inner = innerHash(tenant.siteId, asRawId(user));
  return { inner, visitor: personVisitor(tenant.idKey, inner) };
}

export { NOON };
