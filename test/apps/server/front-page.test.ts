import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Served, serve } from '../../support/served.ts';

describe('the address of the server, opened in a browser', () => {
  let served: Served;
  beforeAll(async () => {
    served = await serve();
  });
  afterAll(() => served.stop());

  it('leads to places that are there', async () => {
    const { status, text, headers } = await request(served.url).get('/');
    expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    const links = [...text.matchAll(/href="([^"]+)"/g)].map(([, link = '']) => link);
    expect(links).toContain('/shop/');
    for (const link of links)
      expect([link, (await request(served.url).get(link)).status]).toEqual([link, 200]);
  });

  it('needs no exception from the policy: no script, no style of its own, no key', async () => {
    const { text, headers } = await request(served.url).get('/');
    expect(headers['content-security-policy']).toContain("default-src 'self'");
    expect(text).not.toMatch(/<script|<style|style=|\bon\w+=|[wso][kp]_/);
  });

  it('has no icon to fetch, and says so without a fault', async () => {
    expect((await request(served.url).get('/favicon.ico')).status).toBe(204);
  });
});
