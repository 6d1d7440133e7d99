import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { createLines } from '../../../apps/server/lines.ts';
import { createDrivenClock } from '../../support/driven-clock.ts';
import { NOON, type Served, serve } from '../../support/served.ts';
import { bearer, createSite, type TestSite } from '../../support/sites.ts';
import { until } from '../../support/until.ts';

const ALL = { analytics: true, personalization: true, share: true };

describe('a list as a file', () => {
  let served: Served;
  let site: TestSite;
  beforeEach(async () => {
    served = await serve();
    site = await createSite(served, { name: 'Shop', site: 'shop' });
    await site.ask('PUT', '/v1/segments/viewers', { name: 'Viewers', when: { event: 'Product Viewed' } });
    await served.engine.segments.idle();
  });
  afterEach(() => served.stop());

  const view = (userId: string, consent: object = ALL) => ({
    id: `v-${userId}`,
    name: 'Product Viewed',
    time: NOON,
    userId,
    consent,
    properties: { product_id: 'p1' },
  });

  async function visitorOf(userId: string): Promise<string> {
    return String((await site.ask('POST', '/v1/visitors/lookup', { userId })).body.visitor);
  }

  async function read(path: string, headers: Record<string, string> = {}) {
    const answer = await fetch(served.url + path, { headers: { ...bearer(site.secretKey), ...headers } });
    const text = await answer.text();
    return { status: answer.status, type: answer.headers.get('content-type'), text };
  }
  const parse = (text: string): Record<string, unknown>[] =>
    text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line));

  it('has every member of a segment, one a line, in the order of their ids', async () => {
    const names = Array.from({ length: 1_203 }, (_, n) => `customer-${n}`);
    await site.ingest(names.map((name) => view(name)));
    const { status, type, text } = await read('/v1/segments/viewers/members?format=ndjson');
    expect([status, type]).toEqual([200, 'application/x-ndjson; charset=utf-8']);
    const ids = parse(text).map(({ visitor }) => String(visitor));
    expect([ids.length, new Set(ids).size, ids.toSorted()]).toEqual([1_203, 1_203, ids]);
    expect(parse(text)[0]).toEqual({ visitor: ids[0], segment: 'viewers' });
    expect(ids).toContain(await visitorOf('customer-7'));
  });

  it('is also what somebody gets who accepts nothing else', async () => {
    await site.ingest([view('a')]);
    const { type } = await read('/v1/segments/viewers/members', { accept: 'application/x-ndjson' });
    expect(type).toContain('ndjson');
    const json = await read('/v1/segments/viewers/members?format=json', { accept: 'application/x-ndjson' });
    expect(json.type).toContain('application/json');
  });

  it('leaves out who denies passing on, also where the list itself does not', async () => {
    await site.ingest([
      view('all'),
      view('silent', { analytics: true }),
      view('denies', { ...ALL, share: false }),
    ]);
    const [all, silent, denies] = [
      await visitorOf('all'),
      await visitorOf('silent'),
      await visitorOf('denies'),
    ];
    const { text } = await read('/v1/segments/viewers/members?format=ndjson');
    expect(new Set(parse(text).map(({ visitor }) => visitor))).toEqual(new Set([all, silent]));
    const { items } = (await site.ask('GET', '/v1/segments/viewers/members')).body;
    expect(items).toContain(denies);
  });

  it('has the scores of everybody who may be scored and passed on', async () => {
    await site.ingest([
      view('all'),
      view('unscored', { ...ALL, personalization: false }),
      view('denies', { ...ALL, share: false }),
    ]);
    const all = await visitorOf('all');
    const { status, text } = await read('/v1/scores');
    const lines = parse(text);
    expect([status, lines.map(({ visitor }) => visitor)]).toEqual([200, [all]]);
    const brief = (await site.ask('GET', `/v1/visitors/${all}`)).body.scores as { label: string }[];
    const lasting = brief.filter(({ label }) => label !== 'next_action');
    expect(lines[0]).toEqual({ visitor: all, at: '2026-01-05T12:00:00.000Z', scores: lasting });
    expect(lasting.map(({ label }) => label)).toEqual(['churn_30d', 'purchase_7d']);
    const [one] = parse((await read('/v1/scores?label=churn_30d&format=ndjson')).text);
    expect(one?.scores).toEqual(lasting.filter(({ label }) => label === 'churn_30d'));
  });

  it.each([
    ['/v1/segments/viewers/members?format=csv', 400, 'format'],
    ['/v1/segments/viewers/members?format=ndjson&limit=5', 400, 'limit'],
    ['/v1/segments/viewers/members?format=ndjson&cursor=abc', 400, 'cursor'],
    ['/v1/segments/nobody/members?format=ndjson', 404, 'key'],
    ['/v1/scores?label=no_such', 404, 'label'],
    ['/v1/scores?format=json', 400, 'format'],
  ])('%s is refused', async (path, status, at) => {
    const refused = await read(path);
    expect([refused.status, JSON.parse(refused.text).error.at]).toEqual([status, at]);
  });

  it('has a head, and no body, for whoever asks for the head', async () => {
    await site.ingest([view('a')]);
    const path = `${served.url}/v1/segments/viewers/members?format=ndjson`;
    const answer = await fetch(path, { method: 'HEAD', headers: bearer(site.secretKey) });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      200,
      'application/x-ndjson; charset=utf-8',
    ]);
    expect(await answer.text()).toBe('');
  });
});

describe('lines on their way', () => {
  const clock = createDrivenClock(NOON);
  const faults: unknown[] = [];
  const lines = createLines({ clock, onFault: (error) => void faults.push(error) });

  /** A server that answers with what a generator yields. */
  async function answerWith(items: () => AsyncIterable<unknown>) {
    let response: ServerResponse | undefined;
    const server = createServer((_request, own) => {
      response = own;
      lines(items()).stream?.(own, async () => true);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const { port } = server.address() as AddressInfo;
    return { port, response: () => response };
  }

  it('wait for a reader that takes nothing, hold no more than that, and cut it off', async () => {
    let made = 0;
    let isOver = false;
    async function* endless() {
      try {
        for (;;) yield 'x'.repeat(10_000) + made++;
      } finally {
        isOver = true;
      }
    }
    const { port, response } = await answerWith(endless);
    const socket = connect(port, '127.0.0.1').pause();
    socket.on('error', () => undefined);
    socket.write('GET / HTTP/1.1\r\nhost: a\r\n\r\n');
    onTestFinished(() => void socket.destroy());
    await until(() => response()?.writableNeedDrain === true);
    // Buffers of the machine take some first; without a wait for the reader the list would go on for ever.
    await until(async () => {
      await clock.moveTo(clock.now() + 30_000);
      return isOver;
    });
    expect(response()?.destroyed).toBe(true);
  });

  it('that break off are no whole file, and the fault is told', async () => {
    async function* broken() {
      yield 1;
      throw new Error('the store is gone');
    }
    const { port } = await answerWith(broken);
    const read = async () => (await fetch(`http://127.0.0.1:${port}/`)).text();
    await expect(read()).rejects.toThrow();
    expect(faults).toEqual([new Error('the store is gone')]);
  });
});
