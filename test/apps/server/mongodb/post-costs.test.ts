/** What one post asks of the database: not more for each of those whom it names. */
import { expect, it, onTestFinished } from 'vitest';
import { SHARED_KEY } from '../../../support/mongodb/doored.ts';
import { openMemoryMongo } from '../../../support/mongodb/memory/wire.ts';
import { NOON, serve } from '../../../support/served.ts';
import { bearer, call, createSite } from '../../../support/sites.ts';

const USERS = 100;

it.each(['secretKey', 'writeKey'] as const)(
  'a hundred people whom nobody knows cost fewer commands than half of them: by the %s',
  async (key) => {
    const mongo = await openMemoryMongo();
    onTestFinished(() => mongo.close());
    const MONGODB_URL = `mongodb://127.0.0.1:${mongo.port}/costs`;
    const served = await serve({ env: { MASTER_KEY: SHARED_KEY, MONGODB_URL } });
    onTestFinished(served.stop);
    const site = await createSite(served);
    const batch = Array.from({ length: USERS }, (_, n) => ({
      type: 'track',
      event: 'Product Viewed',
      messageId: `m${n}`,
      userId: `user ${n}`,
      timestamp: new Date(NOON).toISOString(),
      context: { library: { name: 'test' } },
    }));
    const before = mongo.commands();
    const answer = await call(`${served.url}/v1/batch`, {
      method: 'POST',
      headers: bearer(site[key]),
      body: JSON.stringify({ batch, sentAt: new Date(NOON).toISOString() }),
    });
    const cost = mongo.commands() - before;
    expect([answer.status, answer.body]).toMatchObject([200, { success: true }]);
    expect(cost).toBeLessThan(USERS / 2);
  },
);
