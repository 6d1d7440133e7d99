import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeBrowser, launchBrowser } from './chromium.ts';

describeBrowser('the browser of the tests', () => {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>seen</title>');
  });
  let browser: Browser;

  beforeAll(async () => {
    server.listen(0, '127.0.0.1');
    [browser] = await Promise.all([launchBrowser(), once(server, 'listening')]);
  });
  afterAll(async () => {
    await browser.close();
    server.close();
  });

  it('opens a page from this machine and asks nobody else', async () => {
    const page = await browser.newPage();
    const hosts = new Set<string>();
    page.on('request', (request) => hosts.add(new URL(request.url()).hostname));
    const address = server.address();
    await page.goto(
      `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}/`,
    );
    expect(await page.title()).toBe('seen');
    expect([...hosts]).toEqual(['127.0.0.1']);
  });
});
