import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MOST_A_SECOND } from '../../../apps/server/tail-writer.ts';
import { type Served, serve } from '../../support/served.ts';
import { type AnswerBody, bearer, createSite, type TestSite } from '../../support/sites.ts';
import { until } from '../../support/until.ts';

const MINUTE_MS = 60_000;

let served: Served;
let site: TestSite;
let aborts: AbortController[];

beforeEach(async () => {
  served = await serve();
  site = await createSite(served, { name: 'Shop', site: 'shop' });
  aborts = [];
});
afterEach(async () => {
  for (const abort of aborts) abort.abort();
  await served.stop();
});

const deviceOf = (visitor: number): string =>
  createHash('sha256').update(`device ${visitor}`).digest('hex').slice(0, 32);
let sent = 0;
const item = (n: string, u = '/', more: AnswerBody = {}) => {
  sent += 1;
  return { i: `e${sent}`, n, t: served.clock.now(), u, p: {}, ...more };
};
const allows = (analytics: boolean) => ({
  analytics,
  personalization: true,
  at: served.clock.now(),
  source: 'banner',
});

async function visit(visitor: number, ...items: readonly AnswerBody[]): Promise<void> {
  const answer = await site.collect({
    ...{ s: served.clock.now(), dev: deviceOf(visitor), pg: deviceOf(visitor), q: 0 },
    ...{ c: allows(true), e: items },
  });
  expect(answer.body).toMatchObject({ refused: [] });
}

const live = async (): Promise<AnswerBody> => (await site.ask('GET', '/v1/live')).body;

describe('visitors now', () => {
  it('are those with an event on a page in the last 5 and 30 minutes, each once, at the furthest step', async () => {
    await visit(1, item('Page Viewed'), item('Product Viewed', '/p', { p: { product_id: 'p' } }));
    await served.clock.moveTo(served.clock.now() + 10 * MINUTE_MS);
    await visit(2, item('Page Viewed'));
    await visit(2, item('Page Viewed', '/about'));
    expect(await live()).toMatchObject({
      visitors: { near: 1, far: 2 },
      steps: [
        { step: 'browse', near: 1, far: 1 },
        { step: 'product', near: 0, far: 1 },
        { step: 'cart', near: 0, far: 0 },
        {},
        {},
      ],
      stages: null,
      isWhole: true,
    });
    await served.clock.moveTo(served.clock.now() + 20 * MINUTE_MS);
    expect(await live()).toMatchObject({ visitors: { near: 0, far: 1 } });
    await served.clock.moveTo(served.clock.now() + 10 * MINUTE_MS);
    expect(await live()).toMatchObject({ visitors: { near: 0, far: 0 } });
  });

  it('are told by page from k on, in steps of k, and no page of fewer is named', async () => {
    for (let visitor = 0; visitor < 13; visitor += 1) await visit(visitor, item('Page Viewed', '/sale'));
    for (let visitor = 20; visitor < 29; visitor += 1) await visit(visitor, item('Page Viewed', '/quiet'));
    expect(await live()).toMatchObject({
      visitors: { near: 22, far: 22 },
      pages: [{ path: '/sale', visitors: 15 }],
      k: 10,
    });
  });

  it('are no more once they decline, or are erased', async () => {
    for (const visitor of [1, 2, 3]) await visit(visitor, item('Page Viewed'));
    expect(await live()).toMatchObject({ visitors: { far: 3 } });
    await site.ask('POST', '/v1/erasures', { device: deviceOf(1) });
    await site.ask('POST', '/v1/consent', {
      ...{ device: deviceOf(2), purposes: { analytics: false }, source: 'desk' },
    });
    expect(await live()).toMatchObject({ visitors: { far: 1 } });
  });

  it('are one visitor where two ids are known to be one', async () => {
    await visit(1, item('Page Viewed', '/a'));
    await visit(2, item('Page Viewed', '/b'));
    expect(await live()).toMatchObject({ visitors: { far: 2 } });
    for (const visitor of [1, 2])
      await site.ingest([
        {
          ...{ id: `in-${visitor}`, name: 'Signed In', time: served.clock.now(), device: deviceOf(visitor) },
          ...{ userId: 'customer-7', consent: { analytics: true } },
        },
      ]);
    expect(await live()).toMatchObject({ visitors: { far: 1 } });
  });

  it('say at which of the site’s stages they are, once a segment asks for the first', async () => {
    const stages = [
      { key: 'looking', when: { event: 'Page Viewed' } },
      { key: 'buying', when: { event: 'Product Added', within: '10m' } },
    ];
    await site.ask('PUT', '/v1/stages', { stages });
    await visit(1, item('Page Viewed'));
    expect(await live()).toMatchObject({ stages: null });
    await site.ask('PUT', '/v1/segments/lookers', { name: 'Lookers', when: { stage: 'looking' } });
    await served.engine.segments.idle();
    await visit(2, item('Page Viewed'), item('Product Added', '/p', { p: { product_id: 'p', quantity: 1 } }));
    await visit(3, item('Element Clicked'));
    const at = (stage: string | null, far: number) => ({ stage, far });
    expect(await live()).toMatchObject({ stages: [at('looking', 1), at('buying', 1), at(null, 1)] });
    await served.clock.moveTo(served.clock.now() + 10 * MINUTE_MS);
    expect(await live()).toMatchObject({ stages: [at('looking', 2), at('buying', 0), at(null, 1)] });
  });

  it('are of this site alone, and without whoever is only counted', async () => {
    const other = await createSite(served, { name: 'Other', policy: 'statistics' });
    await visit(1, item('Page Viewed'));
    await other.collect({ s: served.clock.now(), pg: deviceOf(9), q: 0, e: [item('Page Viewed')] });
    expect((await other.ask('GET', '/v1/live')).body).toMatchObject({ visitors: { far: 0 } });
    expect(await live()).toMatchObject({ visitors: { far: 1 } });
  });
});

/** A reader that keeps what it gets. */
async function openTail(of: TestSite = site) {
  const abort = new AbortController();
  aborts.push(abort);
  const answered = await fetch(`${served.url}/v1/events/tail`, {
    headers: bearer(of.secretKey),
    signal: abort.signal,
  });
  const reader = { answered, abort, text: '' };
  const read = async (): Promise<void> => {
    for await (const chunk of answered.body ?? []) reader.text += Buffer.from(chunk).toString('utf8');
  };
  read().catch(() => undefined);
  await until(() => reader.text.includes(': watching'));
  return reader;
}

const linesIn = (text: string) =>
  [...text.matchAll(/^event: event\ndata: (.+)\n\n/gm)].map(([, data = '']) => JSON.parse(data));

describe('events as they come in', () => {
  it('are told while somebody watches: taken or refused, and never whose they are', async () => {
    await visit(1, item('Page Viewed', '/before'));
    const tail = await openTail();
    await visit(1, item('Product Viewed', '/p?mail=anna@example.com', { p: { product_id: 'p' } }));
    await site.collect(
      { s: served.clock.now(), pg: deviceOf(1), q: 1, e: [item('Page Viewed')] },
      { userAgent: 'Googlebot/2.1' },
    );
    await site.collect({
      ...{ s: served.clock.now(), dev: deviceOf(1), pg: deviceOf(1), q: 2, c: allows(true) },
      e: [{ ...item('Page Viewed'), t: 'soon' }, item('anna@example.com')],
    });
    await until(() => linesIn(tail.text).length === 4);
    expect(linesIn(tail.text)).toMatchObject([
      { name: 'Product Viewed', path: '/p', mode: 'visitor', source: 'web', isOffPlan: false, refused: null },
      { name: 'Page Viewed', path: null, mode: null, refused: { code: 'bot' } },
      { name: null, refused: { code: 'invalid_value' } },
      { name: null, refused: { code: 'personal_data' } },
    ]);
    expect(tail.text).not.toMatch(/anna|visitor":"|d1|before/i);
  });

  it('say of what is only counted the hour and no more', async () => {
    await served.clock.moveTo(served.clock.now() + 17 * MINUTE_MS);
    const counting = await createSite(served, { name: 'Counting', policy: 'statistics' });
    const tail = await openTail(counting);
    await counting.collect({ s: served.clock.now(), pg: deviceOf(9), q: 0, e: [item('Page Viewed', '/a')] });
    await until(() => linesIn(tail.text).length === 1);
    const hour = new Date(served.clock.now() - 17 * MINUTE_MS).toISOString();
    expect(linesIn(tail.text)).toMatchObject([
      { name: 'Page Viewed', path: '/a', mode: 'counted', time: hour },
    ]);
  });

  it('tell a strict plan’s reason, and nothing twice that came twice', async () => {
    await site.ask('PUT', '/v1/plan', { mode: 'strict', events: {} });
    const tail = await openTail();
    const twice = { id: 'o1', name: 'Page Viewed', time: served.clock.now(), properties: { path: '/' } };
    await site.ingest([twice, { ...twice, id: 'o2', name: 'Quiz Finished' }, { id: 'o3' }]);
    await site.ingest([twice]);
    await site.ingest([{ ...twice, id: 'last', properties: { path: '/last' } }]);
    await until(() => linesIn(tail.text).length === 4);
    expect(linesIn(tail.text).map(({ name, path, refused }) => [name, path, refused?.code ?? null])).toEqual([
      [null, null, 'invalid_name'],
      ['Quiz Finished', null, 'unknown_event'],
      ['Page Viewed', '/', null],
      ['Page Viewed', '/last', null],
    ]);
  });

  it('tell nothing of another site, and end with the server', async () => {
    const other = await createSite(served, { name: 'Other' });
    const tail = await openTail(other);
    await visit(1, item('Page Viewed', '/ours'));
    await other.collect({
      s: served.clock.now(),
      pg: deviceOf(2),
      q: 0,
      e: [item('Page Viewed', '/theirs')],
    });
    await until(() => linesIn(tail.text).length === 1);
    expect(linesIn(tail.text)).toMatchObject([{ path: '/theirs' }]);
    expect(served.engine.tail.isWatched(other.siteId as never)).toBe(true);
    tail.abort.abort();
    await until(() => !served.engine.tail.isWatched(other.siteId as never));
  });

  it('are no more in a second than anybody reads: the rest is counted', async () => {
    const tail = await openTail();
    const time = served.clock.now();
    const batch = (from: number) =>
      Array.from({ length: 60 }, (_, n) => ({
        id: `b${from + n}`,
        name: 'Page Viewed',
        time,
        properties: {},
      }));
    await site.ingest(batch(0));
    await site.ingest(batch(100));
    await until(() => linesIn(tail.text).length === MOST_A_SECOND);
    await served.clock.moveTo(time + 1_000);
    await site.ingest([{ id: 'last', name: 'Page Viewed', time, properties: {} }]);
    await until(() => linesIn(tail.text).length === MOST_A_SECOND + 1);
    expect(tail.text).toContain('event: skipped\ndata: {"count":70}\n\n');
  });
});
