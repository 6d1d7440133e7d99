/** What every answer says to browsers: from every route of the table, every mount, every refusal, and for every key. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProtection, safeHeaders } from '../../../apps/server/safe-headers.ts';
import { openWire } from '../../support/raw-http.ts';
import { serve } from '../../support/served.ts';
import { bearer } from '../../support/sites.ts';
import { fillPath } from './route-samples.ts';
import { nameOf, prepareWalk, type Walk } from './walk.ts';

let walk: Walk;
beforeAll(async () => {
  walk = await prepareWalk();
});
afterAll(() => walk.served.stop());

/** Which must be there, and what may stand in it. */
const WANTED: Readonly<Record<string, RegExp>> = {
  'content-security-policy':
    /(?=.*default-src '(none|self)')(?=.*base-uri 'none')(?=.*frame-ancestors 'none')/,
  'x-content-type-options': /^nosniff$/,
  'x-frame-options': /^DENY$/,
  'referrer-policy': /^(no-referrer|same-origin)$/,
  'cross-origin-opener-policy': /^same-origin$/,
  'cross-origin-resource-policy': /^(same-origin|cross-origin)$/,
  'origin-agent-cluster': /^\?1$/,
  'permissions-policy': /geolocation=\(\)/,
  'x-permitted-cross-domain-policies': /^none$/,
  'x-dns-prefetch-control': /^off$/,
};

type Heard = Readonly<Record<string, string | undefined>>;

/** The names of what is missing, wrong, or says too much. */
function faultsOf(headers: Heard): readonly string[] {
  const wrong = Object.entries(WANTED).filter(([name, form]) => !form.test(headers[name] ?? ''));
  const telling = ['x-powered-by', 'server', 'strict-transport-security'].filter((name) => name in headers);
  const unsafe = /'unsafe-|\bhttps?:|\*/.test(headers['content-security-policy'] ?? '')
    ? ['unsafe policy']
    : [];
  return [...wrong.map(([name]) => name), ...telling, ...unsafe];
}

async function hear(method: string, path: string, init: RequestInit = {}) {
  const answer = await fetch(walk.served.url + path, { method, redirect: 'manual', ...init });
  await answer.body?.cancel();
  return { status: answer.status, headers: Object.fromEntries(answer.headers) };
}

describe('every answer', () => {
  it('of a route of the table is closed to whatever a browser could do with it, opened or refused', async () => {
    for (const route of walk.served.routes.filter(({ path }) => !path.includes('rotate-keys'))) {
      const sample = walk.samples[nameOf(route)];
      const path = fillPath(route.path, sample?.params) + (sample?.query ?? '');
      const body = sample?.body === undefined ? {} : { body: JSON.stringify(sample.body) };
      const key = /operator$/.test(route.key) ? walk.served.operatorKey : walk.site.secretKey;
      for (const init of [{ headers: bearer(key), ...body }, {}]) {
        const { status, headers } = await hear(route.method, path, init);
        expect([nameOf(route), status, faultsOf(headers)]).toEqual([nameOf(route), status, []]);
      }
    }
  });

  it('of a file, a page, a mount, a door of a mail, and of what is not there, too', async () => {
    for (const [method, path] of [
      ['POST', `/v1/collect?k=${walk.site.writeKey}`],
      ['OPTIONS', '/v1/collect'],
      ['GET', `/t/${walk.site.writeKey}.js`],
      ['GET', '/t/identity.js'],
      ['GET', '/t/wk_nobody.js'],
      ['GET', '/'],
      ['GET', '/favicon.ico'],
      ['GET', '/openapi.json'],
      ['GET', '/metrics'],
      ['GET', '/shop/'],
      ['GET', '/shop/assets/shop.css'],
      ['GET', '/shop/nothing'],
      ['POST', '/shop/held'],
      ['GET', '/u/nothing'],
      ['GET', '/c/nothing'],
      ['GET', '/o/nothing.gif'],
      ['GET', '/dev/mail'],
      ['GET', '/platforms/none'],
      ['DELETE', '/v1/events'],
      ['GET', '/nothing'],
      ['GET', '/v1/visitors/%E0%A4%A'],
    ] as const) {
      const { headers } = await hear(method, path);
      expect([method, path, faultsOf(headers)]).toEqual([method, path, []]);
    }
  });

  it('to what is no request says the same', async () => {
    for (const bytes of [
      'hello\r\n\r\n',
      `GET / HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(40_000)}\r\n\r\n`,
      `GET /${'y'.repeat(40_000)} HTTP/1.1\r\nhost: x\r\n\r\n`,
      'GET /healthz HTTP/1.1\r\n\r\n',
      'GET http://[::bad/ HTTP/1.1\r\nhost: x\r\n\r\n',
      'GET /healthz HTTP/1.1\r\nhost: x\r\nexpect: the-unexpected\r\n\r\n',
    ]) {
      const wire = openWire(walk.served.port);
      wire.send(bytes);
      const { status, headers } = await wire.answer();
      expect([bytes.slice(0, 20), status, faultsOf(headers)]).toEqual([bytes.slice(0, 20), status, []]);
      wire.socket.destroy();
    }
  });

  it('may be used by pages of other origins only where it is made for them', async () => {
    const openness = async (path: string) =>
      (await hear('GET', path)).headers['cross-origin-resource-policy'];
    expect(await openness('/t/identity.js')).toBe('cross-origin');
    expect(await openness('/healthz')).toBe('cross-origin');
    for (const path of ['/', '/shop/', '/metrics'])
      expect([path, await openness(path)]).toEqual([path, 'same-origin']);
  });
});

describe('TLS for good', () => {
  it.each([
    ['https://inkling.example.com', ['max-age=31536000']],
    ['http://inkling.example.com', []],
    [null, []],
  ])('is asked of browsers where the address that visitors use is %s: %j', (publicUrl, expected) => {
    const values = safeHeaders(publicUrl).flatMap(([name, value]) =>
      name === 'strict-transport-security' ? [value] : [],
    );
    expect(values).toEqual(expected);
    const set = new Map<string, unknown>();
    createProtection(publicUrl)({
      setHeader: (name: string, value: unknown) => set.set(name, value),
    } as never);
    expect([...set]).toEqual([...safeHeaders(publicUrl)]);
  });

  it('is asked by a server that has such an address', async () => {
    const served = await serve({ env: { PUBLIC_URL: 'https://inkling.example.com' } });
    const answer = await fetch(`${served.url}/healthz`);
    expect(answer.headers.get('strict-transport-security')).toBe('max-age=31536000');
    await served.stop();
  });
});
