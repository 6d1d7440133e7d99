/** A shop whose data folder has something in every table, and all that can be asked of it, on whichever store it lies. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Store } from '../../../../core/ports.ts';
import type { Site } from '../../../../core/sites/site.ts';
import { openAsking, putCampaign } from '../../../acceptance/campaigns.ts';
import { DAY, MINUTE } from '../../../acceptance/world.ts';
import { createTraffic } from '../../../durability/traffic.ts';
import { NOON, type Served, serve } from '../../../support/served.ts';
import { type AnswerBody, createSite, openDoors, type TestSite } from '../../../support/sites.ts';

export const MASTER_KEY = Buffer.alloc(32, 7).toString('base64');
/** Whoever is erased before the migration, and who after it. */
export const ERASED = 'erased-before';
export const ERASED_LATER = 'erased-later';

const ENV = { MASTER_KEY, TRUSTED_PROXIES: 'loopback' };
const SEGMENTS = {
  viewers: { event: 'Product Viewed', count: { gte: 2 } },
  recent: { event: 'Product Added', within: '5d' },
  teams: { account: 'plan', eq: 'pro' },
};

export type Shop = {
  readonly dataDir: string;
  readonly site: TestSite;
  /** When the last server stopped. */
  readonly endedAt: number;
  /** An event that retention took out of the log. */
  readonly retired: AnswerBody;
};

export type Opened = { readonly served: Served; readonly site: TestSite; readonly tenant: Site };

/** @param posts Of made-up visitors, beside the few that are always there. */
export async function fillShop(dataDir: string, seed: number, posts: number): Promise<Shop> {
  const served = await serve({ dataDir, env: ENV });
  const { clock } = served;
  const site = await createSite(served, { name: 'Shop', policy: 'session' });
  for (const [key, when] of Object.entries(SEGMENTS))
    await site.ask('PUT', `/v1/segments/${key}`, { name: key, when });
  await putCampaign(site, 'hello', { limits: { caps: [{ scope: 'campaign', max: 3, per: 'day' }] } });
  await putCampaign(site, 'stay', {
    goal: { kind: 'revenue', event: 'Order Completed', of: 'total', within: '72h' },
    trigger: { event: 'Product Viewed' },
  });
  const retired = eventOf('retired', NOON, { device: 'e5'.repeat(16) });
  await site.ingest([retired, ...[ERASED, ERASED_LATER].map((userId) => eventOf(userId, NOON, { userId }))]);
  await site.ask('PUT', '/v1/accounts', { accounts: [{ account: 'team-1', traits: { plan: 'pro' } }] });
  const traffic = createTraffic({ ...site, seed, round: 1 });
  const asking = openAsking({ now: () => clock.now() }, site);
  const strangers = async (): Promise<void> => {
    const stranger = { d: 1, s: clock.now(), pg: 'ab'.repeat(16) };
    const e = [{ i: `s-${clock.now()}`, n: 'Product Added', t: clock.now(), p: {}, u: '/p' }];
    const { body } = await site.collect({ ...stranger, e }, { ip: '198.51.100.9' });
    for (const { id } of (body.do ?? []) as readonly { id: string }[])
      await site.ask('POST', '/v1/exposures', { decision: id, shown: true });
  };
  for (let sent = 0; sent < posts; sent += 1) {
    await post(served, traffic(clock.now()));
    await clock.moveTo(clock.now() + 500);
    if (sent % 20 === 0) await asking.show((sent % 7).toString(16).padStart(32, 'c'));
    if (sent === 1) await strangers();
    if (sent === Math.floor(posts / 2)) await rest(served, site);
  }
  await strangers();
  await site.ask('POST', '/v1/erasures', { userId: ERASED });
  await served.engine.segments.idle();
  await served.engine.book.flush();
  const endedAt = clock.now();
  await served.stop();
  return { dataDir, site, endedAt, retired };
}

/** Days go by: anonymous visitors end, and what is old goes from the log into bases. */
async function rest({ clock, engine, sites }: Served, { site }: TestSite): Promise<void> {
  const tenant = sites.get(site);
  if (tenant === undefined) throw new Error('the site is gone');
  await engine.book.flush();
  await clock.leapTo(clock.now() + 4 * DAY);
  await engine.salts.sweep();
  await engine.retention.endAnonymous();
  await engine.retention.retireEvents(tenant.siteId, 1);
  await clock.moveTo(clock.now() + MINUTE);
}

function eventOf(id: string, time: number, more: AnswerBody): AnswerBody {
  const consent = { analytics: true, personalization: true };
  return { id, name: 'Product Viewed', time, properties: { product_id: 'p1' }, consent, ...more };
}

async function post({ url }: Served, { path, headers, body }: ReturnType<ReturnType<typeof createTraffic>>) {
  const init = headers.map((line) => line.split(/: (.*)/).slice(0, 2) as [string, string]);
  const answer = await fetch(`${url}${path}`, { method: 'POST', headers: init, body: body(Date.now()) });
  if (answer.status >= 500) throw new Error(`the server answered ${answer.status}`);
  await answer.text();
}

/** A server on a copy of the shop; whoever opens it stops it. */
export async function openShop(
  { site: { site, siteId, writeKey, secretKey }, endedAt }: Shop,
  dataDir: string,
  openStore?: (dataDir: string) => Promise<Store>,
): Promise<Opened> {
  const served = await serve({ dataDir, env: ENV, clockAtMs: endedAt, ...(openStore && { openStore }) });
  const tenant = served.sites.get(site);
  if (tenant === undefined) throw new Error('the site did not come along');
  const keys = { site, siteId, writeKey, secretKey };
  return { served, tenant, site: { ...keys, ...openDoors(served.url, keys) } };
}

/** Everything that the site answers of everybody, and of its campaigns. */
export async function viewShop({ site, served, tenant }: Opened): Promise<unknown> {
  await served.engine.segments.idle();
  const read = async (path: string) => (await site.ask('GET', path)).body;
  const { items } = await read('/v1/visitors?limit=1000');
  const visitors = (items as readonly (string | { readonly visitor: string })[]).map((item) =>
    typeof item === 'string' ? item : item.visitor,
  );
  const people = [];
  for (const visitor of visitors) {
    const own = `/v1/visitors/${visitor}`;
    const explained = Object.keys(SEGMENTS).map((key) => read(`${own}/explain/${key}`));
    people.push([
      ...[visitor, await read(own), await read(`${own}/segments`), await read(`${own}/events?limit=1000`)],
      await Promise.all(explained),
    ]);
  }
  const members = await Promise.all(Object.keys(SEGMENTS).map((key) => read(`/v1/segments/${key}/members`)));
  const reports = await Promise.all(['hello', 'stay'].map((key) => read(`/v1/campaigns/${key}/report`)));
  const totals = await Promise.all(
    ['hello', 'stay'].map((key) => served.store.sumContributions(tenant.siteId, key)),
  );
  return { people, members, reports, totals };
}

/** Every row of every table, sites by their names: nothing here knows how it was copied. */
export function readTables(dataDir: string): Readonly<Record<string, readonly string[]>> {
  const db = new DatabaseSync(join(dataDir, 'inkling.db'), { readOnly: true });
  try {
    const sites = new Map(
      db
        .prepare('SELECT code, site FROM sites')
        .all()
        .map((row) => [row.code, row.site]),
    );
    const tables = db
      .prepare(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN ('sites', 'sqlite_stat1')",
      )
      .all()
      .map(({ name }) => String(name));
    return Object.fromEntries(
      tables.map((name) => {
        const rows = db.prepare(`SELECT * FROM "${name}"`).all();
        const named = rows
          .filter(({ key }) => name !== 'meta' || key !== 'migration')
          .map((row) => JSON.stringify({ ...row, site: sites.get(row.site as number) ?? row.site }));
        return [name, named.toSorted()];
      }),
    );
  } finally {
    db.close();
  }
}
