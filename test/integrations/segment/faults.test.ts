/** What the server cannot take now, or never will: Segment has to know which of the two. */
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { sampleOf } from './events.ts';
import { openWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.stop());
afterEach(() => world.tap.prescribe(null));

const STATUSES = [400, 401, 403, 408, 413, 423, 429, 500, 501, 503];
const two = () => [sampleOf('Track Calls'), sampleOf('Track Calls')];

describe('a server that answers', () => {
  it.each(STATUSES)('%d to the request fails the event with that status', async (status) => {
    world.tap.prescribe({ status, body: { error: { code: 'x', message: 'x' } } });
    await expect(world.one('Track Calls', sampleOf('Track Calls'))).rejects.toMatchObject({
      response: { status },
    });
  });

  it.each(STATUSES)('%d to the request fails the whole batch with that status', async (status) => {
    world.tap.prescribe({ status, body: {} });
    await expect(world.many('Track Calls', two())).rejects.toMatchObject({ response: { status } });
  });

  it.each([408, 422, 429, 500, 503])('%d to one event fails that event', async (status) => {
    const results = [
      { index: 0, status: 200 },
      { index: 1, status, message: 'Why.' },
    ];
    world.tap.prescribe({ status: 207, body: { success: false, results } });
    expect(await world.many('Track Calls', two())).toMatchObject([
      { status: 200 },
      { status, errormessage: 'Why.', errorreporter: 'DESTINATION' },
    ]);
    world.tap.prescribe({ status: 207, body: { success: false, results: results.slice(1).map(toFirst) } });
    await expect(world.one('Track Calls', sampleOf('Track Calls'))).rejects.toMatchObject({
      status,
      message: 'Why.',
    });
  });

  it.each([
    ['nothing', ''],
    ['no results', { success: false }],
    ['an odd index', { results: [{ index: 7, status: 200 }] }],
  ])('%s is asked again: ids keep everything from counting twice', async (_, body) => {
    world.tap.prescribe({ status: 200, body });
    const nodes = await world.many('Track Calls', two());
    expect(nodes.map(({ status }) => status)).toEqual([500, 500]);
  });

  it('that it took and did not keep is repeated as it stands', async () => {
    const results = [{ index: 1, status: 200, message: 'consent_required: Why.' }];
    world.tap.prescribe({ status: 200, body: { success: true, results } });
    expect(await world.many('Track Calls', two())).toMatchObject([
      { status: 200, body: { status: 200 } },
      { status: 200, body: { status: 200, message: 'consent_required: Why.' } },
    ]);
  });

  it('with rows in another order is read by their index', async () => {
    const results = [
      { index: 1, status: 422, message: 'Second.' },
      { index: 0, status: 200 },
    ];
    world.tap.prescribe({ status: 207, body: { success: false, results } });
    const nodes = await world.many('Track Calls', two());
    expect(nodes.map(({ status }) => status)).toEqual([200, 422]);
  });
});

const toFirst = (row: { index: number; status: number; message?: string }) => ({ ...row, index: 0 });

describe('credentials', () => {
  const test = (more: object) =>
    world.destination.testAuthentication({ ...world.settings, ...more } as never);

  it('are good when address, secret and ID belong together', async () => {
    await expect(test({})).resolves.toBeUndefined();
    expect(world.tap.sent.at(-1)).toMatchObject({ method: 'GET', path: `/v1/sites/${world.site.siteId}` });
  });

  it.each([
    ['a secret that is none', { secret_key: 'sk_unknown' }, /401/],
    ['a secret that is not even text of a header', { secret_key: 'sk_…' }, /Secret Key is none/],
    ['the write key', { secret_key: 'write' }, /Secret Key is none/],
    ['a secret with a space behind it', { secret_key: 'sk_unknown ' }, /Secret Key is none/],
    ['an ID of no site', { id_key: 'st_unknown' }, /The ID Key is not the one/],
    ['the short name of the site in place of its ID', { id_key: 'demo' }, /ID Key is none/],
    ['an ID with a space behind it', { id_key: 'st_5f0c1d2e3a4b5c6d ' }, /ID Key is none/],
    ['an address without encryption', { endpoint: 'http://inkling.example.com' }, /https:/],
    ['an address that only begins like this machine', { endpoint: 'http://localhost.example.com' }, /https:/],
    ['no ID', { id_key: undefined }, /id_key/],
  ])('are refused: %s', async (_, more, why) => {
    const { secret_key: secret } = more as { secret_key?: string };
    const given = secret === 'write' ? { secret_key: world.site.writeKey } : more;
    await expect(test(given)).rejects.toThrow(why);
  });

  it('are not blamed where no server of ours answers', async () => {
    const elsewhere = { endpoint: `${world.tap.url}/v1` };
    await expect(test(elsewhere)).rejects.toThrow(/No Inkling server answers at the Server URL/);
    world.tap.prescribe({ status: 404, body: '<title>Not found</title>' });
    await expect(test({})).rejects.toThrow(/No Inkling server answers at the Server URL/);
  });

  it('of another site’s ID are refused', async () => {
    await expect(test({ id_key: world.served.sites.get('demo')?.siteId })).rejects.toThrow(/The ID Key/);
  });

  it('that open nothing fail an event for good', async () => {
    const wrong = { secret_key: 'sk_unknown' };
    await expect(world.one('Track Calls', sampleOf('Track Calls'), wrong)).rejects.toMatchObject({
      response: { status: 401 },
    });
  });

  it.each([
    ['the write key', () => ({ secret_key: world.site.writeKey })],
    ['a secret that is not even text of a header', () => ({ secret_key: 'sk_…' })],
    ['the short name of the site', () => ({ id_key: 'demo' })],
  ])('that cannot be right send nothing: %s', async (_, wrong) => {
    world.tap.clear();
    const event = sampleOf('Track Calls');
    await expect(world.one('Track Calls', event, wrong())).rejects.toMatchObject({
      code: 'MISCONFIGURED_FIELD',
    });
    await expect(world.many('Track Calls', [event], wrong())).rejects.toMatchObject({ status: 400 });
    expect(world.tap.sent).toEqual([]);
  });

  it('with the ID of another site keep nothing, and delete nobody', async () => {
    const other = { id_key: String(world.served.sites.get('demo')?.siteId) };
    const event = { ...sampleOf('Track Calls'), userId: 'other-site' };
    const refused = {
      response: { status: 404, data: { error: { code: 'unknown_site', at: 'x-inkling-site' } } },
    };
    await expect(world.one('Track Calls', event, other)).rejects.toMatchObject(refused);
    await expect(world.many('Track Calls', [event], other)).rejects.toMatchObject(refused);
    const deletion = { type: 'delete', userId: 'other-site', context: null } as never;
    const settings = { ...world.settings, ...other } as never;
    await expect(world.destination.onDelete?.(deletion, settings)).rejects.toMatchObject(refused);
  });

  it('are not sent without encryption', async () => {
    world.tap.clear();
    const open = { endpoint: world.tap.url.replace('127.0.0.1', 'inkling.example.com') };
    await expect(world.one('Track Calls', sampleOf('Track Calls'), open)).rejects.toThrow(/https:/);
    expect(world.tap.sent).toEqual([]);
  });
});

describe('a server that says nothing', () => {
  it.each(['alone', 'in a batch'])('is given up after ten seconds: %s', async (how) => {
    world.tap.prescribe('silent');
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const arrival = world.tap.arrival();
      const sending =
        how === 'alone'
          ? world.one('Track Calls', sampleOf('Track Calls'))
          : world.many('Track Calls', two());
      let isOver = false;
      const failed = expect(sending.finally(() => (isOver = true))).rejects.toMatchObject({
        code: 'ETIMEDOUT',
      });
      await arrival;
      await vi.advanceTimersByTimeAsync(9_999);
      expect(isOver).toBe(false);
      await vi.advanceTimersByTimeAsync(1);
      await failed;
    } finally {
      vi.useRealTimers();
    }
  });

  it('at an address where nobody is fails the batch', async () => {
    const nobody = { endpoint: 'http://127.0.0.1:9' };
    await expect(world.many('Track Calls', two(), nobody)).rejects.toThrow();
  });
});

describe('a server that is none of ours', () => {
  const rows = (...results: unknown[]) => ({ success: false, results });
  const good = { index: 1, status: 200 };
  it.each([
    ['a row without a status', rows({ index: 0 }, good)],
    ['a status in words', rows({ index: 0, status: 'ok' }, good)],
    ['a status of no answer', rows({ index: 0, status: 0 }, good)],
    ['a redirect of one event', rows({ index: 0, status: 302 }, good)],
    ['a status that there is not', rows({ index: 0, status: 6_000 }, good)],
    ['no row where one should be', rows(null, 7, good)],
    ['an index in words', rows({ index: '0', status: 200 }, good)],
  ])('answers with %s: that event is sent again, and no other', async (_, body) => {
    world.tap.prescribe({ status: 207, body });
    expect((await world.many('Track Calls', two())).map(({ status }) => status)).toEqual([500, 200]);
    await expect(world.one('Track Calls', sampleOf('Track Calls'))).rejects.toMatchObject({ status: 500 });
  });

  it.each([
    ['rows that are no list', { success: false, results: { 0: good } }],
    ['rows in words', { success: false, results: 'fine' }],
    ['a page', '<html>fine</html>'],
    ['success in words', { success: 'true' }],
  ])('answers with %s: all are sent again', async (_, body) => {
    world.tap.prescribe({ status: 200, body });
    expect((await world.many('Track Calls', two())).map(({ status }) => status)).toEqual([500, 500]);
  });

  it('of two answers to one event the one that refuses it counts, and words that are none are not passed on', async () => {
    const message = { html: true };
    world.tap.prescribe({
      status: 207,
      body: rows({ index: 0, status: 422, message }, { index: 0, status: 200 }, good),
    });
    expect(await world.many('Track Calls', two())).toMatchObject([
      { status: 422, errormessage: 'Inkling answered 422.' },
      { status: 200 },
    ]);
  });
});
