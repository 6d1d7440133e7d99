import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { innerHash } from '../../acceptance/pages.ts';
import { findCanaries, type Needle, writeIdNeedles, writeNeedles } from '../../support/canary.ts';
import { makeDataFolder } from '../../support/data-folder.ts';
import { readHeldIds } from '../../support/held-ids.ts';
import { CANARY, HUNTED } from './canaries.ts';
import { CHANNELS, DEVICE, MINUTE, mailTo } from './canary-channels.ts';
import { knockAgain } from './canary-knocks.ts';
import { type OpenShop, openShop } from './canary-shop.ts';

const PATIENCE_MS = 120_000;
const RAW = writeNeedles(HUNTED);
/** The one who is told of somebody by the user id that they have there. */
const BUT_THE_USER = writeNeedles(HUNTED.filter((text) => !CANARY.userId.startsWith(text)));

type Place = readonly [name: string, bytes: Buffer];

function filesOf(folder: string): readonly Place[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => [name, readFileSync(join(parentPath, name))] as const);
}

/** What has come out of a shop so far, by where; the mails themselves are the person's own, and so apart. */
function outputsOf(shop: OpenShop): ReadonlyMap<string, Buffer> {
  const { hook, app, mailbox } = shop;
  const hooked = hook.arrivals.map(({ path, headers, text }) => JSON.stringify({ path, headers, text }));
  const mails = mailbox.arrivals.map(({ from, to, text, html }) => JSON.stringify({ from, to, text, html }));
  const texts = {
    output: app.output(),
    stream: shop.streamed(),
    hook: hooked.join('\n'),
    mail: mails.join('\n'),
  };
  return new Map(Object.entries(texts).map(([name, text]) => [name, Buffer.from(text)]));
}

function search(places: Iterable<Place>, needles: readonly Needle[]): readonly string[] {
  return [...places].flatMap(([name, bytes]) =>
    findCanaries(bytes, needles).map(({ canary, form }) => `${name}: ${form} of ${canary}`),
  );
}

/** Every 16 bytes that the export of the person shows: ids of decisions, references of orders, of pages, of visitors. */
async function idsOf({ site }: OpenShop, visitor: string): Promise<readonly string[]> {
  const { body } = await site.ask('GET', `/v1/visitors/${visitor}/export`);
  return [...JSON.stringify(body).matchAll(/(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])/g)].map(([id]) => id);
}

it('whoever came through every channel is gone from all of them within a minute, while the server runs', {
  timeout: PATIENCE_MS,
}, async () => {
  const dataDir = makeDataFolder();
  const shop = await openShop(dataDir);
  onTestFinished(shop.close);
  for (const [, go] of CHANNELS) await go(shop);

  const { visitor } = (await shop.site.ask('POST', '/v1/visitors/lookup', { userId: CANARY.userId })).body;
  const inner = [CANARY.userId, CANARY.email].map((name) => innerHash(shop.site, name));
  const held = readHeldIds(dataDir).map((one) => one.visitor);
  const known = await idsOf(shop, String(visitor));
  const ids = writeIdNeedles([...new Set([...held, ...known, ...inner, DEVICE])]);

  // Before anybody is erased: no raw byte where nobody asked for it.
  const before = outputsOf(shop);
  expect(search(filesOf(dataDir), RAW)).toEqual([]);
  expect(
    search(
      [...before].filter(([name]) => name !== 'mail'),
      RAW,
    ),
  ).toEqual([]);
  const toSegment = (from = 0): Place => [
    'segment',
    Buffer.from(
      shop.segment.arrivals
        .slice(from)
        .map(({ text }) => text)
        .join('\n'),
    ),
  ];
  expect(search([toSegment()], BUT_THE_USER)).toEqual([]);
  expect(toSegment()[1].includes(CANARY.userId)).toBe(true);
  const told = shop.segment.arrivals.length;
  expect((await mailTo(shop)).to).toHaveLength(1);
  for (const id of held)
    expect([id, search(filesOf(dataDir), writeIdNeedles([id])).length > 0]).toEqual([id, true]);
  expect(search([...before], ids).some((found) => found.startsWith('hook'))).toBe(true);

  const { userId, email } = CANARY;
  const erased = await shop.site.ask('POST', '/v1/erasures', { userId, email, device: DEVICE });
  for (const kind of ['deliveries', 'links', 'entries', 'profiles', 'records', 'reservations'])
    expect([kind, (erased.body.removed as Record<string, number>)[kind] ?? 0]).not.toEqual([kind, 0]);
  expect(search(filesOf(dataDir), [...RAW, ...ids])).toEqual([]);

  const said = await knockAgain(shop, String(visitor));
  await shop.pass(MINUTE);
  expect(search(filesOf(dataDir), [...RAW, ...ids])).toEqual([]);
  const after = [...outputsOf(shop)].map(
    ([name, bytes]): Place => [name, bytes.subarray(before.get(name)?.length)],
  );
  const answers: Place = ['answers', Buffer.from(said.join('\n'))];
  expect(search([...after, answers, toSegment(told)], [...RAW, ...ids])).toEqual([]);
  expect(readHeldIds(dataDir)).toEqual([]);

  await shop.app.kill();
  expect(search(filesOf(dataDir), [...RAW, ...ids])).toEqual([]);
});
