/**
 * The whole app with one webhook on its demo site, on a fast clock; it appends notices, one batch after the other, and
 * says which are durable, until it is killed. Its only argument is a DeliveriesPlan.
 */
import { startServer } from '../../apps/server/server.ts';
import { readSettings } from '../../apps/server/settings.ts';
import type { VisitorId } from '../../core/entry.ts';
import { notice } from '../core/deliveries/world.ts';
import { createFastClock } from './fast-clock.ts';

export type DeliveriesPlan = {
  readonly hookUrl: string;
  readonly startedAt: number;
  /** Begins the ids. */
  readonly round: number;
  /** 0: only delivers what is there. */
  readonly batches: number;
};

const BATCH = 5;
const VISITORS = 10;

const plan: DeliveriesPlan = JSON.parse(process.argv[2] ?? '{}');
const clock = createFastClock(plan.startedAt);
process.once('disconnect', () => process.exit());

const server = await startServer({ settings: readSettings(process.env), clock });
const site = server.sites.get('demo')?.siteId;
if (site === undefined) throw new Error('the server made no site "demo"');
const { webhooks, publish } = server.deliveries;
if (webhooks.list(site).length === 0) {
  const put = await webhooks.put(site, 'crm', { url: plan.hookUrl, types: ['notice'] });
  if (!put.ok) throw new Error(put.hint);
}
for (let batch = 0; batch < plan.batches; batch += 1) {
  const now = clock.now();
  const entries = Array.from({ length: BATCH }, (_, n) => {
    const number = batch * BATCH + n;
    const visitor = `${number % VISITORS}`.repeat(32) as VisitorId;
    return notice(`r${plan.round}-${number}`, { site, visitor, t: now, receivedAt: now });
  });
  const outcomes = await server.store.append(entries);
  publish(entries.map((entry, n) => ({ ...entry, seq: outcomes[n]?.seq ?? 0 })));
  process.send?.(entries.map(({ id }) => id));
}
