import { describe, expect, it } from 'vitest';
import { ACCESS_TOKEN_S, REFRESH_TOKEN_S } from '../../../apps/shopify-dev/fake/tokens.ts';
import { askToken, openShop, postGraph, postToken } from '../../support/shopify/opened-shop.ts';

const QUERY = { query: '{ shop { name } }' };
const bodyOf = async (answer: Promise<Response>) => ({
  status: (await answer).status,
  ...(await (await answer).json()),
});

describe('tokens of the fake shop', () => {
  it('are exchanged for a session token, and say when they end', async () => {
    const shop = await openShop();
    const granted = await bodyOf(askToken(shop));
    expect(granted).toMatchObject({
      status: 200,
      expires_in: ACCESS_TOKEN_S,
      refresh_token_expires_in: REFRESH_TOKEN_S,
    });
    expect(granted.scope.split(',')).toContain('read_orders');
    expect((await postGraph(shop, granted.access_token, QUERY)).status).toBe(200);
  });

  it.each([
    ['a session token of another app', { aud: 'another' }],
    ['one of another shop', { dest: 'https://another.myshopify.com' }],
    ['one that has ended', { exp: 1 }],
    ['one that is not valid yet', { nbf: 9_999_999_999 }],
  ])('are not exchanged for %s', async (_what, claims) => {
    const shop = await openShop();
    const answer = await bodyOf(askToken(shop, { subject_token: shop.sessionToken(claims) }));
    expect(answer).toMatchObject({ status: 400, error: 'invalid_subject_token' });
  });

  it.each([
    ['with a wrong signature', { subject_token: 'e30.e30.AAAA' }, 400],
    ['that would never end', { expiring: '0' }, 400],
    ['with a wrong secret', { client_secret: 'wrong' }, 401],
    ['of a kind that is not known', { grant_type: 'password' }, 400],
  ])('are not given %s', async (_what, changes, status) => {
    const shop = await openShop();
    expect((await askToken(shop, changes)).status).toBe(status);
  });

  it('end after an hour', async () => {
    const shop = await openShop();
    await shop.clock.moveTo(shop.clock.now() + ACCESS_TOKEN_S * 1_000 - 1);
    expect((await postGraph(shop, shop.token, QUERY)).status).toBe(200);
    await shop.clock.moveTo(shop.clock.now() + 1);
    expect((await postGraph(shop, shop.token, QUERY)).status).toBe(401);
  });

  it('are refreshed once with each refresh token', async () => {
    const shop = await openShop();
    const first = await bodyOf(askToken(shop));
    const refresh = (token: string) =>
      bodyOf(postToken(shop, { grant_type: 'refresh_token', refresh_token: token }));
    const second = await refresh(first.refresh_token);
    expect(second).toMatchObject({ status: 200 });
    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect(await refresh(first.refresh_token)).toMatchObject({ status: 400, error: 'invalid_grant' });
    expect(await refresh(second.refresh_token)).toMatchObject({ status: 200 });
    expect(shop.tokens.refreshes).toBe(3);
  });

  it('open nothing after an uninstall, and none is given', async () => {
    const shop = await openShop();
    await shop.uninstall();
    expect((await postGraph(shop, shop.token, QUERY)).status).toBe(401);
    expect(await bodyOf(askToken(shop))).toMatchObject({ status: 400, error: 'app_not_installed' });
  });
});

describe('what goes wrong on demand', () => {
  it('is met once, by the operation that it is for', async () => {
    const shop = await openShop();
    shop.faults.next('unavailable', { only: 'Named' });
    expect((await postGraph(shop, shop.token, QUERY)).status).toBe(200);
    expect((await postGraph(shop, shop.token, { query: 'query Named { shop { name } }' })).status).toBe(503);
    expect((await postGraph(shop, shop.token, { query: 'query Named { shop { name } }' })).status).toBe(200);
  });

  it('breaks the connection, answers with a page, or with an error in the body', async () => {
    const shop = await openShop();
    for (const fault of ['reset', 'broken', 'internal'] as const) shop.faults.next(fault);
    await expect(postGraph(shop, shop.token, QUERY)).rejects.toThrow('fetch failed');
    expect((await postGraph(shop, shop.token, QUERY)).headers.get('content-type')).toMatch(/text\/plain/);
    expect(await bodyOf(postGraph(shop, shop.token, QUERY))).toMatchObject({
      status: 200,
      errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
    });
  });

  it('never answers until the caller gives up', async () => {
    const shop = await openShop();
    shop.faults.next('hanging');
    const patience = new AbortController();
    const answer = postGraph(shop, shop.token, QUERY, '2026-07', patience.signal);
    patience.abort(new Error('given up'));
    await expect(answer).rejects.toThrow('given up');
  });

  it('is no answer to anybody else', async () => {
    const shop = await openShop();
    await expect(shop.fetch('https://another.myshopify.com/admin/api')).rejects.toThrow('is not another');
    expect((await postGraph(shop, shop.token, QUERY, '2020-01')).status).toBe(404);
  });

  it('is what Shopify says of a document that nobody can read, or that the schema does not have', async () => {
    const shop = await openShop();
    const ask = (query: string) => bodyOf(postGraph(shop, shop.token, { query }));
    expect(await ask('{ shop { name')).toMatchObject({
      status: 200,
      errors: [{ message: expect.stringContaining('Syntax Error') }],
    });
    expect(await ask('{ shop { shoeSize } }')).toMatchObject({
      status: 200,
      errors: [{ message: expect.stringContaining('shoeSize') }],
    });
  });
});
