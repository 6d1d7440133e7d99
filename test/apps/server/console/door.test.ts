import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CONSOLE_HEADER } from '../../../../apps/server/console/guard.ts';
import { type ConsoleBrowser, openConsole } from '../../../support/console.ts';
import { type Served, serve } from '../../../support/served.ts';
import { call } from '../../../support/sites.ts';

let served: Served;
let browser: ConsoleBrowser;
beforeAll(async () => {
  served = await serve();
});
afterAll(() => served.stop());
beforeEach(() => {
  browser = openConsole(served.url);
});

const signIn = () => browser.signIn(served.demo.secretKey);
const codeOf = ({ body }: { body: { readonly [key: string]: unknown } }) =>
  (body.error as { code: string } | undefined)?.code;

describe('signing in to the console', () => {
  it('sets a cookie that no script, no other site and no other door gets', async () => {
    const { status, headers, body } = await signIn();
    expect([status, body]).toMatchObject([200, { site: 'demo', name: 'Demo shop', timezone: 'UTC' }]);
    expect(JSON.stringify(body)).not.toMatch(/[sw]k_/);
    const [cookie = ''] = headers.getSetCookie();
    expect(cookie.split('; ').slice(1)).toEqual(['Path=/console', 'HttpOnly', 'SameSite=Strict']);
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });

  it('answers what is wrong with a key, and sets nothing', async () => {
    for (const [key, code] of [
      ['sk_nobody', 'unknown_key'],
      [served.demo.writeKey, 'wrong_key_kind'],
      [served.operatorKey, 'wrong_key_kind'],
      ['', 'invalid_value'],
    ] as const) {
      const answer = await browser.signIn(key);
      expect([key, codeOf(answer), answer.headers.getSetCookie()]).toEqual([key, code, []]);
    }
  });

  it('is written down in the audit log, without the key', async () => {
    await signIn();
    const { body } = await browser.ask('GET', '/v1/audit?limit=1000');
    const items = body.items as readonly { act: string }[];
    expect(items.at(-1)).toMatchObject({ act: 'signed in to the console', by: 'secret key' });
    expect(JSON.stringify(items)).not.toContain(served.demo.secretKey);
  });

  it('is over once somebody logs out', async () => {
    await signIn();
    const cookie = browser.cookie();
    const { headers } = await browser.signOut();
    expect(headers.getSetCookie()[0]).toMatch(/^inkling_console=; Path=\/console; .*Max-Age=0$/);
    const again = await browser.ask('GET', '/v1/segments', undefined, { cookie });
    expect([again.status, codeOf(again)]).toEqual([401, 'signed_out']);
  });

  it('is nobody’s where a neighbouring host has set a cookie beside it', async () => {
    await signIn();
    const own = browser.cookie();
    const other = openConsole(served.url);
    await other.signIn(served.demo.secretKey);
    for (const cookie of [`${own}; ${other.cookie()}`, `inkling_console=x; ${own}`])
      expect(codeOf(await browser.ask('GET', '/v1/segments', undefined, { cookie }))).toBe('signed_out');
    expect((await browser.ask('GET', '/v1/segments')).status).toBe(200);
  });

  it('is over in every browser once somebody ends all of them', async () => {
    const others = [openConsole(served.url), openConsole(served.url)];
    for (const other of others) await other.signIn(served.demo.secretKey);
    expect(codeOf(await browser.signOutEverywhere())).toBe('signed_out');
    await signIn();
    expect((await browser.signOutEverywhere()).status).toBe(200);
    for (const each of [browser, ...others])
      expect(codeOf(await each.ask('GET', '/v1/segments'))).toBe('signed_out');
  });

  it.each(['/v1/stream', '/v1/events/tail'])(
    'ends what it has opened, too, and nothing else: %s',
    async (path) => {
      const url = `${served.url}/console/api${path}`;
      const open = async (cookie: string) => fetch(url, { headers: { [CONSOLE_HEADER]: '1', cookie } });
      const other = openConsole(served.url);
      await other.signIn(served.demo.secretKey);
      await signIn();
      const [own, others] = [await open(browser.cookie()), await open(other.cookie())];
      const stays = others.text();
      await browser.signOut();
      expect(await own.text()).toMatch(/^(?:id|: watching)/);
      expect(await Promise.race([stays, 'still open'])).toBe('still open');
      await other.signOutEverywhere();
      expect(await stays).toMatch(/^(?:id|: watching)/);
    },
  );

  it('goes over TLS alone where people come by TLS', async () => {
    const behind = await serve({ env: { PUBLIC_URL: 'https://inkling.example.com' } });
    const { headers } = await openConsole(behind.url).signIn(behind.demo.secretKey);
    await behind.stop();
    expect(headers.getSetCookie()[0]).toMatch(/; Secure$/);
  });
});

describe('what whoever is signed in may ask', () => {
  it('is what the secret key of that site opens', async () => {
    await signIn();
    const when = { name: 'Buyers', when: { event: 'Order Completed' } };
    expect((await browser.ask('PUT', '/v1/segments/buyers', when)).status).toBe(200);
    const { body } = await browser.ask('GET', '/v1/segments');
    expect(body.items).toMatchObject([{ key: 'buyers', name: 'Buyers' }]);
    expect((await browser.ask('GET', '/v1/sites/demo')).status).toBe(200);
    expect(codeOf(await browser.ask('POST', '/v1/sites', { name: 'Other' }))).toBe('not_found');
  });

  it('is nothing without the session, whatever key comes with the request', async () => {
    const routes = served.routes.filter(({ key }) => key.includes('secret'));
    expect(routes.length).toBeGreaterThan(60);
    for (const { method, path, takesKeyInBody } of routes) {
      if (takesKeyInBody === true) continue;
      const headers = { authorization: `Bearer ${served.demo.secretKey}` };
      const answer = await browser.ask(method, path.replaceAll(/\{\w+\}/g, 'x'), undefined, headers);
      expect([method, path, answer.status, codeOf(answer)]).toEqual([method, path, 401, 'signed_out']);
    }
  });

  it('stays at the console: the cookie opens no other door', async () => {
    await signIn();
    const answer = await call(`${served.url}/v1/segments`, { headers: { cookie: browser.cookie() } });
    expect(codeOf(answer)).toBe('missing_key');
  });

  it.each([
    ['a page of another site', { 'sec-fetch-site': 'cross-site' }],
    ['a page of a neighbouring name', { 'sec-fetch-site': 'same-site' }],
    ['whoever types an address', { 'sec-fetch-site': 'none' }],
    ['an older browser on a page of another site', { origin: 'https://evil.example' }],
    ['a page without an origin', { origin: 'null' }],
  ])('is refused to %s', async (_, headers) => {
    await signIn();
    const answer = await browser.ask('GET', '/v1/segments', undefined, headers);
    expect([answer.status, codeOf(answer)]).toEqual([403, 'cross_site']);
    const cookie = browser.cookie();
    const signing = await call(`${served.url}/console/session`, {
      method: 'DELETE',
      headers: { 'x-inkling-console': '1', cookie, ...headers },
    });
    expect(codeOf(signing)).toBe('cross_site');
    expect((await browser.ask('GET', '/v1/segments')).status).toBe(200);
  });

  it('is refused to a form, which cannot send our header', async () => {
    await signIn();
    const answer = await call(`${served.url}/console/api/v1/segments`, {
      headers: { cookie: browser.cookie() },
    });
    expect(codeOf(answer)).toBe('cross_site');
  });

  it('is told to no page of another origin that asks first', async () => {
    const { headers } = await call(`${served.url}/console/api/v1/segments`, { method: 'OPTIONS' });
    expect(headers.get('access-control-allow-headers')).toBeNull();
    await signIn();
    for (const path of ['/v1/segments', '/v1/events/tail?follow=false', '/v1/stream?follow=false']) {
      const told = async (url: string, more: Readonly<Record<string, string>>) => {
        const answer = await fetch(url, { headers: more });
        return [path, answer.status, answer.headers.get('access-control-allow-origin')];
      };
      const signed = { cookie: browser.cookie(), 'x-inkling-console': '1' };
      expect(await told(`${served.url}/console/api${path}`, signed)).toEqual([path, 200, null]);
      const keyed = { authorization: `Bearer ${served.demo.secretKey}` };
      expect(await told(served.url + path, keyed)).toEqual([path, 200, '*']);
    }
  });
});

describe('the document of the console', () => {
  it('loads nothing from elsewhere, runs nothing that stands in it, and is framed by nobody', async () => {
    const { headers, text } = await browser.open();
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(policy).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(
      text.match(/(?:src|href)="([^"]*)"/g)?.filter((at) => !/"(\/console\/assets\/|data:,)/.test(at)),
    ).toEqual([]);
    expect(text).not.toMatch(/<style|style=|\son\w+=/);
  });

  it('says who is signed in, and nothing of a site to anybody else', async () => {
    expect((await browser.open()).text).toContain('id="session">null<');
    await signIn();
    const { text } = await browser.open('/segments');
    expect(text).toContain('"site":"demo"');
    expect(text).not.toMatch(/[sw]k_/);
  });

  it('is not ended by the name of a site', async () => {
    const name = '</script><script>alert(1)</script>';
    await served.sites.change('demo', { name });
    await signIn();
    const { text } = await browser.open();
    await served.sites.change('demo', { name: 'Demo shop' });
    expect(text).not.toContain('<script>alert');
    const [, data = ''] = /id="session">(.*?)<\/script>/.exec(text) ?? [];
    expect(JSON.parse(data)).toMatchObject({ name });
  });

  it('has its files kept for ever, by names that change with what is in them', async () => {
    const { text } = await browser.open();
    const [, script = ''] = /src="([^"]+)"/.exec(text) ?? [];
    const answer = await fetch(served.url + script);
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect((await call(`${served.url}/console/assets/constructor`)).status).toBe(404);
    expect((await call(`${served.url}/console/api/v1/nothing`)).status).toBe(404);
  });
});
