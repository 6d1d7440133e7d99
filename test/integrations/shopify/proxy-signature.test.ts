import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { signQuery } from '../../../apps/shopify-dev/storefront/app-proxy.ts';
import { APP_PATH } from '../../../integrations/shopify/settings.ts';
import { type ConnectedShop, installShop } from '../../support/shopify/connected-shop.ts';
import { API_SECRET } from '../../support/shopify/opened-shop.ts';

type Pairs = readonly (readonly [name: string, value: string])[];

/** The machine's time, which signatures are judged by. */
const NOW_S = 1_790_000_000;

describe('a signature of the app proxy', () => {
  let connected: ConnectedShop;
  beforeAll(async () => {
    connected = await installShop();
  });
  afterAll(() => connected.stop());
  beforeEach(() => void vi.spyOn(Date, 'now').mockReturnValue(NOW_S * 1_000));
  afterEach(() => vi.restoreAllMocks());

  const ownPairs = (customer = '', timestamp = NOW_S): Pairs => [
    ['logged_in_customer_id', customer],
    ['path_prefix', '/apps/inkling'],
    ['shop', connected.shop.domain],
    ['timestamp', `${timestamp}`],
  ];
  const queryOf = (pairs: Pairs): URLSearchParams => new URLSearchParams(pairs.map(([...pair]) => pair));
  const signatureOf = (pairs: Pairs): string => signQuery(queryOf(pairs), API_SECRET);
  const sign = (pairs: Pairs): Pairs => [...pairs, ['signature', signatureOf(pairs)]];
  async function ask(pairs: Pairs) {
    const answer = await fetch(`${connected.served.url}${APP_PATH}/proxy/proof?${queryOf(pairs)}`);
    return { status: answer.status, text: await answer.text() };
  }

  it('names the customer who is logged in, and nobody where nobody is', async () => {
    expect(await ask(sign(ownPairs()))).toEqual({ status: 200, text: '' });
    const { status, text } = await ask(sign(ownPairs('7')));
    expect([status, text]).toEqual([200, expect.stringMatching(/^[0-9a-f]{64}\./)]);
  });

  it.each([
    ['is as old as it may be', -90, 200],
    ['is a second too old', -91, 401],
    ['is as far ahead as a clock may be', 90, 200],
    ['is a second too far ahead', 91, 401],
  ])('that %s is answered so', async (_, aheadS, status) => {
    expect((await ask(sign(ownPairs('', NOW_S + aheadS)))).status).toBe(status);
  });

  it.each<readonly [string, (pairs: Pairs) => Pairs]>([
    ['is not there', (pairs) => pairs],
    ['is empty', (pairs) => [...pairs, ['signature', '']]],
    ['is cut short', (pairs) => [...pairs, ['signature', signatureOf(pairs).slice(0, 63)]]],
    ['is there twice', (pairs) => [...sign(pairs), ['signature', signatureOf(pairs)]]],
  ])('that %s opens nothing', async (_, alter) => {
    expect((await ask(alter(ownPairs()))).status).toBe(401);
  });

  it('of another shop opens nothing of this one', async () => {
    const other = connected.open('wool.myshopify.com');
    other.shop.install();
    const others = sign(
      ownPairs().map(([name, value]) => [name, name === 'shop' ? other.shop.domain : value]),
    );
    const moved = others.map(
      ([name, value]) => [name, name === 'shop' ? connected.shop.domain : value] as const,
    );
    expect((await ask(moved)).status).toBe(401);
  });

  it('holds for a name that is there twice, of which nobody knows which is meant: it is refused', async () => {
    const key: Pairs[number] = ['k', connected.site().writeKey];
    expect((await ask(sign([key, ...ownPairs()]))).status).toBe(200);
    expect((await ask(sign([key, key, ...ownPairs()]))).status).toBe(401);
    expect((await ask(sign([...ownPairs('7'), ['logged_in_customer_id', '8']]))).status).toBe(401);
  });

  it('holds for both halves of a list and for the list in one, and the list is refused, too', async () => {
    const halves: Pairs = [...ownPairs('7'), ['logged_in_customer_id', '8']];
    const list = ownPairs('7,8');
    expect(signatureOf(list)).toBe(signatureOf(halves));
    expect((await ask(sign(list))).status).toBe(401);
  });

  it('holds for every other way to cut the same text, and names nobody whom somebody cut into it', async () => {
    const key = connected.site().writeKey;
    const [, prefix, shop] = ownPairs();
    const textOf = (pairs: Pairs) => pairs.map((pair) => pair.join('=')).join('');
    const forged: Pairs = [['k', key], ...ownPairs('7')];
    /** What a page asks, so that Shopify signs a text which begins as the forged one does. */
    const bait = (end: string): Pairs => [['k', `${textOf(forged)}${end}`.slice('k='.length)], ...ownPairs()];
    const cuts: readonly (readonly [signed: Pairs, cut: Pairs])[] = [
      [bait('u='), [...forged, ['u', textOf(ownPairs())]]],
      [bait(''), [...forged.slice(0, -1), ['timestamp', `${NOW_S}${textOf(ownPairs())}`]]],
      [
        [['k', `${key}logged_in_customer_id=7`], ...ownPairs()],
        [['k', key], ['logged_in_customer_id', '7logged_in_customer_id='], ...ownPairs().slice(1)],
      ],
      [
        ownPairs(),
        [
          ['logged_in_customer_id', `${prefix?.join('=')}`],
          ...[shop ?? ['', ''], ['timestamp', `${NOW_S}`] as const],
        ],
      ],
    ];
    for (const [signed, cut] of cuts) {
      expect(signatureOf(cut)).toBe(signatureOf(signed));
      const { status, text } = await ask([...cut, ['signature', signatureOf(signed)]]);
      expect([status, text]).toEqual([401, expect.not.stringMatching(/^[0-9a-f]{64}\./)]);
    }
  });
});
