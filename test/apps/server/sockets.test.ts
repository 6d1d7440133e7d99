import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWire, type RawAnswer, writePost } from '../../support/raw-http.ts';
import { NOON, type Served, serve } from '../../support/served.ts';
import { createSite, DESKTOP, type TestSite } from '../../support/sites.ts';

/** Short, so that nobody waits; long beside a round trip on this machine. */
const PATIENCE = { headersMs: 400, bodyMs: 300, drainMs: 300 };

let served: Served;
let site: TestSite;

beforeAll(async () => {
  served = await serve({ patience: PATIENCE });
  site = await createSite(served, { postsPerSecondPerAddress: 1e5 });
});
afterAll(() => served.stop());

const agent = `user-agent: ${DESKTOP}`;
const pathOf = () => `/v1/collect?k=${site.writeKey}`;
const bodyOf = (id: string) =>
  JSON.stringify({ ver: 1, s: NOON, e: [{ i: id, n: 'Page Viewed', t: NOON, p: {}, u: '/' }] });
const errorOf = ({ body }: Pick<RawAnswer, 'body'>) => JSON.parse(body).error;

/** Events of all visitors: senders that show different headers are different visitors. */
async function countOf(): Promise<number> {
  const { items } = (await site.ask('GET', '/v1/visitors')).body;
  const views = (items as readonly { visitor: string }[]).map(async ({ visitor }) => {
    const { body } = await site.ask('GET', `/v1/visitors/${visitor}`);
    return (body.events as { count: number }).count;
  });
  return (await Promise.all(views)).reduce((sum, count) => sum + count, 0);
}

describe('a sender that is slow', () => {
  it('with its body is told so and cut off, on both mounts', async () => {
    for (const path of [pathOf(), pathOf().replace('?', '/?'), '/v1/events']) {
      const wire = openWire(served.port);
      const key = `authorization: Bearer ${site.secretKey}`;
      wire.send(
        `POST ${path} HTTP/1.1\r\nhost: x\r\n${agent}\r\n${key}\r\ncontent-length: 500\r\n\r\n{"ver":1`,
      );
      const answer = await wire.answer();
      expect([path, answer.status, answer.headers.connection]).toEqual([path, 408, 'close']);
      expect(errorOf(answer)).toMatchObject({ code: 'timeout', hint: 'send the body faster' });
      expect(await wire.closed()).toBe('');
    }
  });

  it('with its headers is told so and cut off', async () => {
    const wire = openWire(served.port);
    wire.send(`POST ${pathOf()} HTTP/1.1\r\nhost: x\r\nx-slow: `);
    const answer = await wire.answer();
    expect([answer.status, errorOf(answer).code]).toEqual([408, 'timeout']);
    await wire.closed();
  });

  it('holds nobody else up: fifty of them and a quick one', async () => {
    const slow = Array.from({ length: 50 }, () => openWire(served.port));
    for (const wire of slow)
      wire.send(`POST ${pathOf()} HTTP/1.1\r\nhost: x\r\n${agent}\r\ncontent-length: 9\r\n\r\n{`);
    const before = await countOf();
    expect((await site.collect(JSON.parse(bodyOf('quick')))).body).toMatchObject({ accepted: 1 });
    expect(await countOf()).toBe(before + 1);
    const answers = await Promise.all(slow.map((wire) => wire.answer()));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([408]));
    for (const wire of slow) wire.socket.destroy();
  });
});

describe('a sender that stops halfway', () => {
  it('and closes its side before the answer may not hear it; sent again, the post counts once', async () => {
    const before = await countOf();
    for (const hasPatience of [false, true]) {
      const wire = openWire(served.port);
      wire.send(writePost(pathOf(), bodyOf('half-closed'), [agent]));
      if (!hasPatience) wire.end();
      if (hasPatience) expect(JSON.parse((await wire.answer()).body)).toMatchObject({ accepted: 1 });
      else await wire.closed();
      wire.socket.destroy();
    }
    expect(await countOf()).toBe(before + 1);
  });

  it('inside a body stores nothing, and is refused if it still listens', async () => {
    const before = await countOf();
    const whole = writePost(pathOf(), bodyOf('cut'), [agent]);
    const wire = openWire(served.port);
    wire.send(whole.subarray(0, whole.length - 10));
    wire.end();
    expect(await wire.closed()).toMatch(/^HTTP\/1\.1 4\d\d [\s\S]*"code":"(invalid_body|timeout)"/);
    const gone = openWire(served.port);
    gone.send(whole.subarray(0, whole.length - 10));
    gone.socket.destroy();
    expect(await countOf()).toBe(before);
  });
});

describe('requests that are unusual but right', () => {
  it('are answered in order when they come in one piece', async () => {
    const before = await countOf();
    const wire = openWire(served.port);
    const ids = Array.from({ length: 20 }, (_, n) => `pipe-${n}`);
    const bad = writePost(pathOf(), '{"ver":', [agent]);
    wire.send(Buffer.concat([...ids.map((id) => writePost(pathOf(), bodyOf(id), [agent])), bad]));
    for (const id of ids)
      expect([id, JSON.parse((await wire.answer()).body)]).toMatchObject([id, { accepted: 1 }]);
    expect(errorOf(await wire.answer()).code).toBe('malformed_json');
    expect(await countOf()).toBe(before + 20);
    wire.socket.destroy();
  });

  it('come byte by byte, in chunks, in HTTP/1.0, or with Expect: 100-continue', async () => {
    const before = await countOf();
    const byByte = openWire(served.port);
    byByte.socket.setNoDelay(true);
    for (const byte of writePost(pathOf(), bodyOf('bytes'), [agent])) byByte.send(Uint8Array.of(byte));
    expect((await byByte.answer()).status).toBe(200);

    const chunked = openWire(served.port);
    const text = bodyOf('chunks');
    chunked.send(`POST ${pathOf()} HTTP/1.1\r\nhost: x\r\n${agent}\r\ntransfer-encoding: chunked\r\n\r\n`);
    for (const part of [text.slice(0, 7), text.slice(7)])
      chunked.send(`${part.length.toString(16)}\r\n${part}\r\n`);
    chunked.send('0\r\n\r\n');
    expect((await chunked.answer()).status).toBe(200);

    const old = openWire(served.port);
    old.send(writePost(pathOf(), bodyOf('old'), [agent]).toString().replace('HTTP/1.1', 'HTTP/1.0'));
    const oldAnswer = await old.answer();
    expect([oldAnswer.status, oldAnswer.headers.connection]).toEqual([200, 'close']);
    await old.closed();

    const careful = openWire(served.port);
    const post = writePost(pathOf(), bodyOf('careful'), [agent, 'expect: 100-continue']).toString();
    careful.send(post.slice(0, post.indexOf('\r\n\r\n') + 4));
    expect((await careful.answer()).status).toBe(100);
    careful.send(bodyOf('careful'));
    expect((await careful.answer()).status).toBe(200);
    expect(await countOf()).toBe(before + 4);
    for (const wire of [byByte, chunked, careful]) wire.socket.destroy();
  });
});

describe('what is no request we take', () => {
  it.each([
    ['no HTTP at all', 'hello\r\n\r\n', 400, 'invalid_body'],
    ['a TLS greeting', '\u0016\u0003\u0001\u0002\u0000\u0001', 400, 'invalid_body'],
    ['a header without end', `GET /healthz HTTP/1.1\r\nx: ${'y'.repeat(40_000)}\r\n\r\n`, 413, 'too_large'],
    ['an address without end', `GET /${'y'.repeat(40_000)} HTTP/1.1\r\nhost: x\r\n\r\n`, 413, 'too_large'],
    ['no host', 'GET /healthz HTTP/1.1\r\n\r\n', 400, 'invalid_value'],
    [
      'two lengths',
      'POST /v1/collect HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n{}',
      400,
      'invalid_body',
    ],
    [
      'a length and chunks',
      'POST /v1/collect HTTP/1.1\r\nhost: x\r\ncontent-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
      'invalid_body',
    ],
    [
      'a chunk of no size',
      `POST /v1/collect HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n`,
      400,
      'invalid_body',
    ],
  ] as const)('%s is refused in our words', async (_title, bytes, status, code) => {
    const wire = openWire(served.port);
    wire.send(Buffer.from(bytes, 'latin1'));
    const text = await wire.closed();
    expect(text).toMatch(new RegExp(`^HTTP/1\\.1 (${status}|401) `));
    const { error } = JSON.parse(text.slice(text.lastIndexOf('\r\n\r\n') + 4));
    expect([code, 'missing_key']).toContain(error.code);
    expect(error.hint).not.toBe('');
  });

  it('an address that is none is refused in the words of every refusal', async () => {
    const wire = openWire(served.port);
    wire.send('GET http://[::bad/v1/visitors HTTP/1.1\r\nhost: x\r\n\r\n');
    const { status, body } = await wire.answer();
    expect([status, JSON.parse(body)]).toMatchObject([400, { error: { code: 'invalid_value', at: 'path' } }]);
    wire.socket.destroy();
  });

  it('a body of ten megabytes is refused before it is read, and the refusal reaches its sender', async () => {
    for (const path of [pathOf(), '/v1/events']) {
      const wire = openWire(served.port);
      wire.send(
        `POST ${path} HTTP/1.1\r\nhost: x\r\n${agent}\r\nauthorization: Bearer ${site.secretKey}\r\ncontent-length: 10000000\r\n\r\n`,
      );
      const answer = await wire.answer();
      expect([path, answer.status, answer.headers.connection]).toEqual([path, 413, 'close']);
      wire.socket.destroy();
    }
  });
});

describe('a server that stops', () => {
  it('answers what has begun, refuses what comes late, and cuts off who never ends', async () => {
    const stopping = await serve({ patience: PATIENCE });
    const shop = await createSite(stopping, {});
    const path = `/v1/collect?k=${shop.writeKey}`;
    const begun = openWire(stopping.port);
    const post = writePost(path, bodyOf('begun'), [agent]);
    begun.send(post.subarray(0, 100));
    const endless = openWire(stopping.port);
    endless.send(`POST ${path} HTTP/1.1\r\nhost: x\r\n${agent}\r\ncontent-length: 999\r\n\r\n{`);
    await shop.ask('GET', '/v1/visitors');
    const stopped = stopping.stop();
    begun.send(post.subarray(100));
    const answer = await begun.answer();
    expect([200, 503]).toContain(answer.status);
    await stopped;
    await endless.closed();
    await expect(fetch(`${stopping.url}/healthz`)).rejects.toThrow();
  });

  it('waits for no connection on which nothing was asked', async () => {
    const stopping = await serve({ patience: { ...PATIENCE, headersMs: 600_000, drainMs: 600_000 } });
    const silent = openWire(stopping.port);
    expect((await fetch(`${stopping.url}/healthz`)).status).toBe(200);
    await stopping.stop();
    expect(await silent.closed()).toBe('');
  });
});
