/** The embedded store alone: bytes of its files. What MongoDB holds after an erasure: test/integrations/mongodb/erasure.test.ts. */
import { createHmac } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { VisitorId } from '../../core/entry.ts';
import { deviceVisitor, keyedReference } from '../../core/identity/hash.ts';
import { campaign } from '../acceptance/campaigns.ts';
import {
  DEVICE,
  MINUTE,
  NOON,
  nameUser,
  openWorld,
  USER,
  type World,
} from '../core/privacy/erased-people.ts';

const EMAIL = 'kaethe.q@nest-example.org';
const ORDER = 'Q-70461-B';
const PAGE = 'ab'.repeat(16);

let world: World;

beforeEach(async () => {
  const env = {
    INKLING_WEBHOOK_PRIVATE_HOSTS: 'loopback',
    INKLING_SMTP_URL: 'sink',
    INKLING_MAIL_FROM: 'Shop <shop@example.com>',
  };
  world = await openWorld({ env });
});
afterEach(() => world.stop());

/** Every form in which something of the person could stand in a file. */
function writeNeedles(ids: readonly string[]): readonly (readonly [string, Buffer])[] {
  const { tenant } = world;
  const inners = [USER, EMAIL].map((name) => nameUser(world, name).inner);
  const hexes = [...ids, ...inners, DEVICE, keyedReference(tenant.idKey, 'order', ORDER)];
  const texts = [USER, EMAIL, ORDER, ...hexes, ...hexes.map((id) => id.toUpperCase())];
  return [
    ...texts.map((text) => [text, Buffer.from(text)] as const),
    ...hexes.map((id) => [`bytes of ${id}`, Buffer.from(id, 'hex')] as const),
    ...hexes.map(
      (id) => [`base64url of ${id}`, Buffer.from(Buffer.from(id, 'hex').toString('base64url'))] as const,
    ),
  ];
}

/** In every file of the folder, with those that SQLite writes beside the database, while the server has them open. */
function search(needles: readonly (readonly [string, Buffer])[]): readonly string[] {
  const { dataDir } = world.served;
  return readdirSync(dataDir, { recursive: true, encoding: 'utf8' }).flatMap((name) => {
    const path = join(dataDir, name);
    if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return [];
    const bytes = readFileSync(path);
    return needles.filter(([, needle]) => bytes.includes(needle)).map(([form]) => `${name}: ${form}`);
  });
}

async function set(path: string, body: object): Promise<void> {
  const answer = await world.site.ask('PUT', path, body);
  expect([path, answer.status < 300, answer.body]).toEqual([path, true, answer.body]);
}

/** Somebody who left something in every place there is. */
async function live(): Promise<readonly VisitorId[]> {
  const { site, tenant, served } = world;
  const { engine } = served;
  const { siteId } = tenant;
  await set('/v1/segments/viewers', { name: 'Viewers', when: { event: 'Product Viewed' } });
  await set('/v1/campaigns/hello', campaign());
  await set('/v1/webhooks/crm', {
    url: 'http://127.0.0.1:1/hook',
    types: ['notice', 'decision'],
    visitor: 'own',
  });
  await world.page(NOON - 3 * MINUTE, null, { pg: PAGE, dev: undefined });
  const [before] = await engine.store.listRecorded(siteId, null, 9);
  const { inner, visitor } = nameUser(world);
  const pr = createHmac('sha256', site.secretKey).update(inner, 'utf8').digest('hex');
  await world.page(NOON - 2 * MINUTE, NOON - 2 * MINUTE, { pg: PAGE, h: inner, pr, d: 1, sl: ['hero'] });
  const consent = { analytics: true, personalization: true, contact: true, share: true };
  await site.ask('POST', '/v1/consent', { userId: USER, email: EMAIL, purposes: consent, source: 'form' });
  const named = { device: DEVICE, email: EMAIL, consent };
  await world.ingest(world.event('a', NOON - MINUTE, named));
  await world.ingest(world.order(ORDER, NOON - MINUTE, named));
  const item = { i: 'added', n: 'Product Added', t: NOON, p: { product_id: 'p1' }, u: '/p/1' };
  const answer = await site.collect({
    s: NOON,
    dev: DEVICE,
    d: 1,
    c: { analytics: true, personalization: true, at: NOON },
    e: [item],
  });
  expect(answer.body.do).toHaveLength(1);
  for (const { id } of (answer.body.do ?? []) as { id: string }[])
    await site.ask('POST', '/v1/exposures', { decision: id, shown: true, at: NOON, s: NOON });
  await engine.segments.idle();
  await engine.book.flush();
  await served.clock.moveTo(NOON + 1);
  await engine.retention.retireEvents(siteId, 0);
  await world.ingest(world.event('b', NOON + 1, named));
  await engine.book.flush();
  return [visitor, nameUser(world, EMAIL).visitor, deviceVisitor(tenant.idKey, DEVICE), before as VisitorId];
}

it('no byte of somebody who was erased is left in the folder of the running server, and none comes back', async () => {
  const ids = await live();
  const needles = writeNeedles(ids);
  const { served, site } = world;
  for (const id of ids) {
    const seen = search(needles.filter(([form]) => form.includes(id)));
    expect([id, seen.length > 0]).toEqual([id, true]);
  }
  const { removed } = await world.erase({ userId: USER });
  for (const kind of ['entries', 'links', 'profiles', 'bases', 'records', 'retired', 'deliveries'])
    expect([kind, (removed[kind] ?? 0) > 0]).toEqual([kind, true]);
  expect(search(needles)).toEqual([]);

  await served.engine.book.flush();
  await served.engine.violations.flush();
  await served.clock.moveTo(NOON + 2 * MINUTE);
  await world.page(NOON + 2 * MINUTE, NOON - 2 * MINUTE, { h: nameUser(world).inner });
  await world.ingest(world.event('c', NOON + MINUTE, { device: DEVICE, email: EMAIL }));
  await site.ask('GET', '/v1/webhooks');
  expect(search(needles)).toEqual([]);
});
