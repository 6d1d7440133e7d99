/** The main job on real input: an hour of a real shop, through the real door, into the embedded store. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadMap } from '../../../../apps/server/cli/replay/map.ts';
import { type ReplayReport, replay } from '../../../../apps/server/cli/replay/replay.ts';
import { createDoorSink } from '../../../../apps/server/cli/replay/sink.ts';
import { namedVisitor } from '../../../../core/identity/naming.ts';
import { makeDataFolder } from '../../../support/data-folder.ts';
import { isFullSize } from '../../../support/full-size.ts';
import { type Served, serve } from '../../../support/served.ts';
import { createSite, type TestSite } from '../../../support/sites.ts';
import { writeFixture } from './support.ts';

const FILE = '../shared/data/rees46_sample.csv';
const ROWS = 17_434;
const USERS = 4_504;
const SESSIONS_OF_THE_FILE = 5_066;
/** By our rule of 30 minutes without an event, per visitor; counted from the file by other means. */
const SESSIONS_BY_OUR_RULE = 4_518;
const AT_ONCE = 32;
/** One of how many users comes again, and on another site in another order: what a row does is its own user's. */
const SHARE = isFullSize ? 1 : 4;

type Shop = { readonly served: Served; readonly site: TestSite };

async function openShop(): Promise<Shop> {
  const served = await serve();
  onTestFinished(served.stop);
  return { served, site: await createSite(served, { name: 'rees46', currency: 'USD', policy: 'auto' }) };
}

async function replayInto({ served, site }: Shop, path: string): Promise<ReplayReport> {
  const { text, map } = await loadMap('docs/rees46.map.json');
  if (!map.ok) throw new Error(map.hint);
  const { siteId } = site;
  const options = {
    path,
    map: { text, map: map.value },
    siteId,
    dataDir: makeDataFolder(),
    speed: null,
    concurrency: 4,
    shiftToNow: false,
  };
  const report = await replay(options, {
    sink: createDoorSink(served.url, site.secretKey),
    now: () => performance.now(),
    wait: (ms) => new Promise((resolve) => void setTimeout(resolve, ms)),
    stopped: new AbortController().signal,
    onProgress: () => undefined,
  });
  if ('ok' in report) throw new Error(report.hint);
  return report;
}

type Profile = { readonly sessions: { readonly count: number }; readonly events: { readonly count: number } };

/** `GET /v1/visitors/:id` of every user of the file, without the id, which is another one on every site. */
async function readProfiles({ served, site }: Shop, users: readonly string[]): Promise<Map<string, Profile>> {
  const known = served.sites.get(site.site);
  if (known === undefined) throw new Error('the site is gone');
  const profiles = new Map<string, Profile>();
  const left = users.values();
  const readSome = async (): Promise<void> => {
    for (const user of left) {
      const { status, body } = await site.ask('GET', `/v1/visitors/${namedVisitor({ userId: user }, known)}`);
      if (status !== 200) throw new Error(`user ${user}: ${status}`);
      const { visitor, ...rest } = body;
      expect(visitor).toMatch(/^[0-9a-f]{32}$/);
      profiles.set(user, rest as Profile);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, readSome));
  return profiles;
}

/** Fisher-Yates with the minimal standard generator of Park and Miller (CACM 31, 1988). */
function shuffle<T>(items: readonly T[], seed: number): readonly T[] {
  const shuffled = [...items];
  let state = seed;
  for (let i = shuffled.length - 1; i > 0; i -= 1) {
    state = (state * 48_271) % 2_147_483_647;
    const j = state % (i + 1);
    [shuffled[i], shuffled[j]] = [shuffled[j] as T, shuffled[i] as T];
  }
  return shuffled;
}

const suite = existsSync(FILE) ? describe : describe.skip;
const title = existsSync(FILE) ? 'rees46_sample.csv' : `rees46_sample.csv [no file: ${FILE}]`;

suite(title, () => {
  it('replayed twice counts once, and is the same in any order of its rows', async () => {
    const [head = '', ...rows] = readFileSync(FILE, 'utf8').trimEnd().split('\n');
    const users = [...new Set(rows.map((row) => row.split(',')[7] ?? ''))];
    expect([rows.length, users.length]).toEqual([ROWS, USERS]);

    const shop = await openShop();
    expect(await replayInto(shop, FILE)).toMatchObject({ accepted: ROWS, added: ROWS, counted: 0, bad: 0 });
    const once = await readProfiles(shop, users);
    const some = users.filter((_, n) => n % SHARE === 0);
    const chosen = new Set(some);
    const theirs = rows.filter((row) => chosen.has(row.split(',')[7] ?? ''));
    const { length } = theirs;
    expect(length).toBeGreaterThan(ROWS / SHARE / 2);
    const again = writeFixture('again.csv', [head, ...theirs].join('\n'));
    expect(await replayInto(shop, again)).toMatchObject({
      accepted: length,
      added: 0,
      duplicates: length,
      bad: 0,
    });
    expect(await readProfiles(shop, some)).toEqual(new Map(some.map((user) => [user, once.get(user)])));

    const sum = (of: (profile: Profile) => number): number =>
      [...once.values()].reduce((n, each) => n + of(each), 0);
    const sessions = sum((profile) => profile.sessions.count);
    console.log(
      `rees46: ${sessions} sessions by our 30-minute rule, ${SESSIONS_OF_THE_FILE} by the file's own ids`,
    );
    expect([sum((profile) => profile.events.count), sessions]).toEqual([ROWS, SESSIONS_BY_OUR_RULE]);

    const other = await openShop();
    const path = writeFixture('shuffled.csv', [head, ...shuffle(theirs, 46)].join('\n'));
    expect(await replayInto(other, path)).toMatchObject({ accepted: length, added: length, bad: 0 });
    const shuffled = await readProfiles(other, some);
    const different = some.filter(
      (user) => JSON.stringify(shuffled.get(user)) !== JSON.stringify(once.get(user)),
    );
    expect(different.slice(0, 3).map((user) => shuffled.get(user))).toEqual(
      different.slice(0, 3).map((user) => once.get(user)),
    );
    expect(different).toEqual([]);
  }, 120_000);
});
