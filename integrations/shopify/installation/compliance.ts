/**
 * The three topics that every app has to hear (https://shopify.dev/docs/apps/build/compliance/privacy-law-compliance): a
 * customer asks what is held, a customer is to be forgotten, a shop is to be forgotten. Addresses and telephone numbers that
 * stand in them are hashed or left where they are.
 */
import * as z from 'zod';
import type { Json, SiteId, VisitorId } from '../../../core/entry.ts';
import { accept, type Outcome, refuse } from '../../../core/errors.ts';
import { namedVisitor } from '../../../core/identity/naming.ts';
import type { PlatformPorts, RecordStore } from '../../../core/ports.ts';
import { sweepRecords } from '../../../core/privacy/records.ts';
import type { Told, TopicHandler } from '../doors/webhooks.ts';
import type { Part } from '../part.ts';
import { eachInTurn } from './each-shop.ts';
import { PLATFORM, type Shops } from './shops.ts';

const COLLECTION = 'platform-requests';
/** Of those that nobody has to do anything about any more. */
const MOST_LISTED = 1_000;
const PAGE = 1_000;
const DAY_MS = 86_400_000;
/** As long as somebody may ask whether it was answered. */
const KEPT_MS = 400 * DAY_MS;

/** A request of a customer, as the merchant sees it. Instants are UTC ms. */
export type PrivacyRequest = {
  readonly id: string;
  readonly kind: 'data_request' | 'customer_redact';
  readonly at: number;
  readonly doneAt: number | null;
  /** Whose data it is about; null where nothing is held, or nothing any more. */
  readonly visitor: VisitorId | null;
  /** Entries that were removed, or handed out. */
  readonly entries: number;
};

const customerSchema = z.object({
  customer: z.object({
    id: z.union([z.number(), z.string()]).transform(String),
    email: z.string().nullish(),
  }),
  data_request: z.object({ id: z.union([z.number(), z.string()]).transform(String) }).optional(),
});

export type CompliancePorts = Pick<PlatformPorts, 'engine'> & {
  readonly store: RecordStore;
  readonly shops: Pick<Shops, 'list'>;
};

export type Compliance = {
  readonly part: Part;
  /** Newest first: all that wait or have a file, and the latest of the others. */
  list(site: SiteId): Promise<readonly PrivacyRequest[]>;
  /** The file was handed to the merchant, who gives it to the customer. */
  noteExport(site: SiteId, request: PrivacyRequest, entries: number): Promise<void>;
};

export function createCompliance({ engine, store, shops }: CompliancePorts): Compliance {
  async function note(site: SiteId, request: PrivacyRequest): Promise<void> {
    const { id, ...row } = request;
    await store.putRecord(COLLECTION, site, keyOf(request.visitor, id), row);
  }

  type Row = Omit<PrivacyRequest, 'id'>;

  async function find(site: SiteId, visitor: VisitorId | null, id: string): Promise<Row | null> {
    return ((await store.getRecord(COLLECTION, site, keyOf(visitor, id))) as Row | undefined) ?? null;
  }

  const dataRequest: TopicHandler = async (told) => {
    const asked = readCustomer(told);
    if (!asked.ok) return asked;
    const { site } = told.shop;
    const visitor = namedVisitor({ userId: asked.value.customer.id }, site);
    const isHeld = visitor !== null && (await engine.visitors.resolve(site.siteId, visitor)).exists;
    const at = told.triggeredAt ?? engine.now();
    const id = `data_request-${asked.value.data_request?.id ?? told.id}`;
    // Something may be held of them since it was told first.
    const known = (await find(site.siteId, visitor, id)) ?? (await find(site.siteId, null, id));
    if (known === null)
      await note(site.siteId, {
        ...{ id, kind: 'data_request', at, entries: 0 },
        ...(isHeld ? { visitor, doneAt: null } : { visitor: null, doneAt: engine.now() }),
      });
    return accept({});
  };

  const redact: TopicHandler = async (told) => {
    const asked = readCustomer(told);
    if (!asked.ok) return asked;
    const { site } = told.shop;
    const { id: userId, email } = asked.value.customer;
    const receipt = await engine.erasures.erase(site, { userId, email: email ?? undefined }, PLATFORM);
    const at = told.triggeredAt ?? engine.now();
    const id = `customer_redact-${told.id}`;
    // Shopify may tell of it again, and what went then is gone by now.
    const before = (await find(site.siteId, null, id))?.entries ?? 0;
    await note(site.siteId, {
      ...{ id, kind: 'customer_redact', at, doneAt: engine.now() },
      ...{ visitor: null, entries: before + (receipt?.removed.entries ?? 0) },
    });
    return accept({});
  };

  async function sweep(): Promise<void> {
    const before = engine.now() - KEPT_MS;
    const isOver = (_: string, value: Json): boolean => (value as unknown as PrivacyRequest).at < before;
    await eachInTurn(await shops.list(), ({ site }) =>
      sweepRecords(store, { collection: COLLECTION, site: site.siteId, isOver }, false),
    );
  }

  async function list(site: SiteId): Promise<readonly PrivacyRequest[]> {
    const open: PrivacyRequest[] = [];
    let others: readonly PrivacyRequest[] = [];
    for await (const page of pages(site)) {
      open.push(...page.filter(({ visitor }) => visitor !== null));
      const more = page.filter(({ visitor }) => visitor === null);
      others = [...others, ...more].toSorted(byNewest).slice(0, MOST_LISTED);
    }
    return [...open, ...others].toSorted(byNewest);
  }

  async function* pages(site: SiteId): AsyncIterable<readonly PrivacyRequest[]> {
    for (let after: string | null = null; ; ) {
      const rows = await store.listRecords(COLLECTION, site, after, PAGE);
      yield rows.map(({ key, value }) => ({ id: key.slice(key.indexOf(':') + 1), ...(value as Row) }));
      after = rows.at(-1)?.key ?? null;
      if (rows.length < PAGE) return;
    }
  }

  return {
    part: {
      always: { CUSTOMERS_DATA_REQUEST: dataRequest, CUSTOMERS_REDACT: redact },
      works: [{ name: 'requests', everyMs: DAY_MS, run: sweep }],
    },
    list,
    noteExport: (site, request, entries) => note(site, { ...request, entries, doneAt: engine.now() }),
  };
}

function readCustomer({ payload }: Told): Outcome<z.infer<typeof customerSchema>> {
  const read = customerSchema.safeParse(payload);
  return read.success
    ? accept(read.data)
    : refuse('invalid_body', 'customer', 'Shopify names the customer by id');
}

const byNewest = (a: PrivacyRequest, b: PrivacyRequest): number => b.at - a.at;

/** It goes with whom it is about. */
function keyOf(visitor: VisitorId | null, id: string): string {
  return `${visitor ?? ''}:${id}`;
}
