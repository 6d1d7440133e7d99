/** A page whose visitor the site's server vouches for, by a line that holds for minutes: what is decided is decided for the person. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { deviceVisitor } from '../../../core/identity/hash.ts';
import { makeOwnProof } from '../../../core/identity/own-proof.ts';
import type { Site } from '../../../core/sites/site.ts';
import { campaign } from '../../acceptance/campaigns.ts';
import { innerHash } from '../../acceptance/pages.ts';
import { NOON, type Served, serve } from '../../support/served.ts';
import { createSite, type TestSite } from '../../support/sites.ts';

const MINUTE = 60_000;
const ALL = { analytics: true, personalization: true };
const USER = 'customer-7';
const DEVICE = 'd1'.repeat(16);

let served: Served;
let site: TestSite;

/** Somebody whom servers alone have told of, and a campaign for what they did there. */
beforeEach(async () => {
  served = await serve();
  site = await createSite(served, { name: 'Shop', site: 'shop' });
  await site.ask('PUT', '/v1/segments/adders', { name: 'Adders', when: { event: 'Product Added' } });
  await served.engine.segments.idle();
  await site.ask(
    'PUT',
    '/v1/campaigns/hello',
    campaign({
      audience: { all: ['adders'] },
      trigger: { slot: 'hero' },
      variants: [{ key: 'a', treatment: { kind: 'content', text: 'Hello' } }],
    }),
  );
  const added = { id: 'a1', name: 'Product Added', time: NOON, userId: USER, consent: ALL, properties: {} };
  await site.ingest([added]);
  await served.clock.moveTo(NOON + MINUTE);
});
afterEach(() => served.stop());

async function ask(pr?: string): Promise<number> {
  const now = served.clock.now();
  const viewed = { i: `v-${pr}`.slice(0, 90), n: 'Page Viewed', t: now, p: {}, u: '/' };
  const { body } = await site.collect({
    ...{ s: now, d: 1, dev: DEVICE, c: { ...ALL, at: now - 1 }, sl: ['hero'], e: [viewed] },
    ...{ h: innerHash(site, USER), pr },
  });
  return (body.do as readonly unknown[]).length;
}

it('a line of its server brings what was decided for the whole person to the page', async () => {
  const { body } = await site.ask('POST', '/v1/own/proofs', { userId: USER });
  expect(await ask(String(body.proof))).toBe(1);
  expect(await isVouchedFor()).toBe(true);
});

it('a log-in that was claimed before is proved by a line that comes later', async () => {
  expect(await ask()).toBe(0);
  await served.clock.moveTo(NOON + 2 * MINUTE);
  const { body } = await site.ask('POST', '/v1/own/proofs', { userId: USER });
  expect(await ask(String(body.proof))).toBe(1);
  expect(await isVouchedFor()).toBe(true);
});

it('the log-in stays proved when the line is over', async () => {
  const { body } = await site.ask('POST', '/v1/own/proofs', { userId: USER });
  await ask(String(body.proof));
  await served.clock.moveTo(NOON + 20 * MINUTE);
  await ask(String(body.proof));
  expect(await isVouchedFor()).toBe(true);
});

/** Whether whoever shows the device is answered for the person. */
async function isVouchedFor(): Promise<boolean> {
  const { idKey, siteId } = served.sites.get('shop') as Site;
  return served.engine.visitors.answersFor(siteId, deviceVisitor(idKey, DEVICE));
}

it.each<[what: string, prove: () => string | undefined]>([
  ['no line', () => undefined],
  ['a line that is over', () => lineOf(USER, NOON)],
  ['a line for longer than they hold', () => lineOf(USER, NOON + 60 * MINUTE)],
  ['a line of another customer', () => lineOf('customer-8', NOON + 10 * MINUTE)],
  ['a line under another key', () => lineOf(USER, NOON + 10 * MINUTE, 'sk_another')],
  ['a text', () => 'customer-7'],
])('%s is no proof: nothing comes to the page of what the person did elsewhere', async (_, prove) => {
  expect(await ask(prove())).toBe(0);
  expect(await isVouchedFor()).toBe(false);
});

it('without one the page is answered by what was done on its own device', async () => {
  await ask();
  const now = served.clock.now();
  const added = { i: 'own', n: 'Product Added', t: now, p: {}, u: '/' };
  const frame = {
    s: now,
    d: 1,
    dev: DEVICE,
    c: { ...ALL, at: now - 1 },
    sl: ['hero'],
    h: innerHash(site, USER),
  };
  const { body } = await site.collect({ ...frame, e: [added] });
  expect(body.do).toHaveLength(1);
});

it('a server that asks for its own page says who somebody is', async () => {
  await ask();
  const { body } = await site.ask('POST', '/v1/decide', { device: DEVICE, slot: 'hero' });
  expect(body.decisions).toHaveLength(1);
});

function lineOf(userId: string, expiresAt: number, key = site.secretKey): string {
  return makeOwnProof({ inner: innerHash(site, userId), expiresAt }, key);
}
