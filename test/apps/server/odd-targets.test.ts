import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DOORS } from '../../../integrations/email/links.ts';
import { APP_PATH } from '../../../integrations/shopify/settings.ts';
import { type ConnectedShop, installShop } from '../../support/shopify/connected-shop.ts';

describe('a request for what is no path', () => {
  let connected: ConnectedShop;
  beforeAll(async () => {
    connected = await installShop();
  });
  afterAll(() => connected.stop());

  /** As it stands in the request's first line: clients of libraries would make a path of it. */
  const ask = (method: string, target: string) =>
    new Promise<readonly [number | undefined, string]>((resolve, reject) => {
      const { port } = connected.served;
      const asked = request({ host: '127.0.0.1', port, method, path: target }, async (answer) => {
        const text = await answer.setEncoding('utf8').toArray();
        resolve([answer.statusCode, JSON.parse(text.join('')).error.code]);
      });
      asked.on('error', reject).end();
    });

  it.each(['//', '///', '/\\', '//[', '//a:b', '//evil.example/webhooks', '/\\evil.example/pixel'])(
    'of a platform (%s) is answered as an address that is none',
    async (path) => {
      for (const method of ['GET', 'POST'])
        expect(await ask(method, `${APP_PATH}${path}`)).toEqual([404, 'not_found']);
    },
  );

  it.each([
    `${APP_PATH}/webhooks`,
    `${DOORS.click}/token`,
    '/dev/inbox/x',
    '/v1/sites',
    '/t/x.js',
    '/collect',
  ])('that names %s at a server that can be none is refused like others', async (path) => {
    for (const origin of ['http://a:b', 'http://[', 'http://%'])
      expect(await ask('GET', `${origin}${path}`)).toEqual([
        expect.toSatisfy((status) => status >= 400 && status < 500),
        expect.any(String),
      ]);
  });
});
