import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ConsoleBrowser, openConsole } from '../../../support/console.ts';
import { type Served, serve } from '../../../support/served.ts';

let served: Served;
let browser: ConsoleBrowser;
beforeAll(async () => {
  served = await serve();
});
afterAll(() => served.stop());
beforeEach(() => {
  browser = openConsole(served.url);
});

const FRAMED = { 'sec-fetch-site': 'same-origin', 'sec-fetch-dest': 'iframe' };

async function ask(path: string, headers: Readonly<Record<string, string>> = FRAMED) {
  const answer = await fetch(`${served.url}/console${path}`, {
    headers: { cookie: browser.cookie(), ...headers },
  });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

describe('the frame that shows treatments', () => {
  it('is framed by the console alone, sends nothing anywhere, and runs nothing that stands in it', async () => {
    await browser.signIn(served.demo.secretKey);
    const { status, headers, text } = await ask('/preview');
    const policy = headers.get('content-security-policy') ?? '';
    expect([status, headers.get('x-frame-options')]).toEqual([200, 'SAMEORIGIN']);
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(policy).toMatch(/default-src 'none'.*connect-src 'none'.*frame-ancestors 'self'/);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(text).not.toMatch(/<style|style=|\son\w+=|<script[^>]*>[^<]/);
    const files = [...text.matchAll(/"(assets\/[^"]+)"/g)].map(([, file = '']) => file);
    expect(files).toHaveLength(3);
    for (const file of files)
      expect([file, (await fetch(`${served.url}/console/${file}`)).status]).toEqual([file, 200]);
  });

  it('is nothing to whoever is not signed in', async () => {
    expect((await ask('/preview')).status).toBe(401);
    await browser.signIn(served.demo.secretKey);
    expect((await ask('/preview')).status).toBe(200);
    await browser.signOut();
    expect((await ask('/preview')).status).toBe(401);
  });

  it.each(['cross-site', 'same-site', 'none'])('is nothing to a page of elsewhere: %s', async (from) => {
    await browser.signIn(served.demo.secretKey);
    const { status, headers } = await ask('/preview', { 'sec-fetch-site': from });
    expect([status, headers.get('x-frame-options')]).toEqual([403, 'DENY']);
  });
});
