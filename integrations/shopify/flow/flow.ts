/** Shopify Flow: starts the merchant's workflows, carries campaigns to them, and is asked by them. */
import type { PlatformPorts } from '../../../core/ports.ts';
import type { Customers } from '../intake/customers.ts';
import type { Part } from '../part.ts';
import { type ActionPorts, createActionDoor } from './action.ts';
import { createFlowChannel } from './channel.ts';
import { listReceivers } from './notices.ts';
import { createTriggers, type TriggersPorts } from './triggers.ts';

export type FlowPorts = Omit<ActionPorts, 'shops' | 'engine'> &
  Pick<PlatformPorts, 'engine'> &
  Pick<TriggersPorts, 'admin'> & {
    readonly shops: ActionPorts['shops'] & TriggersPorts['shops'];
    readonly customers: Customers;
    readonly now: () => number;
  };

/** @example const { receiversOf } = createFlow(ports); receiversOf(siteId)[0].name // 'shopify' */
export function createFlow(ports: FlowPorts): Part {
  const { engine, customers } = ports;
  const triggers = createTriggers(ports);
  return {
    doors: { 'POST /flow/add-to-campaign': createActionDoor(ports) },
    channel: createFlowChannel({ ...ports, triggers }),
    receiversOf: (site) => listReceivers(site, { customers, triggers, segments: engine.segments }),
  };
}
