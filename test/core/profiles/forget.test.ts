import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { VisitorId } from '../../../core/entry.ts';
import { deviceVisitor, innerHash, personVisitor } from '../../../core/identity/hash.ts';
import { asRawId } from '../../../core/identity/raw.ts';
import type { Site } from '../../../core/sites/site.ts';
import { NOON, type Served, serve } from '../../support/served.ts';

const UA = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const MINUTE_MS = 60_000;
const OWN_DEVICE = 'a'.repeat(32);
const SHARED_DEVICE = 'b'.repeat(32);

let served: Served;
let site: Site;

beforeEach(async () => {
  served = await serve();
  site = served.sites.get('demo') as Site;
});
afterEach(() => served.stop());

const person = (name: string): VisitorId => personVisitor(site.idKey, innerHash(site.siteId, asRawId(name)));
const shared = (): VisitorId => deviceVisitor(site.idKey, SHARED_DEVICE);

type Sent = {
  readonly device: string;
  readonly minute: number;
  readonly userId?: string;
  readonly name?: string;
};

/** What a server saw on a device, so many minutes into a morning; the campaign is the person's own. */
async function send({ device, minute, userId, name = 'Product Viewed' }: Sent): Promise<void> {
  const event = { id: `${device[0]}${minute}`, name, time: NOON - (600 - minute) * MINUTE_MS, device };
  const context = { campaign: { utm_source: `of-${userId ?? 'nobody'}` } };
  const consent = { analytics: true };
  await served.engine.ingest(site, { events: [{ ...event, context, consent, ...(userId && { userId }) }] });
}

/** Ann at home; on the other device Ann, nobody, Ben, Ann and nobody. */
async function shareDevice(): Promise<void> {
  const device = SHARED_DEVICE;
  await send({ device: OWN_DEVICE, minute: 0, userId: 'ann' });
  await send({ device, minute: 60, userId: 'ann' });
  await send({ device, minute: 61, userId: 'ann', name: 'Signed Out' });
  await send({ device, minute: 120 });
  await send({ device, minute: 180, userId: 'ben' });
  await send({ device, minute: 240, userId: 'ann' });
  await send({ device, minute: 241, userId: 'ann', name: 'Signed Out' });
  await send({ device, minute: 300 });
}

/** Events of a whole life, by visitor; null for whom nothing is held of. */
async function countLives(): Promise<Record<string, number | null>> {
  const counts: Record<string, number | null> = {};
  for (const [name, visitor] of [
    ['ann', person('ann')],
    ['ben', person('ben')],
    ['device', shared()],
  ] as const) {
    const view = await served.engine.visitors.view(site.siteId, visitor);
    counts[name] = view?.events?.count ?? null;
  }
  return counts;
}

/** Leaves of the log what retention leaves, and makes the profiles anew from that. */
async function retireAll(): Promise<void> {
  const { book, retention } = served.engine;
  await served.clock.moveTo(NOON + 1);
  await retention.retireEvents(site.siteId, 0);
  for (const visitor of [person('ann'), person('ben'), shared()]) await book.refold(site.siteId, visitor);
}

/** Where in the data folder Ann is found: her id, as text or as bytes, or a word only she brought. */
function findAnn(): readonly string[] {
  const needles = [Buffer.from(person('ann')), Buffer.from(person('ann'), 'hex'), Buffer.from('of-ann')];
  const files = readdirSync(served.dataDir, { withFileTypes: true }).filter((file) => file.isFile());
  return files
    .map(({ name }) => name)
    .filter((name) => {
      const bytes = readFileSync(join(served.dataDir, name));
      return needles.some((needle) => bytes.includes(needle));
    });
}

/** A browser that says it is the customer, and cannot prove it. */
async function claim(device: string, userId: string): Promise<void> {
  const h = innerHash(site.siteId, asRawId(userId));
  const item = { i: 'claimed', n: 'Product Viewed', t: NOON, p: { product_id: 'p2' }, u: '/p/2' };
  const body = { ver: 1, s: NOON, dev: device, h, c: { analytics: true, at: NOON }, q: 0, e: [item] };
  const seen = { addressPrefix: '203.0.113', userAgent: UA, acceptLanguage: 'en', address: '' };
  await served.engine.collect(site, body, {
    ...seen,
    gpc: false,
    dnt: false,
    purpose: '',
    origin: '',
    country: '',
  });
}

describe('a person erased from a shared device', () => {
  const lives = { ann: 5, ben: 1, device: 2 };

  it.each([
    ['while the log has everything', async () => undefined],
    ['after retention left no more than counts', retireAll],
  ])('takes nothing of the others along and leaves them nothing, %s', async (_, prepare) => {
    const { visitors } = served.engine;
    await shareDevice();
    await prepare();
    expect(await countLives()).toEqual(lives);

    await visitors.forget(site.siteId, person('ann'));
    expect(await countLives()).toEqual({ ...lives, ann: null });
  });

  it('is counted once, and leaves no byte in the data folder', async () => {
    const { visitors, book } = served.engine;
    await shareDevice();
    await retireAll();
    await book.flush();
    expect(findAnn()).not.toEqual([]);

    const counts = await visitors.forget(site.siteId, person('ann'));
    expect(counts).toMatchObject({ bases: 3, links: 3 });
    expect(findAnn()).toEqual([]);
    await book.flush();
    expect(findAnn()).toEqual([]);
    const again = await visitors.forget(site.siteId, person('ann'));
    expect(Object.values(again).filter((count) => count > 0)).toEqual([]);
  });
});

describe('a device that was erased', () => {
  it('takes along what each of its persons did on it', async () => {
    await shareDevice();
    await send({ device: SHARED_DEVICE, minute: 360, userId: 'ben' });
    const counts = await served.engine.visitors.forgetOwn(site.siteId, shared());
    expect(counts).toMatchObject({ links: 6 });
    expect(await countLives()).toEqual({ ann: 1, ben: null, device: null });
  });

  it('leaves the persons theirs, where it was the device itself that was asked for', async () => {
    await shareDevice();
    await retireAll();
    const counts = await served.engine.visitors.forget(site.siteId, shared());
    expect(counts).toMatchObject({ bases: 2 });
    expect(await countLives()).toEqual({ ann: 5, ben: 1, device: null });
  });

  it('leaves the person the rest, where its log-in is only a claim', async () => {
    const { visitors } = served.engine;
    await send({ device: OWN_DEVICE, minute: 0, userId: 'ann' });
    await claim(SHARED_DEVICE, 'ann');
    expect(await countLives()).toMatchObject({ ann: 2 });
    expect(await visitors.answersFor(site.siteId, shared())).toBe(false);

    expect(await visitors.forgetOwn(site.siteId, shared())).toMatchObject({ entries: 2, links: 1 });
    expect(await countLives()).toEqual({ ann: 1, ben: null, device: null });
    expect(await visitors.forgetOwn(site.siteId, shared())).toMatchObject({ entries: 0, links: 0 });
  });
});
