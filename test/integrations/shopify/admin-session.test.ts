import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConnectedShop, installShop } from '../../support/shopify/connected-shop.ts';
import { API_SECRET } from '../../support/shopify/opened-shop.ts';

const RETRY = 'x-shopify-retry-invalid-session-request';
/** More than clocks may differ by. */
const FAR_S = 60;

describe('a session of the embedded admin', () => {
  let connected: ConnectedShop;
  beforeAll(async () => {
    connected = await installShop();
  });
  afterAll(() => connected.stop());

  const nowS = () => Math.floor(Date.now() / 1_000);
  const claims = () => ({ iat: nowS(), nbf: nowS(), exp: nowS() + 60 });
  const token = (changes: object = {}) => connected.shop.sessionToken({ ...claims(), ...changes });
  const ask = async (given: string) => {
    const { status, headers, body } = await connected.admin('GET', '/setup', undefined, given);
    return { status, retry: headers.get(RETRY), body };
  };
  /** The same claims under another head, and under no signature where there is no secret. */
  const reheaded = (head: object, secret: string | null) => {
    const body = `${encode(head)}.${token().split('.')[1]}`;
    return `${body}.${secret === null ? '' : createHmac('sha256', secret).update(body).digest('base64url')}`;
  };

  it('opens what it is asked for, and nobody is told to ask again', async () => {
    const { status, retry } = await ask(token());
    expect([status, retry]).toEqual([200, null]);
  });

  it.each<readonly [string, () => string]>([
    ['has ended', () => token({ exp: nowS() - FAR_S })],
    ['has not begun', () => token({ nbf: nowS() + FAR_S, exp: nowS() + 2 * FAR_S })],
    ['is for another app', () => token({ aud: 'f'.repeat(32) })],
    ['is of no shop of Shopify’s', () => token({ dest: 'https://evil.example.com' })],
    [
      'names a shop that only looks like one',
      () => token({ dest: 'https://ink.myshopify.com.evil.example' }),
    ],
    ['names no shop', () => token({ dest: '' })],
    ['is signed by nobody', () => reheaded({ alg: 'none', typ: 'JWT' }, null)],
    ['says that nobody signed it', () => reheaded({ alg: 'none', typ: 'JWT' }, API_SECRET)],
    ['is signed in another way than Shopify’s', () => reheaded({ alg: 'HS512', typ: 'JWT' }, API_SECRET)],
    ['is signed with another secret', () => reheaded({ alg: 'HS256', typ: 'JWT' }, 'x'.repeat(38))],
    ['was changed after it was signed', () => changed(token(), { dest: 'https://wool.myshopify.com' })],
    ['is no token', () => 'a.b.c'],
  ])('that %s is refused, and App Bridge is told to ask again with a new one', async (_, make) => {
    const { status, retry, body } = await ask(make());
    expect([status, retry]).toEqual([401, '1']);
    expect(JSON.stringify(body)).not.toContain('items');
  });

  it('that holds here, and that Shopify itself does not take, brings the same answer', async () => {
    const wool = connected.open('wool.myshopify.com');
    const { status, headers } = await wool.admin('GET', '/setup');
    expect([status, headers.get(RETRY)]).toEqual([401, '1']);
  });

  it('makes no site of a shop, unless Shopify signed it', async () => {
    const before = connected.served.sites.list().length;
    await ask(changed(token(), { dest: 'https://nobody.myshopify.com' }));
    expect(connected.served.sites.list()).toHaveLength(before);
  });
});

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function changed(token: string, changes: object): string {
  const [head, body = '', signature] = token.split('.');
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString('utf8'));
  return [head, encode({ ...claims, ...changes }), signature].join('.');
}
