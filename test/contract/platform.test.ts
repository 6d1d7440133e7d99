import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import supertest from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningServer, startServer } from '../../apps/server/server.ts';
import { readSettings } from '../../apps/server/settings.ts';
import type { Platform } from '../../core/ports.ts';

/** A shop system made up for this test: what a new platform has to be, and all of it. */
const kiosk: Platform = {
  name: 'kiosk',
  connect: ({ ingest }) => ({
    async handle(request, response) {
      if (request.method !== 'POST' || request.url !== '/sale') return false;
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const { number, customer, total } = JSON.parse(Buffer.concat(chunks).toString());
      const { accepted } = await ingest('demo', {
        events: [
          {
            id: `order:${number}`,
            name: 'Order Completed',
            userId: customer,
            consent: { analytics: true },
            properties: { order_id: number, total, currency: 'EUR', products: [] },
          },
        ],
      });
      response.writeHead(200).end(String(accepted));
      return true;
    },
    forget: async () => ({ kind: 'done' }),
  }),
};

describe('a new platform', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'inkling-platform-'));
  let server: RunningServer;
  beforeAll(async () => {
    server = await startServer({
      platforms: [kiosk],
      settings: readSettings({ DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'silent' }),
    });
  });
  afterAll(async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const mounted = () => supertest(server.url);

  it('takes its own requests and puts what they say into the log', async () => {
    const answer = await mounted()
      .post('/platforms/kiosk/sale')
      .send({ number: '7', customer: 'c-1', total: 12.5 });
    expect(answer.text).toBe('1');
    const demo = server.engine.sites.get('demo');
    const [visitor] = (await server.engine.visitors.list(demo?.siteId ?? ('' as never), null, 10)).items;
    const view = visitor && demo && (await server.engine.visitors.view(demo.siteId, visitor.visitor));
    expect(view?.orders).toMatchObject({ frequency: 1, monetary: 12.5 });
  });

  it('answers 404 for an address it does not know', async () => {
    const answer = await mounted().get('/platforms/kiosk/nothing');
    expect(answer.status).toBe(404);
    expect(answer.body.error.code).toBe('not_found');
  });
});
