import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createGuard, type Resolve } from '../../../integrations/webhook/guard.ts';
import { createPoster } from '../../../integrations/webhook/post.ts';
import { createDrivenClock } from '../../support/driven-clock.ts';
import { answer, openHook } from '../../support/hook-receiver.ts';
import { until } from '../../support/until.ts';

const LOOPBACK = [{ address: '127.0.0.1', family: 4 }];
const clock = createDrivenClock(0);

function post(url: string, given: { allowed?: string; resolve?: Resolve; signal?: AbortSignal } = {}) {
  const {
    allowed = 'loopback',
    resolve = async () => LOOPBACK,
    signal = new AbortController().signal,
  } = given;
  const send = createPoster(createGuard(allowed, resolve), clock);
  return send({ url: new URL(url), headers: { 'x-inkling-delivery': 'n1' }, body: '{"id":"n1"}', signal });
}

const forbidden = { kind: 'unanswered', isForbidden: true };

describe('a delivery', () => {
  it('is a POST of its body', async () => {
    const hook = await openHook();
    hook.react(answer(202, { 'retry-after': '7' }));
    expect(await post(`${hook.url}/in?a=1`)).toEqual({ kind: 'answered', status: 202, retryAfter: '7' });
    expect(hook.arrivals).toMatchObject([
      { path: '/in?a=1', id: 'n1', headers: { 'x-inkling-delivery': 'n1', 'content-length': '11' } },
    ]);
  });

  it('is given up after ten seconds without an answer', async () => {
    const hook = await openHook();
    hook.react(() => undefined);
    const result = post(hook.url);
    await hook.arrived(1);
    await clock.moveTo(clock.now() + 9_999);
    await clock.moveTo(clock.now() + 1);
    expect(await result).toMatchObject({ kind: 'unanswered', reason: 'no answer in 10 s' });
  });

  it('has the status that came, though the rest of the answer never ends', async () => {
    const hook = await openHook();
    hook.react((_arrival, response) => void response.writeHead(200).write('wait'));
    let hasStatus = false;
    const note = () => {
      hasStatus = true;
    };
    subscribe('http.client.response.finish', note);
    onTestFinished(() => void unsubscribe('http.client.response.finish', note));
    const result = post(hook.url);
    await until(() => hasStatus);
    await clock.moveTo(clock.now() + 10_000);
    expect(await result).toMatchObject({ kind: 'answered', status: 200 });
  });

  it('reads no more of an answer than 64 kB', async () => {
    const hook = await openHook();
    let written = 0;
    let isCut = false;
    hook.react((_arrival, response) => {
      response.on('close', () => {
        isCut = true;
      });
      const pour = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(16_384))) written += 16_384;
        if (!response.destroyed) response.once('drain', pour);
      };
      response.writeHead(200);
      pour();
    });
    expect(await post(hook.url)).toMatchObject({ kind: 'answered', status: 200 });
    await until(() => isCut);
    // What the sockets of both sides may have held beside it.
    expect(written).toBeLessThan(32 * 1024 * 1024);
  });

  it('says why nobody answered, without naming an address', async () => {
    const hook = await openHook();
    hook.react((_arrival, response) => void response.destroy());
    expect(await post(hook.url)).toEqual({
      kind: 'unanswered',
      reason: 'no connection (ECONNRESET)',
      isForbidden: false,
    });
    const resolve = () => Promise.reject(Object.assign(new Error('hook.lan'), { code: 'ENOTFOUND' }));
    expect(await post('https://hook.lan/', { resolve })).toMatchObject({
      reason: 'no connection (ENOTFOUND)',
    });
  });

  it('ends when its server stops', async () => {
    const hook = await openHook();
    hook.react(() => undefined);
    const abort = new AbortController();
    const result = post(hook.url, { signal: abort.signal });
    await hook.arrived(1);
    abort.abort();
    expect(await result).toMatchObject({ kind: 'unanswered' });
  });
});

describe('a redirect', () => {
  it('is followed with the same body, three times at most', async () => {
    const hook = await openHook();
    hook.react(({ path }, response) => {
      const left = Number(path.slice(1));
      answer(left === 0 ? 200 : 307, { location: `/${left - 1}` })({} as never, response);
    });
    expect(await post(`${hook.url}/3`)).toMatchObject({ kind: 'answered', status: 200 });
    expect(hook.arrivals.map(({ path, id }) => [path, id])).toEqual(
      ['/3', '/2', '/1', '/0'].map((path) => [path, 'n1']),
    );
    expect(await post(`${hook.url}/4`)).toMatchObject({
      kind: 'unanswered',
      reason: 'more than 3 redirects',
    });
  });

  it.each([
    ['to a private address', 'http://10.0.0.1/'],
    ['to the metadata of a cloud', 'http://169.254.169.254/latest/meta-data/'],
    ['to a mapped address', 'http://[::ffff:10.0.0.1]/'],
    ['to another scheme', 'file:///etc/passwd'],
    ['with a password', 'http://a:b@127.0.0.1/'],
    ['to a name that points into the private network', 'http://inside.example/'],
  ])('%s is not followed', async (_, location) => {
    const hook = await openHook();
    hook.react(answer(302, { location }));
    const resolve = async (host: string) =>
      host === 'inside.example' ? [{ address: '192.168.0.9', family: 4 }] : LOOPBACK;
    expect(await post(hook.url, { resolve })).toMatchObject(forbidden);
    expect(hook.arrivals).toHaveLength(1);
  });
});

describe('a name', () => {
  it('that pointed to a public address when it was put, and to a private one now, is not connected to', async () => {
    const hook = await openHook();
    const answers = [[{ address: '93.184.215.14', family: 4 }], LOOPBACK];
    const guard = createGuard('', async () => answers.shift() ?? []);
    const url = new URL(`https://rebinding.example:${new URL(hook.url).port}/`);
    expect(await guard.judgeHost(url)).toBeNull();
    const { signal } = new AbortController();
    const result = await createPoster(guard, clock)({ url, headers: {}, body: '{}', signal });
    expect(result).toMatchObject(forbidden);
    expect(hook.arrivals).toEqual([]);
  });

  it('is asked for once a connection: what was judged is what is connected to', async () => {
    const hook = await openHook();
    let asked = 0;
    const resolve = async () => {
      asked += 1;
      return LOOPBACK;
    };
    const url = hook.url.replace('127.0.0.1', 'hooks.lan');
    expect(await post(url, { allowed: 'hooks.lan', resolve })).toMatchObject({ status: 204 });
    expect([asked, hook.arrivals[0]?.headers.host]).toEqual([1, new URL(url).host]);
  });

  it('with one private address among others is refused', async () => {
    const mixed = async () => [
      { address: '8.8.8.8', family: 4 },
      { address: 'fd00::1', family: 6 },
    ];
    expect(await createGuard('', mixed).judgeHost(new URL('https://mixed.example/'))).toMatch(/private/);
  });
});

describe('an address', () => {
  const judge = (url: string, allowed = '') =>
    createGuard(allowed, async () => LOOPBACK).judgeUrl(new URL(url));

  it.each([
    'https://127.0.0.1/',
    'https://127.1/',
    'https://0x7f000001/',
    'https://2130706433/',
    'https://[::1]/',
    'https://[::ffff:7f00:1]/',
    'https://[64:ff9b::7f00:1]/',
    'https://[2002:7f00:1::]/',
    'https://169.254.169.254/',
    'https://100.64.1.1/',
    'http://8.8.8.8/',
    'ftp://8.8.8.8/',
    'https://user@8.8.8.8/',
  ])('%s is refused', (url) => {
    expect(judge(url)).toMatch(/\w/);
  });

  it('is taken when it is public, or the operator lists it, then also without TLS', () => {
    expect(judge('https://8.8.8.8/')).toBeNull();
    expect(judge('https://[2606:4700::1111]/')).toBeNull();
    expect(judge('http://127.0.0.1/', 'loopback')).toBeNull();
    expect(judge('http://10.0.0.1/', 'loopback')).toMatch(/http:/);
  });
});
