import { describe, expect, it } from 'vitest';
import { accept } from '../../../core/errors.ts';
import { discountCodeBasicCreate } from '../../../integrations/shopify/operations/discounts.ts';
import { shopFacts } from '../../../integrations/shopify/operations/shop.ts';
import { drive, openApi, openClient, session } from '../../support/shopify/opened-client.ts';
import { coupon } from '../../support/shopify/stocked-shop.ts';

const HOUR_MS = 3_600_000;

describe('tokens of a shop', () => {
  it('are taken for a session, kept sealed, and handed out while they last', async () => {
    const { clock, shop, store, known, tokens } = await openApi();
    const token = await tokens.take(known, session(shop, clock.now()));
    expect(token?.accessToken).toMatch(/^shpat_/);
    expect(await tokens.read(known)).toEqual(token);
    expect(shop.tokens.exchanges).toBe(1);
    const sealed = await store.getRecord('platform-tokens', 'st_1', 'shopify');
    expect(JSON.stringify(sealed)).not.toContain(token?.accessToken);
    await store.close();
  });

  it('are not taken for a session that Shopify does not know', async () => {
    const { clock, shop, store, known, tokens } = await openApi();
    const early = session(shop, clock.now());
    await clock.moveTo(clock.now() + HOUR_MS);
    expect(await tokens.take(known, early)).toBeNull();
    expect(await tokens.read(known)).toBeNull();
    await store.close();
  });

  it('are refreshed once, whoever asks at the same time, in two processes too', async () => {
    const { clock, shop, store, known, make, tokens } = await openApi();
    await tokens.take(known, session(shop, clock.now()));
    await clock.moveTo(clock.now() + HOUR_MS);
    const others = make();
    const asked = [tokens.read(known), tokens.read(known), others.read(known), others.read(known)];
    const [first, ...rest] = await drive(clock, Promise.all(asked));
    expect(shop.tokens.refreshes).toBe(1);
    for (const token of rest) expect(token).toEqual(first);
    expect(shop.tokens.isGood(first?.accessToken ?? '')).toBe(true);
    await store.close();
  });

  it('are refreshed by another process where the one that was at it has died', async () => {
    const { clock, shop, store, known, tokens } = await openApi();
    await tokens.take(known, session(shop, clock.now()));
    await clock.moveTo(clock.now() + HOUR_MS);
    const died = { owner: 'a process that is no more', at: clock.now() };
    await store.putRecord('platform-refreshing', 'st_1', 'shopify', died);
    const token = await drive(clock, tokens.read(known));
    expect(clock.now() - died.at).toBeGreaterThan(30_000);
    expect(shop.tokens.isGood(token?.accessToken ?? '')).toBe(true);
    expect(await store.getRecord('platform-refreshing', 'st_1', 'shopify')).toBeUndefined();
    await store.close();
  });

  it('are waited for where another process is at it, whose claim nobody takes away', async () => {
    const { clock, shop, store, known, make, tokens } = await openApi();
    await tokens.take(known, session(shop, clock.now()));
    await clock.moveTo(clock.now() + HOUR_MS);
    shop.faults.next('hanging', { only: 'token' });
    const slow = tokens.read(known).catch(() => null);
    const waiting = make().read(known);
    const [, token] = await drive(clock, Promise.all([slow, waiting]));
    expect(shop.tokens.isGood(token?.accessToken ?? '')).toBe(true);
    await store.close();
  });

  it('are not kept where the app goes while Shopify gives or renews them, nor where they end', async () => {
    const { clock, shop, store, known, make, tokens } = await openApi();
    const late = make({ isThere: async () => false });
    const readSealed = () => store.getRecord('platform-tokens', 'st_1', 'shopify');
    expect([await late.take(known, session(shop, clock.now())), await readSealed()]).toEqual([
      null,
      undefined,
    ]);
    const given = await tokens.take(known, session(shop, clock.now()));
    await late.discard(known, given?.accessToken ?? '');
    expect(await readSealed()).toBeUndefined();
    await tokens.take(known, session(shop, clock.now()));
    await clock.moveTo(clock.now() + HOUR_MS);
    expect([await late.read(known), await readSealed()]).toEqual([null, undefined]);
    await store.close();
  });

  it('end when the merchant takes them back: a new session brings a new one', async () => {
    const { clock, shop, store, known, tokens } = await openApi();
    await tokens.take(known, session(shop, clock.now()));
    shop.tokens.revoke();
    await clock.moveTo(clock.now() + HOUR_MS);
    expect(await tokens.read(known)).toBeNull();
    const next = await tokens.take(known, session(shop, clock.now()));
    expect(shop.tokens.isGood(next?.accessToken ?? '')).toBe(true);
    await store.close();
  });
});

describe('the client of the Admin API', () => {
  it('answers what Shopify says', async () => {
    const { admin, known, shop, store } = await openClient();
    const answer = await admin.run(known, shopFacts, {});
    expect(answer).toMatchObject(accept({ shop: { myshopifyDomain: shop.domain } }));
    await store.close();
  });

  it.each(['unavailable', 'broken', 'internal', 'reset'] as const)(
    'tries again where it is %s',
    async (fault) => {
      const { admin, clock, known, shop, store } = await openClient();
      shop.faults.next(fault, { times: 3, only: 'ShopFacts' });
      expect(await drive(clock, admin.run(known, shopFacts, {}))).toMatchObject({ ok: true });
      await store.close();
    },
  );

  it('gives up in the end, and says what to do', async () => {
    const { admin, clock, known, shop, store } = await openClient();
    shop.faults.next('unavailable', { times: 5, only: 'ShopFacts' });
    const outcome = await drive(clock, admin.run(known, shopFacts, {}));
    expect(outcome).toMatchObject({
      ok: false,
      code: 'interrupted',
      hint: expect.stringContaining('later'),
    });
    await store.close();
  });

  it('gives up one that does not answer', async () => {
    const { admin, clock, known, shop, store } = await openClient();
    shop.faults.next('hanging', { only: 'ShopFacts' });
    expect(await drive(clock, admin.run(known, shopFacts, {}))).toMatchObject({ ok: true });
    await store.close();
  });

  it('waits until the bucket holds what it costs', async () => {
    const { admin, clock, known, shop, store } = await openClient();
    const { currentlyAvailable, restoreRate } = shop.bucket.status();
    shop.bucket.take(currentlyAvailable - 1);
    const from = clock.now();
    const created = admin.run(known, discountCodeBasicCreate, { discount: couponFrom(from) });
    expect(await drive(clock, created)).toMatchObject({ ok: true });
    expect(clock.now() - from).toBeGreaterThanOrEqual((9 / restoreRate) * 1_000);
    await store.close();
  });

  it('takes a new token once where Shopify does not know the old one', async () => {
    const { admin, clock, known, shop, store } = await openClient();
    shop.tokens.expire();
    expect(await drive(clock, admin.run(known, shopFacts, {}))).toMatchObject({ ok: true });
    expect(shop.tokens.refreshes).toBe(1);
    shop.tokens.revoke();
    const outcome = await drive(clock, admin.run(known, shopFacts, {}));
    expect(outcome).toMatchObject({ ok: false, code: 'unknown_key' });
    await store.close();
  });

  it('says which permission is missing as something to grant, and a code that is taken as a conflict', async () => {
    const { admin, clock, known, shop, store } = await openClient();
    const discount = couponFrom(clock.now());
    expect(await admin.run(known, discountCodeBasicCreate, { discount })).toMatchObject({ ok: true });
    expect(await admin.run(known, discountCodeBasicCreate, { discount })).toMatchObject({ code: 'conflict' });
    await shop.changeScopes(['read_products']);
    const denied = await admin.run(known, discountCodeBasicCreate, { discount });
    expect(denied).toMatchObject({ code: 'not_available', hint: expect.stringContaining('grant') });
    await store.close();
  });
});

function couponFrom(now: number) {
  return coupon({
    startsAt: new Date(now).toISOString(),
    endsAt: new Date(now + HOUR_MS).toISOString(),
  }) as never;
}
