/**
 * The three topics that every app has to hear (https://shopify.dev/docs/apps/build/compliance/privacy-law-compliance): a
 * customer asks what is held, a customer is to be forgotten, a shop is to be forgotten. Addresses and telephone numbers that
 * stand in them are hashed or left where they are.
 */
import * as z from 'zod';
import type { SiteId, VisitorId } from '../../core/entry.ts';
import { accept, type Outcome, refuse } from '../../core/errors.ts';
import { namedVisitor } from '../../core/identity/naming.ts';
import type { PlatformPorts, Store } from '../../core/ports.ts';
import { PLATFORM } from './shops.ts';
import type { Told, TopicHandler } from './webhooks.ts';

const COLLECTION = 'platform-requests';
const MOST_LISTED = 1_000;

/** A request of a customer, as the merchant sees it. */
export type PrivacyRequest = {
  readonly id: string;
  readonly kind: 'data_request' | 'redact';
  /** UTC ms. */
  readonly at: number;
  /** Whose data it is about; null where nothing is held, or nothing any more. */
  readonly visitor: VisitorId | null;
  /** Of an erasure. */
  readonly receipt: string | null;
};

const customerSchema = z.object({
  customer: z.object({
    id: z.union([z.number(), z.string()]).transform(String),
    email: z.string().nullish(),
  }),
  data_request: z.object({ id: z.union([z.number(), z.string()]).transform(String) }).optional(),
});

export type CompliancePorts = Pick<PlatformPorts, 'engine'> & {
  readonly store: Pick<Store, 'putRecord' | 'listRecords' | 'deleteRecord'>;
};

export type Compliance = {
  readonly topics: Readonly<Record<string, TopicHandler>>;
  /** Newest first. */
  list(site: SiteId): Promise<readonly PrivacyRequest[]>;
};

export function createCompliance({ engine, store }: CompliancePorts): Compliance {
  async function note(site: SiteId, request: PrivacyRequest): Promise<void> {
    const { id, ...row } = request;
    await store.putRecord(COLLECTION, site, keyOf(request.visitor, id), row);
  }

  return {
    topics: {
      CUSTOMERS_DATA_REQUEST: async (told) => {
        const asked = readCustomer(told);
        if (!asked.ok) return asked;
        const { site } = told.shop;
        const visitor = namedVisitor({ userId: asked.value.customer.id }, site);
        const isHeld = visitor !== null && (await engine.visitors.view(site.siteId, visitor)) !== null;
        const at = told.triggeredAt ?? engine.now();
        const id = `data_request-${asked.value.data_request?.id ?? at}`;
        await note(site.siteId, {
          id,
          kind: 'data_request',
          at,
          visitor: isHeld ? visitor : null,
          receipt: null,
        });
        return accept({});
      },
      CUSTOMERS_REDACT: async (told) => {
        const asked = readCustomer(told);
        if (!asked.ok) return asked;
        const { site } = told.shop;
        const { id: userId, email } = asked.value.customer;
        const receipt = await engine.erasures.erase(site, { userId, email: email ?? undefined }, PLATFORM);
        const at = told.triggeredAt ?? engine.now();
        const id = `redact-${receipt?.id ?? at}`;
        await note(site.siteId, { id, kind: 'redact', at, visitor: null, receipt: receipt?.id ?? null });
        return accept({});
      },
    },
    list: async (site) => {
      const rows = await store.listRecords(COLLECTION, site, null, MOST_LISTED);
      return rows
        .map(({ key, value }) => ({
          id: key.slice(key.indexOf(':') + 1),
          ...(value as Omit<PrivacyRequest, 'id'>),
        }))
        .toSorted((a, b) => b.at - a.at);
    },
  };
}

function readCustomer({ payload }: Told): Outcome<z.infer<typeof customerSchema>> {
  const read = customerSchema.safeParse(payload);
  return read.success
    ? accept(read.data)
    : refuse('invalid_body', 'customer', 'Shopify names the customer by id');
}

/** It goes with whom it is about. */
function keyOf(visitor: VisitorId | null, id: string): string {
  return `${visitor ?? ''}:${id}`;
}
