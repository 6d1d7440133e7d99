/**
 * The action of Shopify Flow that adds a customer to a campaign: an event in the log, which the campaign waits for, by itself or by a
 * segment. Limits, consent and the control arm hold as for everybody else. The run's id is the event's, for Flow asks again
 * where nobody answered. https://shopify.dev/docs/apps/build/flow/actions/endpoints
 */
import * as z from 'zod';
import { isObject, MOST_DEPTH, readBoundedJson } from '../../../core/collect/json.ts';
import type { Campaign } from '../../../core/decisions/campaign.ts';
import { segmentsOf } from '../../../core/decisions/live.ts';
import type { Engine } from '../../../core/engine.ts';
import type { SiteId } from '../../../core/entry.ts';
import { accept, type Outcome, refuse } from '../../../core/errors.ts';
import type { PlatformPorts } from '../../../core/ports.ts';
import type { Condition } from '../../../core/segments/condition.ts';
import type { ShopifyApi } from '../api/api.ts';
import type { Door } from '../doors/doors.ts';
import type { Shops } from '../installation/shops.ts';
import type { ServerEvent } from '../mapping/mapped.ts';

/** What the log says of it. */
export const JOINED = 'Campaign Joined';
const MOST_BYTES = 64 * 1024;

const runSchema = z.object({
  shopify_domain: z.string(),
  action_run_id: z.string().min(1).max(80),
  properties: z.object({
    customer_id: z
      .union([z.number().int().positive(), z.string().regex(/^(gid:\/\/shopify\/Customer\/)?[1-9]\d{0,19}$/)])
      .transform(String),
    campaign: z.string().max(64),
  }),
});
type Run = z.infer<typeof runSchema>;

export type ActionPorts = Pick<PlatformPorts, 'web'> & {
  readonly api: () => Promise<Pick<ShopifyApi, 'isSignedByFlow' | 'readShop'>>;
  readonly shops: Pick<Shops, 'find'>;
  readonly engine: Pick<Engine, 'campaigns' | 'segments' | 'ingest' | 'now'>;
};

export function createActionDoor(ports: ActionPorts): Door {
  const { api, web } = ports;
  return async ({ request, response }) => {
    const body = await web.readBody(request, MOST_BYTES);
    if (!body.ok) return web.send(response, body);
    const { isSignedByFlow } = await api();
    const isSigned = await isSignedByFlow(request, response, body.value.toString('utf8'));
    web.send(
      response,
      isSigned
        ? await run(body.value, ports)
        : refuse('unknown_key', 'x-shopify-hmac-sha256', 'only Shopify speaks here: sign the body'),
    );
  };
}

async function run(body: Buffer, { api, shops, engine }: ActionPorts): Promise<Outcome<unknown>> {
  const asked = readRun(body);
  if (!asked.ok) return asked;
  const domain = (await api()).readShop(asked.value.shopify_domain);
  const shop = domain === null ? null : await shops.find(domain);
  if (shop === null || shop.uninstalledAt !== null)
    return refuse('not_found', 'shopify_domain', 'open Inkling in this shop first');
  const fault = findFault(shop.site.siteId, asked.value.properties.campaign, engine);
  if (fault !== null) return fault;
  const taken = await engine.ingest(shop.site, { events: [eventOf(asked.value, engine.now())] });
  if (!taken.ok) return taken;
  const [refused] = taken.value.refused;
  return refused === undefined ? taken : refuse(refused.code, 'customer_id', refused.hint);
}

/** What Flow says of a run of the action. @example readRun(body) // { ok: true, value: { action_run_id, … } } */
export function readRun(body: Buffer): Outcome<Run> {
  const json = readBoundedJson(body, MOST_DEPTH);
  if (!json.ok) return json;
  const checked = runSchema.safeParse(json.value);
  return checked.success
    ? accept(checked.data)
    : refuse('invalid_body', checked.error.issues[0]?.path.join('.') ?? '', 'name a customer and a campaign');
}

/** Null where the campaign takes those who are added. */
function findFault(
  site: SiteId,
  key: string,
  { campaigns, segments }: ActionPorts['engine'],
): Outcome<never> | null {
  const campaign = campaigns.get(site, key)?.campaign;
  if (campaign === undefined) return refuse('not_found', 'campaign', `there is no campaign "${key}"`);
  if (campaign.state !== 'live')
    return refuse('conflict', 'campaign', `campaign "${key}" is ${campaign.state}: set it live first`);
  const isAsked =
    isSetOff(campaign) ||
    segmentsOf(campaign).some((name) =>
      segments
        .of(site)
        ?.catalog.segments.some(
          ({ definition }) => definition.key === name && asksForJoined(definition.when),
        ),
    );
  return isAsked
    ? null
    : refuse(
        'conflict',
        'campaign',
        `campaign "${key}" is not for those who are added: let the event "${JOINED}" set it off, or be a segment of its audience`,
      );
}

/** By its trigger, unless that is about those who were added to another one. */
function isSetOff({ key, trigger }: Campaign): boolean {
  if (!('event' in trigger) || ![trigger.event].flat().includes(JOINED)) return false;
  const asked: unknown = trigger.where?.campaign;
  return !isObject(asked) || !('eq' in asked) || asked.eq === key;
}

/** Anywhere in it: which customers it means, the merchant has said. */
function asksForJoined(condition: Condition): boolean {
  return JSON.stringify(condition).includes(JSON.stringify(JOINED));
}

function eventOf({ action_run_id: id, properties }: Run, time: number): ServerEvent {
  const { customer_id: customer, campaign } = properties;
  const userId = customer.slice(customer.lastIndexOf('/') + 1);
  return { id: `flow:${id}`, name: JOINED, time, userId, properties: { campaign } };
}
