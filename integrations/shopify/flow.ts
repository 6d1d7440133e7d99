/**
 * Shopify Flow: starts the merchant's workflows when a customer enters or leaves a segment. A customer is told of by their own
 * id at Shopify, so only one who allows passing on. https://shopify.dev/docs/apps/build/flow/triggers
 */
import type { NamedEntry, Receiver, SendOutcome } from '../../core/deliveries/receiver.ts';
import type { Engine } from '../../core/engine.ts';
import type { SiteId } from '../../core/entry.ts';
import type { Refusal } from '../../core/errors.ts';
import { consentAt } from '../../core/identity/consent.ts';
import { objectedSince } from '../../core/identity/objected.ts';
import type { Admin, Patience } from './admin-client.ts';
import { flowTriggerReceive } from './operations/flow.ts';
import type { Part } from './part.ts';
import { PLATFORM, type Shops } from './shops.ts';

/** As extensions/inkling-flow-* name them. */
const HANDLES = { entered: 'inkling-flow-segment-entered', left: 'inkling-flow-segment-left' } as const;
/** The outbox tries again itself, and lets others go first. */
const ONE_TRY: Patience = { tries: 1, timeoutMs: 10_000 };

export type FlowPorts = {
  readonly admin: Admin;
  readonly shops: Pick<Shops, 'ofSite'>;
  readonly engine: Pick<Engine, 'book' | 'vault' | 'visitors' | 'now'>;
};

/** @example const { receiversOf } = createFlow(ports); receiversOf(siteId)[0].name // 'shopify' */
export function createFlow(ports: FlowPorts): Part {
  return {
    receiversOf: () => [
      {
        name: PLATFORM,
        wants: ({ type, properties }) =>
          type === 'notice' && properties.late !== true && properties.revokes === undefined,
        laneOf: ({ visitor }) => visitor,
        send: (entry) => tell(entry, ports),
      } satisfies Receiver,
    ],
  };
}

async function tell(entry: NamedEntry, ports: FlowPorts): Promise<SendOutcome> {
  const shop = await ports.shops.ofSite(entry.site);
  const customer = await findCustomer(entry, ports);
  if (shop === null || shop.uninstalledAt !== null || customer === null) return { kind: 'withheld' };
  const handle = entry.name === 'left' ? HANDLES.left : HANDLES.entered;
  const payload = { customer_id: customer, Segment: String(entry.properties.segment) };
  const outcome = await ports.admin.run(shop, flowTriggerReceive, { handle, payload }, ONE_TRY);
  return outcome.ok ? { kind: 'sent' } : failed(outcome);
}

/** Null where they may not be told of, or nobody knows who they are at Shopify. */
async function findCustomer({ site, visitor }: NamedEntry, { engine }: FlowPorts): Promise<number | null> {
  const { visitor: person } = await engine.visitors.resolve(site, visitor);
  if (!(await maySay(site, person, engine))) return null;
  const reference = await engine.vault.open(site, person, PLATFORM);
  return reference === null ? null : Number(reference.slice(reference.lastIndexOf('/') + 1));
}

async function maySay(
  site: SiteId,
  person: NamedEntry['visitor'],
  { book, now }: FlowPorts['engine'],
): Promise<boolean> {
  const at = now();
  const { consent } = (await book.read(site, person, at)).slot.timeline.profile;
  return consentAt(consent, 'share', at)?.allowed === true && objectedSince(consent, at) === null;
}

/** What Shopify refuses is no better in a minute; what it could not do now is. */
function failed({ code }: Refusal): SendOutcome {
  const isSlow = code !== 'not_available' && code !== 'interrupted';
  return { kind: 'failed', reason: code, isSlow, retryAfterMs: null };
}
