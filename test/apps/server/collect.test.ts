import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWire, type RawAnswer, writePost } from '../../support/raw-http.ts';
import { type Served, serve } from '../../support/served.ts';
import { call, createSite, DESKTOP, type TestSite } from '../../support/sites.ts';
import { COLLECT_CASES, type CollectCase, USUAL_ITEM } from './collect-bodies.ts';
import { findPlace } from './places.ts';

/** The raw path takes exactly this address; anything else of the same meaning goes through express. */
const MOUNTS = { raw: '/v1/collect', express: '/v1/collect/' } as const;
/** Posts with nothing that could be read twice share no state, so neither answers for the other. */
const UNTIMED = /^date$/;

let served: Served;
let site: TestSite;

beforeAll(async () => {
  served = await serve();
  site = await createSite(served, { postsPerSecondPerAddress: 100_000, postsPerSecondPerKey: 100_000 });
});
afterAll(() => served.stop());

async function post(
  path: string,
  { body, headers = {} }: Pick<CollectCase, 'body' | 'headers'>,
): Promise<RawAnswer> {
  const wire = openWire(served.port);
  const lines = [
    `user-agent: ${DESKTOP}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  wire.send(writePost(`${path}?k=${site.writeKey}`, body, lines));
  const answer = await wire.answer();
  wire.socket.destroy();
  return answer;
}

const withoutDate = ({ status, headers, body }: RawAnswer) => ({
  status,
  headers: Object.entries(headers).filter(([name]) => !UNTIMED.test(name)),
  body,
});

type Refused = { readonly at: string; readonly code: string; readonly hint: string };

describe('the collect door', () => {
  it.each(COLLECT_CASES)('answers $title the same on both mounts, to the byte', async (given) => {
    const raw = await post(MOUNTS.raw, given);
    const mounted = await post(MOUNTS.express, given);
    expect(withoutDate(mounted)).toEqual(withoutDate(raw));

    const body = JSON.parse(raw.body);
    if (given.refused !== undefined) {
      expect(body.error.code).toBe(given.refused);
      expect(raw.status).toBeGreaterThanOrEqual(400);
      expect(raw.status).toBeLessThan(500);
      expect(body.error.hint).not.toBe('');
      return;
    }
    const refused: readonly Refused[] = body.refused;
    expect({ status: raw.status, accepted: body.accepted, codes: refused.map(({ code }) => code) }).toEqual({
      status: 200,
      accepted: given.accepted,
      codes: given.items ?? [],
    });
    for (const { hint } of refused) expect(hint).not.toBe('');
  });

  it.each(COLLECT_CASES.filter(({ items }) => items !== undefined))(
    'says where $title stands in what was sent',
    async (given) => {
      const { refused } = JSON.parse((await post(MOUNTS.raw, given)).body);
      const sent: unknown = JSON.parse(
        Buffer.from(given.body)
          .toString('utf8')
          .replace(/-?1e999/, '1'),
      );
      for (const { at } of refused as readonly Refused[])
        expect([at, findPlace(sent, at)]).toEqual([at, true]);
    },
  );

  it('keeps what it acknowledged before and after every bad post', async () => {
    const fresh = await createSite(served, { postsPerSecondPerAddress: 100_000 });
    const ids: string[] = [];
    for (const [n, { body, headers }] of COLLECT_CASES.entries()) {
      const item = { ...USUAL_ITEM, i: `kept-${n}` };
      expect((await fresh.collect({ s: served.clock.now(), e: [item] })).body).toMatchObject({ accepted: 1 });
      ids.push(item.i);
      await fetch(`${served.url}/v1/collect?k=${fresh.writeKey}`, {
        method: 'POST',
        body: typeof body === 'string' ? body : new Uint8Array(body),
        headers: { 'user-agent': DESKTOP, ...headers },
      }).then((answer) => answer.arrayBuffer());
    }
    const { items } = (await fresh.ask('GET', '/v1/visitors')).body;
    const [{ visitor = '' } = {}] = items as readonly { visitor?: string }[];
    const events = (await fresh.ask('GET', `/v1/visitors/${visitor}/events?limit=1000`)).body;
    const kept = new Set((events.items as readonly { id: string }[]).map(({ id }) => id));
    expect(ids.filter((id) => !kept.has(id))).toEqual([]);
  });

  it('takes no item of automated traffic, of prefetches and of unknown senders, and says so in 200', async () => {
    const envelope = { s: served.clock.now(), e: [{ ...USUAL_ITEM, i: 'robot' }] };
    const said = async (sender: Parameters<TestSite['collect']>[1]) => {
      const { status, body } = await site.collect(envelope, sender);
      return [status, body.accepted, (body.refused as readonly Refused[]).map(({ code }) => code)];
    };
    expect(await said({ userAgent: 'Mozilla/5.0 (compatible; Googlebot/2.1)' })).toEqual([200, 0, ['bot']]);
    expect(await said({ userAgent: '' })).toEqual([200, 0, ['bot']]);
    expect(await said({ headers: { 'sec-purpose': 'prefetch;prerender' } })).toEqual([200, 0, ['prefetch']]);
  });

  it('lets 50 posts a second in from one address network, and refuses the rest until time goes on', async () => {
    const strict = await createSite(served, {});
    const envelope = { s: served.clock.now(), e: [] };
    const statuses: number[] = [];
    for (let n = 0; n < 60; n += 1) statuses.push((await strict.collect(envelope)).status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(50);
    const refused = await strict.collect(envelope);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
    await served.clock.moveTo(served.clock.now() + 1_000);
    expect((await strict.collect(envelope)).status).toBe(200);
  });

  it('shares that bound with every other door that the public key opens', async () => {
    const strict = await createSite(served, { postsPerSecondPerAddress: 2 });
    const choose = () =>
      call(`${served.url}/v1/consent?k=${strict.writeKey}`, {
        method: 'POST',
        body: JSON.stringify({ device: 'd'.repeat(32), purposes: { share: false }, source: 'banner' }),
      });
    expect((await choose()).status).toBe(200);
    expect((await strict.collect({ s: served.clock.now(), e: [] })).status).toBe(200);
    expect((await choose()).status).toBe(429);
    expect((await strict.collect({ s: served.clock.now(), e: [] })).status).toBe(429);
  });

  it('takes the page that a link within the site was on for no referrer', async () => {
    const fresh = await createSite(served, { policy: 'session' });
    const item = { ...USUAL_ITEM, i: 'within', r: 'https://shop.example' };
    await fresh.collect(
      { s: served.clock.now(), e: [item] },
      { headers: { origin: 'https://www.shop.example' } },
    );
    const log = await served.store.readSince(0, 100_000);
    const contexts = log.filter(({ site }) => site === fresh.siteId).map(({ context }) => context);
    expect(contexts).toHaveLength(1);
    expect(contexts[0]).not.toHaveProperty('referrer');
  });

  it('needs no preflight: a plain text post from any origin is read, and its answer may be', async () => {
    const answer = await site.collect(
      { s: served.clock.now(), e: [{ ...USUAL_ITEM, i: 'plain' }] },
      { headers: { origin: 'https://shop.example' } },
    );
    expect(answer.body).toMatchObject({ accepted: 1 });
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(answer.headers.has('access-control-allow-credentials')).toBe(false);
  });

  it.each([
    ['none', '', 'missing_key', 401],
    ['one nobody knows', '?k=wk_nobody', 'unknown_key', 401],
    ['the secret one', '?k=SECRET', 'unknown_key', 401],
    ['the name of a prototype', '?k=__proto__', 'unknown_key', 401],
  ])('refuses a post whose key is %s, on both mounts alike', async (_title, query, code, status) => {
    const answers = [];
    for (const path of Object.values(MOUNTS)) {
      const wire = openWire(served.port);
      const body = JSON.stringify({ ver: 1, s: 0, e: [] });
      wire.send(writePost(path + query.replace('SECRET', site.secretKey), body, [`user-agent: ${DESKTOP}`]));
      answers.push(withoutDate(await wire.answer()));
      wire.socket.destroy();
    }
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[0]).toMatchObject({ status, body: expect.stringContaining(`"code":"${code}"`) });
  });
});
