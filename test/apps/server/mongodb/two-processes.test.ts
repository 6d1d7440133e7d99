/** Two servers, each a process of its own, on one database: what a balancer in front of them would see. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type PageDecisionView, putCampaign } from '../../../acceptance/campaigns.ts';
import { DAY, device, GRANTED, item } from '../../../acceptance/world.ts';
import { type App, startApp } from '../../../support/app-process.ts';
import { mongoDatabases } from '../../../support/mongodb/databases.ts';
import { SHARED_KEY } from '../../../support/mongodb/doored.ts';
import { createSite, openDoors, type TestSite } from '../../../support/sites.ts';
import { until } from '../../../support/until.ts';

vi.setConfig({ testTimeout: 90_000 });

const nextUrl = mongoDatabases('processes');
const ANNA = device(1);
const [ASKS, PLACES] = [50, 7];

type Doors = Pick<TestSite, 'ask' | 'collect' | 'ingest'>;
type Pair = {
  readonly apps: readonly [App, App];
  readonly doors: readonly [Doors, Doors];
  readonly site: TestSite;
};

let pair: Pair;

async function knows({ ask }: Doors, { site }: TestSite): Promise<boolean> {
  return (await ask('GET', `/v1/sites/${site}`)).status === 200;
}

beforeEach(async () => {
  const env = { MONGODB_URL: nextUrl(), MASTER_KEY: SHARED_KEY };
  // One after the other: FerretDB stumbles where two make the indexes of a new database at once.
  const apps = [await startApp({ env }), await startApp({ env })] as const;
  const site = await createSite(apps[0], { serverConsent: { analytics: true } });
  const doors = [openDoors(apps[0].url, site), openDoors(apps[1].url, site)] as const;
  pair = { apps, doors, site };
  await until(() => knows(doors[1], site));
});
afterEach(async () => {
  for (const app of pair.apps) await app.stop();
});

/** Posts that a server has answered well. */
async function countServed({ url }: App): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const lines = text.matchAll(/^inkling_posts_total\{[^}]*status="2\d\d"[^}]*\} (\d+)$/gm);
  return [...lines].reduce((sum, [, count]) => sum + Number(count), 0);
}

const viewed = (id: string, userId: string) => ({ id, name: 'Page Viewed', userId, properties: {} });

async function countOf({ ask }: Doors, userId: string): Promise<number> {
  const { visitor } = (await ask('POST', '/v1/visitors/lookup', { userId })).body;
  const { events } = (await ask('GET', `/v1/visitors/${visitor}`)).body;
  return (events as { count: number } | null)?.count ?? 0;
}

describe('two server processes on one database', () => {
  it('give fifty that ask at once exactly the places there are, and both serve', async () => {
    const { doors, apps, site } = pair;
    const cap = { scope: 'campaign', max: PLACES, per: '7d' };
    await putCampaign(site, 'hello', { limits: { caps: [cap] } });
    await until(async () => (await doors[1].ask('GET', '/v1/campaigns/hello')).status === 200);
    const now = Date.now();
    const c = { ...GRANTED, at: now - 60 * DAY, source: 'banner' };
    const ask = async (door: Doors, n: number): Promise<readonly PageDecisionView[]> => {
      const e = [item('Product Added', now, { i: `ask-${n}` })];
      const { status, body } = await door.collect({ s: now, d: 1, dev: ANNA, c, e });
      expect(status).toBe(200);
      return body.do as readonly PageDecisionView[];
    };
    const before = await Promise.all(apps.map(countServed));
    const answers = await Promise.all(
      Array.from({ length: ASKS }, (_, n) => ask(doors[n % 2 === 0 ? 0 : 1], n)),
    );
    expect(answers.flat()).toHaveLength(PLACES);
    const after = await Promise.all(apps.map(countServed));
    const served = after.map((count, at) => count - (before[at] ?? 0));
    expect(Math.min(...served)).toBeGreaterThanOrEqual(0.3 * ASKS);
  });

  it('know of an event that the other one has acknowledged, as soon as it is', async () => {
    const { doors } = pair;
    for (let n = 0; n < 10; n += 1) {
      const [writer, reader] = n % 2 === 0 ? doors : [doors[1], doors[0]];
      expect((await writer.ingest([viewed(`e${n}`, 'ann')])).status).toBe(200);
      expect(await countOf(reader, 'ann')).toBe(n + 1);
    }
  });

  it('lose nothing that was acknowledged when one is killed, and count nothing twice', async () => {
    const { doors, apps } = pair;
    const acknowledged = new Set<string>();
    const post = async (n: number): Promise<void> => {
      // As a balancer does: what one does not answer goes to the other.
      for (const door of n % 2 === 0 ? doors : [doors[1], doors[0]]) {
        const answer = await door.ingest([viewed(`e${n}`, `user${n % 3}`)]).catch(() => null);
        if (answer?.status !== 200) continue;
        acknowledged.add(`e${n}`);
        return;
      }
    };
    const posts: Promise<void>[] = [];
    for (let n = 0; n < 60; n += 1) {
      posts.push(post(n));
      if (n === 30) posts.push(apps[0].kill());
      if (n % 6 === 5) await Promise.race(posts.slice(-3));
    }
    await Promise.all(posts);
    expect(acknowledged.size).toBe(60);
    for (const user of [0, 1, 2]) expect(await countOf(doors[1], `user${user}`)).toBe(20);
  });

  it('are replaced one after the other without a gap', async () => {
    const { doors, apps, site } = pair;
    expect((await doors[0].ingest([viewed('e0', 'ann')])).status).toBe(200);
    await apps[0].stop();
    expect((await doors[1].ingest([viewed('e1', 'ann')])).status).toBe(200);
    expect(await countOf(doors[1], 'ann')).toBe(2);
    expect(await knows(doors[1], site)).toBe(true);
  });
});
