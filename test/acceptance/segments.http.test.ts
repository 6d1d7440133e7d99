import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnswerBody, TestSite } from '../support/sites.ts';
import { DAY, find, HOUR, MINUTE, openWorld, type World } from './world.ts';

const START = Date.UTC(2026, 3, 15, 12);
const iso = (ms: number) => new Date(ms).toISOString();

let world: World;
beforeAll(async () => {
  world = await openWorld(START);
});
afterAll(() => world.stop());

const open = () => world.site({ serverConsent: { analytics: true } });
const view = (id: string, userId: string, time: number, name = 'Product Viewed') => ({
  id,
  name,
  userId,
  time,
});
const viewed = (count: number) => ({
  name: 'Viewed often',
  when: { event: 'Product Viewed', within: '7d', count: { gte: count } },
});

/** Once its new version is complete, however long that takes. */
async function built(site: TestSite, key: string): Promise<AnswerBody> {
  for (;;) {
    const { body } = await site.ask('GET', `/v1/segments/${key}`);
    if (body.state === 'ready') return body;
  }
}

async function put(site: TestSite, key: string, definition: AnswerBody): Promise<AnswerBody> {
  const { status, body } = await site.ask('PUT', `/v1/segments/${key}`, definition);
  expect([status, body]).toEqual([200, expect.objectContaining({ key })]);
  return built(site, key);
}

const members = async (site: TestSite, key: string) =>
  (await site.ask('GET', `/v1/segments/${key}/members`)).body.items;
const errorOf = async (site: TestSite, method: string, path: string, body?: unknown) => {
  const answer = await site.ask(method, path, body);
  return [answer.status, answer.body.error];
};

describe('editing a rule (acceptance 14)', () => {
  it('takes out those who no longer meet it, all at once, and says how far it is', async () => {
    const site = await open();
    const now = world.now();
    for (const [user, count] of Object.entries({ three: 3, five: 5, two: 2 })) {
      const views = Array.from({ length: count }, (_, n) => view(`${user}-${n}`, user, now - n * MINUTE));
      await site.ingest(views);
    }
    const three = await find(site, { userId: 'three' });
    const five = await find(site, { userId: 'five' });
    await put(site, 'often', viewed(3));
    expect(await members(site, 'often')).toEqual([three, five].toSorted());
    const edited = (await site.ask('PUT', '/v1/segments/often', viewed(5))).body;
    expect(edited).toMatchObject({ key: 'often', version: 2 });
    for (let seen = edited; seen.state === 'building'; ) {
      seen = (await site.ask('GET', '/v1/segments/often')).body;
      // What is counted while it is building may come from a moment later, when all of it is complete.
      if (seen.state === 'building') expect(seen.progress).toBeLessThanOrEqual(1);
    }
    expect(await built(site, 'often')).toMatchObject({ version: 2, state: 'ready', progress: 1, size: 1 });
    expect(await members(site, 'often')).toEqual([five]);
    const left = (await site.ask('GET', `/v1/visitors/${three}/segments`)).body.items;
    expect(left).toEqual([]);
    const again = (await site.ask('PUT', '/v1/segments/often', viewed(5))).body;
    expect(again).toMatchObject({ version: 2, state: 'ready' });
  });
});

describe('a segment of segments (acceptance 15)', () => {
  it('moves with what it stands on, in the same instant', async () => {
    const site = await open();
    await put(site, 'base', { name: 'Base', when: { event: 'Product Viewed', within: '7d' } });
    await put(site, 'above', { name: 'Above', when: { not: { segment: 'base' } } });
    const t = world.now();
    await site.ingest([view('v', 'u', t)]);
    const visitor = await find(site, { userId: 'u' });
    const held = async (at: number) =>
      (await site.ask('GET', `/v1/visitors/${visitor}/segments?at=${at}`)).body.items;
    expect(await held(t)).toEqual([{ key: 'base', since: iso(t), until: iso(t + 7 * DAY) }]);
    expect(await held(t + 7 * DAY - 1)).toEqual([{ key: 'base', since: iso(t), until: iso(t + 7 * DAY) }]);
    expect(await held(t + 7 * DAY)).toEqual([{ key: 'above', since: iso(t + 7 * DAY), until: null }]);
    await world.skip(7 * DAY);
    expect([await members(site, 'base'), await members(site, 'above')]).toEqual([[], [visitor]]);
  });

  it('refuses a cycle, what is not there, and deleting what something builds on', async () => {
    const site = await open();
    await put(site, 'a', viewed(1));
    await put(site, 'b', { name: 'B', when: { segment: 'a' } });
    await site.ask('PUT', '/v1/stages', { stages: [{ key: 'first', when: { segment: 'a' } }] });
    expect(await errorOf(site, 'PUT', '/v1/segments/a', { name: 'A', when: { segment: 'b' } })).toEqual([
      409,
      expect.objectContaining({ code: 'conflict', hint: expect.stringContaining('a -> b -> a') }),
    ]);
    expect(await errorOf(site, 'PUT', '/v1/segments/c', { name: 'C', when: { segment: 'd' } })).toEqual([
      400,
      expect.objectContaining({ code: 'invalid_value', hint: expect.stringContaining('"d"') }),
    ]);
    expect(await errorOf(site, 'DELETE', '/v1/segments/a')).toEqual([
      409,
      expect.objectContaining({ code: 'in_use', hint: expect.stringMatching(/segment "b", stage "first"/) }),
    ]);
    expect((await site.ask('DELETE', '/v1/segments/b')).status).toBe(200);
    expect(await errorOf(site, 'DELETE', '/v1/segments/a')).toMatchObject([409, { code: 'in_use' }]);
    expect((await site.ask('GET', '/v1/segments/b')).status).toBe(404);
    expect((await site.ask('GET', '/v1/segments/b/members')).status).toBe(404);
  });
});

describe('many segments and the stages', () => {
  const definition = (key: string, when: object) => ({ key, name: key, when });
  const stages = [{ key: 'looking', when: { segment: 'base' } }];

  it('are put as one change, in any order, and wait for each other', async () => {
    const site = await open();
    await site.ingest([view('v', 'u', world.now())]);
    const segments = [
      definition('staged', { stage: 'looking' }),
      definition('above', { segment: 'base' }),
      definition('base', { event: 'Product Viewed' }),
    ];
    const { status, body } = await site.ask('POST', '/v1/segments', { segments, stages });
    expect([status, (body.items as AnswerBody[]).map(({ key }) => key)]).toEqual([
      200,
      ['staged', 'above', 'base'],
    ]);
    const visitor = await find(site, { userId: 'u' });
    for (const { key } of segments) {
      expect(await built(site, key)).toMatchObject({ version: 1, size: 1 });
      expect(await members(site, key)).toEqual([visitor]);
    }
    const lines = (await site.ask('GET', '/v1/audit')).body.items as AnswerBody[];
    expect(lines.at(-1)).toMatchObject({ act: 'segments put', detail: { stages: ['looking'] } });
  });

  it('are refused with the place in the list, and nothing of them is taken', async () => {
    const site = await open();
    const base = definition('base', { event: 'Product Viewed' });
    for (const [bad, at] of [
      [definition('b', { segment: 'nobody' }), 'segments[1].when'],
      [{ key: 'b' }, 'segments[1].name'],
      [base, 'segments[1].key'],
      [7, 'segments[1]'],
    ] as const) {
      expect(await errorOf(site, 'POST', '/v1/segments', { segments: [base, bad], stages })).toEqual([
        expect.any(Number),
        expect.objectContaining({ at }),
      ]);
    }
    expect((await site.ask('GET', '/v1/segments')).body.items).toEqual([]);
    expect((await site.ask('GET', '/v1/stages')).body.stages).toEqual([]);
  });
});

describe('explain (acceptance 32)', () => {
  it('tells for any visitor, segment and instant each truth, its events and its next change', async () => {
    const site = await open();
    await put(site, 'left', {
      name: 'Cart left',
      words: 'added a product in 3 days and not completed an order in 3 days and idle for 1 hour',
    });
    const t = world.now();
    await site.ingest([view('add', 'u', t, 'Product Added')]);
    await world.pass(2 * HOUR);
    await site.ingest([view('buy', 'u', t + 2 * HOUR, 'Order Completed')]);
    const visitor = await find(site, { userId: 'u' });
    const explain = async (at: number | string) =>
      (await site.ask('GET', `/v1/visitors/${visitor}/explain/left?at=${at}`)).body;
    const added = { kind: 'event', holds: true, until: iso(t + 3 * DAY), events: ['add'], against: [] };
    const idle = { kind: 'idle', text: 'idle for 1 hour', against: [] };
    expect(await explain(iso(t + HOUR))).toMatchObject({
      holds: true,
      until: iso(t + 3 * DAY),
      withheld: null,
      node: {
        kind: 'all',
        holds: true,
        until: iso(t + 3 * DAY),
        events: [],
        children: [
          added,
          { kind: 'not', holds: true, until: null, children: [{ kind: 'event', holds: false, events: [] }] },
          { ...idle, holds: true, until: null, events: ['add'] },
        ],
      },
    });
    expect(await explain(t + HOUR - 1)).toMatchObject({ holds: false, until: iso(t + HOUR) });
    expect(await explain(t + 4 * HOUR)).toMatchObject({
      holds: false,
      until: null,
      node: {
        children: [
          added,
          {
            kind: 'not',
            holds: false,
            until: iso(t + 3 * DAY + 2 * HOUR),
            children: [{ holds: true, until: iso(t + 3 * DAY + 2 * HOUR), events: ['buy'] }],
          },
          { ...idle, holds: true, until: null, events: ['buy'] },
        ],
      },
    });
    expect(await explain(t - 1)).toMatchObject({ holds: false, withheld: 'unseen' });
  });

  it('refuses what is no instant, no visitor and no segment', async () => {
    const site = await open();
    await put(site, 'seen', viewed(1));
    await site.ingest([view('v1', 'u', world.now())]);
    const visitor = await find(site, { userId: 'u' });
    for (const [path, status, code] of [
      [`${visitor}/segments?at=soon`, 400, 'invalid_value'],
      [`${visitor}/segments?at=`, 400, 'invalid_value'],
      [`${visitor}/segments?at=1999-12-31`, 422, 'time_out_of_range'],
      [`${visitor}/explain/seen?at=99999999999999999999`, 400, 'invalid_value'],
      [`${visitor}/explain/other`, 404, 'not_found'],
      [`${'ff'.repeat(16)}/segments`, 404, 'not_found'],
      ['anna/explain/seen', 404, 'not_found'],
    ] as const) {
      const { status: given, body } = await site.ask('GET', `/v1/visitors/${path}`);
      expect([path, given, body.error]).toEqual([path, status, expect.objectContaining({ code })]);
    }
  });
});

describe('the segments of a site', () => {
  it('are listed page by page, say their words, and stand in the profile of a member', async () => {
    const site = await open();
    for (const key of ['c', 'a', 'b']) await put(site, key, viewed(1));
    const t = world.now();
    await site.ingest([view('v', 'u', t)]);
    const first = (await site.ask('GET', '/v1/segments?limit=2')).body;
    expect((first.items as AnswerBody[]).map(({ key, size, words }) => [key, size, words])).toEqual([
      ['a', 1, 'viewed a product at least 1 time in 7 days'],
      ['b', 1, 'viewed a product at least 1 time in 7 days'],
    ]);
    const second = (await site.ask('GET', `/v1/segments?limit=2&cursor=${first.next}`)).body;
    expect([(second.items as AnswerBody[]).map(({ key }) => key), second.next]).toEqual([['c'], null]);
    const { visitor, memberships } = (
      await site.ask('GET', `/v1/visitors/${await find(site, { userId: 'u' })}`)
    ).body;
    const held = ['a', 'b', 'c'].map((key) => ({ key, since: iso(t), until: iso(t + 7 * DAY) }));
    expect(memberships).toEqual(held);
    expect((await site.ask('GET', `/v1/visitors/${visitor}/segments`)).body).toEqual({
      items: held,
      next: null,
    });
  });

  it('have members page by page', async () => {
    const site = await open();
    await put(site, 'seen', viewed(1));
    await site.ingest(Array.from({ length: 5 }, (_, n) => view(`v${n}`, `u${n}`, world.now())));
    const all = (await members(site, 'seen')) as string[];
    expect(all).toHaveLength(5);
    const paged: string[] = [];
    for (let cursor: unknown = ''; cursor !== null; ) {
      const query = cursor === '' ? '' : `&cursor=${cursor}`;
      const { body } = await site.ask('GET', `/v1/segments/seen/members?limit=2${query}`);
      paged.push(...(body.items as string[]));
      cursor = body.next;
    }
    expect(paged).toEqual(all);
  });

  it('are read without being put by check, in JSON and in words', async () => {
    const site = await open();
    const when = { event: 'Product Viewed', per: 'product_id', count: { gte: 3 }, within: '7d' };
    const words = 'viewed the same product 3 times in 7 days';
    const expected = { ok: true, when, words, needs: { events: ['Product Viewed'], segments: [] } };
    for (const asked of [{ when }, { words }, { key: 'k', name: 'K', words }]) {
      expect((await site.ask('POST', '/v1/segments/check', asked)).body).toMatchObject(expected);
    }
    for (const [asked, at] of [
      [{ words: 'viewed the moon' }, 'words'],
      [{ words, when }, 'words'],
      [{ when: { event: 'Product Viewed', within: '7 days' } }, 'when.within'],
      [{ key: 'K!', name: 'K', when }, 'key'],
    ] as const) {
      expect(await errorOf(site, 'POST', '/v1/segments/check', asked)).toEqual([
        400,
        expect.objectContaining({ at, hint: expect.stringMatching(/\w/) }),
      ]);
    }
    expect((await site.ask('GET', '/v1/segments')).body.items).toEqual([]);
    expect((await site.ask('GET', '/v1/segments/schema.json')).body).toMatchObject({ type: 'object' });
  });

  it('are put and deleted under the eyes of the audit log', async () => {
    const site = await open();
    await put(site, 'seen', viewed(1));
    await site.ask('PUT', '/v1/stages', { stages: [{ key: 'new', words: 'viewed a product' }] });
    expect((await site.ask('GET', '/v1/stages')).body.stages).toEqual([
      { key: 'new', when: { event: 'Product Viewed' }, words: 'viewed a product' },
    ]);
    await site.ask('DELETE', '/v1/segments/seen');
    const lines = (await site.ask('GET', '/v1/audit')).body.items as AnswerBody[];
    expect(lines.slice(-3).map(({ act, by, detail }) => [act, by, detail])).toEqual([
      ['segment put', 'secret key', { key: 'seen', version: 1 }],
      ['stages put', 'secret key', { stages: ['new'] }],
      ['segment deleted', 'secret key', { key: 'seen' }],
    ]);
  });
});
