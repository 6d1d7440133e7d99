/** Two sites, both full: whatever is asked with the keys of one shows and changes nothing of the other. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Route } from '../../../apps/server/route.ts';
import { findCanaries, writeNeedles } from '../../support/canary.ts';
import { NOON, type Served, serve } from '../../support/served.ts';
import { bearer, createSite, type TestSite } from '../../support/sites.ts';
import { placesOf, replaceAt } from './hostile.ts';
import { campaign, DEVICE, fillPath, type RouteSample, routeSamples, segment } from './route-samples.ts';
import { nameOf } from './walk.ts';

const ROOMY = { postsPerSecondPerAddress: 100_000, postsPerSecondPerKey: 100_000 };
/** Texts of the other site that nobody else can know: they stand in what it defined and in what its visitors did. */
const CANARIES = {
  site: 'Zanzibar Outfitters',
  segment: 'Zanzibar Regulars',
  campaign: 'Zanzibar Winter Push',
  treatment: 'Zanzibar says hello',
  product: 'Zanzibar Lantern',
  event: 'Zanzibar Lantern Lit',
  property: 'zanzibar_only_value',
  webhook: 'zanzibar-hook.example',
  sender: 'Zanzibar Post',
  plan: 'zanzibar_plan',
} as const;
const NEEDLES = writeNeedles(Object.values(CANARIES));

let served: Served;
let own: TestSite;
let other: TestSite;
let samples: Readonly<Record<string, RouteSample>>;
/** What the other site's things are called: anybody may have heard of those. */
let names: readonly string[];

async function fill(site: TestSite, texts: Readonly<Record<keyof typeof CANARIES, string>>) {
  const consent = { analytics: true, personalization: true, contact: true, at: NOON - 1 };
  const lit = { lantern: texts.property, product_id: 'p1', price: 9 };
  const events = [
    {
      id: 'e1',
      name: texts.event,
      time: NOON,
      device: DEVICE,
      consent: { analytics: true },
      properties: lit,
    },
    {
      id: 'order:7',
      name: 'Order Completed',
      time: NOON,
      userId: 'u-1',
      consent: { analytics: true },
      properties: { order_id: '7', revenue: 12, coupon: texts.property },
    },
  ];
  await site.ask('PUT', '/v1/plan', {
    mode: 'lenient',
    events: { [texts.event]: { properties: { [texts.plan]: 'id' } } },
  });
  await site.ask('PUT', '/v1/products', { products: [{ id: 'p1', title: texts.product, price: '9.00' }] });
  await site.ask('PUT', '/v1/accounts', { accounts: [{ id: 7, plan: texts.property }] });
  for (const key of ['keen', 'gone'])
    await site.ask('PUT', `/v1/segments/${key}`, { ...segment, key, name: texts.segment });
  await served.engine.segments.idle();
  const [, shown] = campaign.variants;
  const variants = [
    campaign.variants[0],
    { ...shown, treatment: { ...shown?.treatment, text: texts.treatment } },
  ];
  for (const key of ['hello', 'gone'])
    await site.ask('PUT', `/v1/campaigns/${key}`, { ...campaign, variants, name: texts.campaign });
  await site.ask('PUT', '/v1/webhooks/crm', { url: `https://8.8.8.8/${texts.webhook}`, types: ['notice'] });
  await site.ask('PATCH', '/v1/mail', { fromName: texts.sender, language: 'en' });
  await site.ask('PUT', '/v1/suppressions', { email: 'bea@example.com', reason: 'manual' });
  await site.ingest(events);
  const added = { i: 'added', n: 'Product Added', t: NOON, u: '/', p: lit };
  const { body } = await site.collect({ s: NOON, d: 1, dev: 'd1'.repeat(16), c: consent, e: [added] });
  const { visitor } = (await site.ask('POST', '/v1/visitors/lookup', { device: DEVICE })).body;
  const [decision] = body.do as readonly { readonly id: string }[];
  return { visitor: String(visitor), decision: String(decision?.id), site: site.site };
}

/** Without what reading itself writes down, and without the place in the log, which is that of all sites. */
function steady(text: string): string {
  return text
    .replaceAll(/\{"act":"visitor exported"[^}]*\}[^}]*\},?/g, '')
    .replaceAll(/,(?=\],"next")|^id: \w+/g, '');
}

/** All that the site itself can read of itself. */
async function read(
  site: TestSite,
  known: Readonly<Record<string, RouteSample>>,
): Promise<readonly string[]> {
  const seen: string[] = [];
  for (const route of served.routes.filter(
    ({ method, path }) => method === 'GET' && !/^\/(healthz|readyz)|jobs/.test(path),
  )) {
    const sample = known[nameOf(route)];
    const path = fillPath(route.path, sample?.params) + (sample?.query ?? '');
    const answer = await fetch(served.url + path, { headers: bearer(site.secretKey) });
    seen.push(`${nameOf(route)} ${answer.status} ${steady(await answer.text())}`);
  }
  return seen;
}

beforeAll(async () => {
  served = await serve();
  own = await createSite(served, { name: 'Own', ...ROOMY });
  other = await createSite(served, { name: CANARIES.site, site: 'neighbour', ...ROOMY });
  const plain = Object.fromEntries(Object.keys(CANARIES).map((key) => [key, `Own ${key}`]));
  await fill(own, { ...CANARIES, ...plain, event: 'Lantern Lit', plan: 'own_plan', webhook: 'own' });
  const known = await fill(other, CANARIES);
  samples = routeSamples(known);
  const { next } = (await other.ask('GET', '/v1/visitors?limit=1')).body;
  names = [
    known.visitor,
    known.decision,
    known.site,
    other.siteId,
    other.writeKey,
    DEVICE,
    'u-1',
    'p1',
    'e1',
    'order:7',
    'keen',
    'gone',
    'hello',
    'crm',
    'purchase_7d',
    '7',
    String(next ?? ''),
  ];
});
afterAll(() => served.stop());

type Call = {
  readonly route: Route;
  readonly path: string;
  readonly body: unknown;
  readonly key: 'writeKey' | 'secretKey';
};

/** A call of any route, in whose path, query and body names of the other site stand. */
function callOf(route: Route): fc.Arbitrary<Call> {
  const sample = samples[nameOf(route)] ?? {};
  const name = fc.constantFrom(...names);
  const params = fc.record(
    Object.fromEntries(
      Object.entries(sample.params ?? {}).map(([param, value]) => [
        param,
        // A site's own name is in no call: what it does to itself is its own business.
        param === 'site' ? fc.constant('neighbour') : fc.oneof(fc.constant(value), name),
      ]),
    ),
  );
  const asked = fc.constantFrom(
    'cursor',
    'after',
    'site',
    'visitor',
    'segment',
    'campaign',
    'source',
    'at',
    'k',
  );
  const query = fc.array(fc.tuple(asked, name), { maxLength: 2 });
  const places = placesOf(sample.body);
  const body =
    places.length === 0
      ? fc.constant(sample.body)
      : fc
          .array(fc.tuple(fc.constantFrom(...places), fc.oneof(name, fc.constant({ site: 'neighbour' }))), {
            maxLength: 2,
          })
          .map((changes) =>
            changes.reduce<unknown>(
              (whole, [place, value]) => (hasPlace(whole, place) ? replaceAt(whole, place, value) : whole),
              sample.body,
            ),
          );
  return fc
    .tuple(params, query, body, fc.constantFrom('writeKey' as const, 'secretKey' as const))
    .map(([filled, more, said, key]) => {
      const usual = sample.query ?? (route.path.endsWith('/stream') ? '?follow=false' : '?');
      const text = new URLSearchParams(more.filter(([asks]) => asks !== 'k')).toString();
      return { route, path: `${fillPath(route.path, filled)}${usual}&${text}`, body: said, key };
    });
}

function hasPlace(whole: unknown, place: readonly (string | number)[]): boolean {
  const holder = place
    .slice(0, -1)
    .reduce<unknown>((value, key) => (value as Record<string | number, unknown> | null)?.[key], whole);
  return typeof holder === 'object' && holder !== null;
}

async function send({ route, path, body, key }: Call): Promise<string> {
  const answer = await fetch(served.url + path, {
    method: route.method,
    headers: bearer(own[key]),
    ...(body === undefined || route.method === 'GET' ? {} : { body: JSON.stringify(body) }),
  });
  const heads = [...answer.headers].map((pair) => pair.join(': ')).join('\n');
  return `${heads}\n${await answer.text()}`;
}

const seenIn = (text: string) => findCanaries(Buffer.from(text), NEEDLES).map(({ canary }) => canary);

describe('a site', () => {
  it('finds all of the canaries in what it reads of itself: they would be seen', async () => {
    const text = (await read(other, samples)).join('\n');
    const unseen = Object.values(CANARIES).filter((canary) => !seenIn(text).includes(canary));
    expect(unseen).toEqual([]);
  });

  it('sees no byte of its neighbour and changes none, whatever it asks with whichever key', async () => {
    // How far behind the counting is, is of all sites together.
    await served.jobs.run('statistics');
    const before = await read(other, samples);
    const routes = served.routes.filter(({ path }) => !path.endsWith('/train') && !path.includes('/jobs/'));
    const calls = fc.constantFrom(...routes).chain(callOf);
    await fc.assert(
      fc.asyncProperty(calls, async (call) => {
        expect([call.path, seenIn(await send(call))]).toEqual([call.path, []]);
      }),
      { seed: 20260105, numRuns: 150 },
    );
    for (const route of routes) {
      const [call] = fc.sample(callOf(route), { seed: 7, numRuns: 1 });
      if (call !== undefined)
        expect([call.path, seenIn(await send({ ...call, key: 'secretKey' }))]).toEqual([call.path, []]);
    }
    await served.engine.segments.idle();
    await served.jobs.run('statistics');
    expect(await read(other, samples)).toEqual(before);
  });
});
