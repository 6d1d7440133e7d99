import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillPath } from './route-samples.ts';
import { prepareWalk, type Walk } from './walk.ts';

let walk: Walk;
beforeAll(async () => {
  walk = await prepareWalk();
});
afterAll(() => walk.served.stop());

/** Of an answer that is read to its end: one that is left lying is cut off with the server. */
async function headersOf(path: string, method = 'GET'): Promise<Headers> {
  const answer = await fetch(walk.served.url + path, { method });
  await answer.arrayBuffer();
  return answer.headers;
}

/** What could recognise a browser later. */
const MARKS = ['set-cookie', 'etag', 'last-modified'];

describe('no answer marks a browser', () => {
  it('carries no cookie and no validator, from any route, file or refusal', async () => {
    const paths = [
      ['GET', `/t/${walk.site.writeKey}.js`],
      ['GET', '/t/identity.js'],
      ['GET', '/t/treatments.js'],
      ['GET', '/t/wk_nobody.js'],
      ['GET', '/'],
      ['GET', '/favicon.ico'],
      ['GET', '/openapi.json'],
      ['GET', '/metrics'],
      ['GET', '/nothing'],
      ['OPTIONS', '/v1/collect'],
      ['POST', `/v1/collect?k=${walk.site.writeKey}`],
      ['POST', '/v1/consent'],
      ['GET', '/shop/'],
      ['GET', '/shop/nothing'],
      ['POST', '/shop/held'],
      ...walk.served.routes.map(({ method, path }) => [
        method,
        fillPath(path, walk.samples[`${method} ${path}`]?.params),
      ]),
    ];
    for (const [method = '', path = ''] of paths) {
      const headers = await headersOf(path, method);
      expect([method, path, MARKS.filter((mark) => headers.has(mark))]).toEqual([method, path, []]);
    }
  });

  it('lets nobody keep an answer but the tracker files, for an hour', async () => {
    const caching = async (path: string) => (await headersOf(path)).get('cache-control');
    expect(await caching(`/t/${walk.site.writeKey}.js`)).toBe('public, max-age=3600');
    for (const file of [
      'identity',
      'json-ld',
      'treatments',
      'blocks',
      'offers',
      'products',
      'tour',
      'privacy',
      'intent',
    ])
      expect([file, await caching(`/t/${file}.js`)]).toEqual([file, 'public, max-age=3600']);
    for (const path of [
      '/',
      '/favicon.ico',
      '/t/wk_nobody.js',
      '/openapi.json',
      '/metrics',
      '/healthz',
      '/readyz',
      '/nothing',
    ])
      expect([path, await caching(path)]).toEqual([path, 'no-store']);
  });

  it('tells a page of another origin which requests it may make, without credentials', async () => {
    const answer = await request(walk.served.url)
      .options('/v1/consent')
      .set({ origin: 'https://shop.example', 'access-control-request-method': 'POST' });
    expect(answer.status).toBe(204);
    expect(answer.headers['access-control-allow-origin']).toBe('*');
    expect(answer.headers['access-control-allow-headers']).toContain('authorization');
    expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
  });
});
