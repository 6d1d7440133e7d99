/** What was begun and not ended, and what must not stay at Shopify whatever happens meanwhile. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SiteId, VisitorId } from '../../../core/entry.ts';
import { InklingError } from '../../../core/errors.ts';
import { openWritingShop, TAG, WRITING, type WritingShop } from '../../support/shopify/writing-shop.ts';
import { until } from '../../support/until.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const TAGS = { segments: ['just-bought'] };
const NOTHING = [[], {}];
let shop: WritingShop;
beforeEach(async () => {
  shop = await openWritingShop();
});
afterEach(() => shop.connected.stop());

const held = (owner = shop.customer) => [
  shop.tags(owner).filter((tag) => !tag.startsWith('tag-')),
  shop.fields(owner),
];
const state = () => shop.connected.shop.state;
const site = () => shop.connected.site();
const siteId = () => site().siteId as SiteId;
const names = () => [...state().segments.values()].map(({ name }) => name);
const rows = () => shop.connected.served.engine.store.listRecords('platform-written', siteId(), null, 10);
const alias = (from: { readonly id: number }, into: { readonly id: number }) =>
  site().ask('POST', '/v1/alias', { previousId: String(from.id), userId: String(into.id) });

/** As many as Shopify takes of one customer: fields are written then, and the tag is not. */
function fill(): void {
  const full = Array.from({ length: 250 }, (_, at) => `tag-${at}`);
  Object.assign(state().customers.get(shop.customer.id) ?? {}, { tags: full });
}

/** The same, after Shopify has done it. */
const answerOddlyOnceDone = (...words: readonly string[]) => answerOddlyTo(words, true);

/** Shopify answers what is asked in these words as no documentation has it, until the answer is called. */
const answerOddly = (...words: readonly string[]) => answerOddlyTo(words, false);

function answerOddlyTo(words: readonly string[], isDone: boolean): () => void {
  const fake = shop.connected.shop;
  const { fetch } = fake;
  const spy = vi.spyOn(fake, 'fetch').mockImplementation(async (url, init) => {
    const request = new Request(url, init);
    const body = await request.clone().text();
    const isMeant = words.every((word) => body.includes(word));
    const answer = !isMeant || isDone ? await fetch(request) : null;
    if (!isMeant && answer !== null) return answer;
    return Response.json({ errors: [{ message: 'It is too odd', extensions: { code: 'ODD' } }] });
  });
  return () => spy.mockRestore();
}

/** Switches tags on while Shopify takes half of it. */
async function breakOff(): Promise<void> {
  fill();
  await shop.choose('tags', TAGS);
  await shop.align();
  expect(held()).toEqual([[], { segments: '["just-bought"]' }]);
}

describe('a write that broke off', () => {
  it('is taken back from whoever allows it no more', async () => {
    await breakOff();
    await shop.consent(shop.customer, { share: false });
    await shop.align();
    expect(held()).toEqual(NOTHING);
    expect(await rows()).toEqual([]);
  });

  it('is taken back where it is switched off, and the checklist counts it until then', async () => {
    await breakOff();
    expect(await shop.row('tags')).toMatchObject({ facts: { written: 1 } });
    await shop.choose('tags', { segments: [] });
    await shop.align();
    expect(held()).toEqual(NOTHING);
    expect(await shop.row('tags')).toMatchObject({ state: 'open', facts: { written: 0 } });
  });

  it('of which a crash left no row is found by the next choice', async () => {
    await shop.choose('scores', { on: true });
    await shop.align();
    const { store } = shop.connected.served.engine;
    for (const { key } of await rows()) await store.deleteRecord('platform-written', siteId(), key);
    await shop.choose('scores', { on: false });
    await shop.choose('tags', TAGS);
    await shop.align();
    expect(held()).toEqual([[TAG], { segments: '["just-bought"]' }]);
  });
});

describe('customers who become one', () => {
  it('leave nothing at either, once it is allowed no more', async () => {
    const other = await shop.buyer();
    await shop.choose('tags', TAGS);
    await shop.align();
    expect([shop.tags(), shop.tags(other)]).toEqual([[TAG], [TAG]]);
    expect((await alias(shop.customer, other)).status).toBe(200);
    await shop.consent(other, { share: false });
    await shop.align();
    await shop.align();
    expect([held(), held(other)]).toEqual([NOTHING, NOTHING]);
  });

  it('leave nothing where the one had refused', async () => {
    const refused = await shop.buyer({ analytics: true, personalization: true, share: false });
    await shop.choose('tags', TAGS);
    await shop.align();
    // Shopify hands the tags of the one to the other.
    Object.assign(state().customers.get(refused.id) ?? {}, { tags: [TAG] });
    expect((await alias(shop.customer, refused)).status).toBe(200);
    await shop.align();
    await shop.align();
    expect([held(), shop.tags(refused)]).toEqual([NOTHING, []]);
  });
});

describe('whoever cannot be written', () => {
  it('keeps nobody else’s from being taken back', async () => {
    const others = [await shop.buyer(), await shop.buyer(), await shop.buyer()];
    fill();
    await shop.choose('tags', TAGS);
    await shop.align();
    expect(others.map((one) => shop.tags(one))).toEqual([[TAG], [TAG], [TAG]]);
    expect(state().segments.size).toBe(1);
    for (const one of others) await shop.consent(one, { share: false });
    await shop.align();
    expect(others.map((one) => held(one))).toEqual([NOTHING, NOTHING, NOTHING]);
  });
});

describe('a customer of whom Shopify always answers oddly', () => {
  it('keeps nobody else’s from being taken back, whoever of them comes first', async () => {
    const all = [shop.customer, await shop.buyer(), await shop.buyer()];
    await shop.choose('tags', TAGS);
    await shop.align();
    expect(all.map((one) => shop.tags(one))).toEqual([[TAG], [TAG], [TAG]]);
    const [first] = await rows();
    const reference = await shop.connected.served.engine.vault.open(
      ...([siteId(), first?.key as VisitorId, 'shopify'] as const),
    );
    const mend = answerOddly(`"${reference}"`);
    for (const one of all) await shop.consent(one, { share: false });
    await shop.align();
    expect(all.flatMap((one) => shop.tags(one))).toEqual([TAG]);
    mend();
    await shop.align();
    expect(all.map((one) => held(one))).toEqual([NOTHING, NOTHING, NOTHING]);
  });
});

describe('a removal of a segment that broke off before it was chosen no more', () => {
  it('is finished by asking for it again, though it is gone', async () => {
    await shop.choose('tags', TAGS);
    await shop.align();
    const { store } = shop.connected.served.engine;
    const { putRecord } = store;
    const full = vi.spyOn(store, 'putRecord').mockImplementation(async (collection, ...row) => {
      if (collection !== 'platform-write-out') return putRecord.call(store, collection, ...row);
      throw new InklingError('store_unavailable', 'store', 'it is full', 'make room');
    });
    const remove = async () => (await shop.connected.admin('DELETE', '/v1/segments/just-bought')).status;
    expect(await remove()).toBe(200);
    await until(() => full.mock.calls.some(([collection]) => collection === 'platform-write-out'));
    full.mockRestore();
    expect(await shop.row('tags')).toMatchObject({ facts: { segments: ['just-bought'] } });
    expect(await remove()).toBe(404);
    await until(() => names().length === 0);
    expect(held()).toEqual(NOTHING);
    expect(await shop.row('tags')).toMatchObject({ facts: { segments: [] } });
  });
});

describe('an erasure', () => {
  it('finds what an earlier installation left', async () => {
    await shop.choose('tags', TAGS);
    await shop.align();
    await shop.connected.shop.uninstall();
    await shop.connected.served.clock.moveTo(shop.now() + HOUR_MS / 2);
    shop.connected.shop.install(WRITING);
    await shop.connected.admin('GET', '/setup');
    expect(shop.tags()).toEqual([TAG]);
    await site().ask('POST', '/v1/erasures', { userId: String(shop.customer.id) });
    await until(() => shop.tags().length === 0);
  });

  it('leaves no row behind that a write was about to put down', async () => {
    await shop.choose('tags', TAGS);
    const [erased] = await Promise.all([
      site().ask('POST', '/v1/erasures', { userId: String(shop.customer.id) }),
      shop.align(),
    ]);
    expect(erased.status).toBe(200);
    await until(() => shop.tags().length === 0);
    await shop.align();
    expect([held(), await rows()]).toEqual([NOTHING, []]);
  });
});

describe('what is at Shopify', () => {
  it('is taken back from a customer who opted out of sale there, when it is looked at', async () => {
    Object.assign(state().customers.get(shop.customer.id) ?? {}, { dataSaleOptOut: true });
    await shop.choose('tags', TAGS);
    await shop.align();
    expect(held()).toEqual(NOTHING);
  });

  it('goes before the term of a profile that nobody adds to is over', async () => {
    const { served } = shop.connected;
    await site().ask('PATCH', `/v1/sites/${site().site}`, { retention: { idleDays: 3 } });
    await shop.choose('scores', { on: true });
    await shop.align();
    expect(Object.keys(shop.fields())).toContain('purchase_7d');
    await served.clock.leapTo(shop.now() + DAY_MS + HOUR_MS);
    await shop.align();
    expect(held()).toEqual(NOTHING);
  });

  it.each([
    ['Shopify made only one of', ['Inkling: a1'], () => answerOddly('SegmentCreate', 'inkling:b1')],
    [
      'nobody noted that Shopify made',
      ['Inkling: a1', 'Inkling: b1'],
      () => answerOddlyOnceDone('SegmentCreate'),
    ],
  ])('goes with the choice, of two segments that %s', async (_, made, breaks) => {
    const definition = { name: 'Bought', words: 'did "Order Completed" in 1 hour' };
    for (const key of ['a1', 'b1'])
      await site().ask('PUT', `/v1/segments/${key}`, { ...definition, name: key });
    const mend = breaks();
    await shop.choose('tags', { segments: ['a1', 'b1'] });
    await shop.align();
    expect(names()).toEqual(made);
    mend();
    await shop.choose('tags', { segments: [] });
    await shop.align();
    expect([names(), held()]).toEqual([[], NOTHING]);
  });

  it('of the merchant’s own segments stays, and so does one of ours that they renamed', async () => {
    const query = `customer_tags CONTAINS '${TAG}'`;
    state().segments.set(900, { id: 900, name: 'VIP mails', query, editedAtMs: 0 });
    await shop.choose('tags', TAGS);
    await shop.align();
    expect([...state().segments.values()].map(({ name }) => name)).toEqual([
      ...['VIP mails', 'Inkling: Just bought'],
    ]);
    for (const one of state().segments.values()) Object.assign(one, { name: `My ${one.name}` });
    await shop.choose('tags', { segments: [] });
    await shop.align();
    expect([...state().segments.values()].map(({ name }) => name)).toEqual([
      ...['My VIP mails', 'My Inkling: Just bought'],
    ]);
  });
});
