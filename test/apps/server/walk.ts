/** A server with a site whose keys were rotated, a visitor, and a sample request for each route. */
import type { Route } from '../../../apps/server/route.ts';
import { NOON, type Served, serve } from '../../support/served.ts';
import { createSite, openDoors, type TestSite } from '../../support/sites.ts';
import { campaign, DEVICE, MAILGUN_KEY, type RouteSample, routeSamples, segment } from './route-samples.ts';

export type Walk = {
  readonly served: Served;
  readonly site: TestSite;
  /** Keys that were replaced, with an overlap that is over. */
  readonly rotated: { readonly writeKey: string; readonly secretKey: string };
  readonly samples: Readonly<Record<string, RouteSample>>;
};

export const nameOf = ({ method, path }: Pick<Route, 'method' | 'path'>): string => `${method} ${path}`;

export async function prepareWalk(): Promise<Walk> {
  const served = await serve();
  const made = await createSite(served, { name: 'Walked', site: 'walked' });
  await served.sites.rotateKeys('walked', { overlapMs: 1_000 });
  await served.clock.moveTo(NOON + 1_000);
  const { writeKeys, secretKeys } = served.sites.get('walked') ?? { writeKeys: [], secretKeys: [] };
  const keys = { writeKey: writeKeys[0]?.key ?? '', secretKey: secretKeys[0]?.key ?? '' };
  const site = { ...made, ...keys, ...openDoors(served.url, keys) };
  const event = { id: 'known', name: 'Product Viewed', device: DEVICE, consent: { analytics: true } };
  await site.ingest([event]);
  await site.ask('PATCH', '/v1/mail', { services: { mailgun: { signingKey: MAILGUN_KEY } } });
  const { visitor } = (await site.ask('POST', '/v1/visitors/lookup', { device: DEVICE })).body;
  for (const key of ['keen', 'gone']) await site.ask('PUT', `/v1/segments/${key}`, { ...segment, key });
  await served.engine.segments.idle();
  for (const key of ['hello', 'gone']) await site.ask('PUT', `/v1/campaigns/${key}`, campaign);
  const samples = routeSamples({
    visitor: String(visitor),
    site: 'walked',
    writeKey: keys.writeKey,
    decision: await decideSomething(site, served),
  });
  return { served, site, rotated: { writeKey: made.writeKey, secretKey: made.secretKey }, samples };
}

/** The id of a decision for somebody whose consent nothing of the walk ends. */
async function decideSomething(site: TestSite, { clock }: Served): Promise<string> {
  const now = clock.now();
  const consent = { analytics: true, personalization: true, at: now };
  const added = { i: 'added', n: 'Product Added', t: now, u: '/', p: { product_id: 'p1', price: 9 } };
  const { body } = await site.collect({ s: now, d: 1, dev: 'd1'.repeat(16), c: consent, e: [added] });
  const [decision] = body.do as readonly { readonly id: string }[];
  if (decision === undefined) throw new Error('no decision came back');
  return decision.id;
}
