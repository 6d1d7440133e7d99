/** Where features come from in real use: each source is taken in by a real engine, through the door it really uses. */
import { readFileSync } from 'node:fs';
import { onTestFinished } from 'vitest';
import { loadMap } from '../../../apps/server/cli/replay/map.ts';
import { replay } from '../../../apps/server/cli/replay/replay.ts';
import { createEngineSink } from '../../../apps/server/cli/replay/sink.ts';
import { createEngine } from '../../../core/engine.ts';
import type { Circumstances } from '../../../core/identity/circumstances.ts';
import { createKeys } from '../../../core/identity/keys.ts';
import { walkVisitors } from '../../../core/measurement/visitor-walk.ts';
import { type Example, listExamples } from '../../../core/scoring/labels/examples.ts';
import type { Label } from '../../../core/scoring/labels/label.ts';
import type { NewSite } from '../../../core/sites/site.ts';
import { createEmbeddedStore } from '../../../core/stores/embedded.ts';
import { createSaltFile } from '../../../core/stores/salt-file.ts';
import { writeFixture } from '../../apps/server/cli/support.ts';
import { STEPS } from '../../e2e/steps.ts';
import { makeDataFolder } from '../../support/data-folder.ts';
import { createDrivenClock } from '../../support/driven-clock.ts';
import { rules } from '../profiles/world.ts';

const START = Date.UTC(2026, 0, 5, 9);
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const ZONE = 'Europe/Berlin';
/** Comes true of nobody, and is known at once: every instant that training looks at is an example of it. */
const NOTHING: Label = { key: 'nothing', kind: 'event', event: 'Nothing', withinMs: 1 };

const PHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148';
const DESKTOP = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const seenOf = (visitor: number): Circumstances => ({
  address: `198.51.${visitor}.7`,
  addressPrefix: `198.51.${visitor}`,
  userAgent: visitor % 3 === 0 ? PHONE : DESKTOP,
  acceptLanguage: 'de',
  gpc: false,
  dnt: false,
  purpose: '',
  origin: '',
  country: '',
});

async function open(settings: Partial<NewSite> = {}) {
  const dataDir = makeDataFolder();
  const clock = createDrivenClock(START);
  const masterKey = new Uint8Array(32);
  const store = await createEmbeddedStore({ dataDir });
  const engine = await createEngine({
    store,
    clock,
    keys: createKeys(masterKey),
    salts: createSaltFile(dataDir),
    masterKey,
    profileCacheBytes: 1e7,
  });
  onTestFinished(async () => {
    await engine.close();
    await store.close();
  });
  const made = await engine.sites.create({
    name: 'Source',
    policy: 'session',
    timezone: ZONE,
    currency: 'EUR',
    ...settings,
  });
  if (!made.ok) throw new Error(made.code);
  return { engine, clock, store, site: made.value, dataDir };
}
type Opened = Awaited<ReturnType<typeof open>>;

/** All features of all visitors, at the instants that training looks at. */
async function readExamples({ engine, store, site, clock }: Opened): Promise<readonly Example[]> {
  const now = clock.now();
  const examples: Example[] = [];
  for await (const { profile, unit, read } of walkVisitors({ store, book: engine.book }, site.siteId, now)) {
    const entries = await read({ types: ['event'] });
    const history = { visitor: profile.visitor, entries, isAnonymous: unit === 'visitor_day' };
    examples.push(...listExamples(history, NOTHING, { rules, zone: ZONE, until: now }));
  }
  return examples;
}

type Walk = {
  readonly visitor: number;
  readonly steps: number;
  readonly day: number;
  readonly referrer: string;
};
const REFERRERS = ['', 'https://www.google.com', 'https://blog.example', 'https://www.instagram.com'];
/** Everybody comes from somewhere and goes as far as they go; every third comes again, and the first of them twice. */
const WALKS: readonly Walk[] = Array.from({ length: 28 }, (_, n) => ({
  visitor: n % 16,
  steps: [6, 15, 21, 29, 36, 43, STEPS.length][n % 7] ?? 6,
  day: n >> 1,
  referrer: REFERRERS[n % 4] ?? '',
}));

type Item = {
  readonly n: string;
  readonly t: number;
  readonly p: object;
  readonly u: string;
  readonly r?: string;
};

/** The walk of the demo shop as its tracker tells it, broken off somewhere; pages say how they were attended to. */
function itemsOf({ visitor, steps, day, referrer }: Walk, from: number): readonly Item[] {
  let t = from;
  return STEPS.slice(0, steps).flatMap(([n, u, facts = {}], at): readonly Item[] => {
    t += (3 + ((at * 7 + visitor) % 40)) * 1_000;
    const attention = { seconds_active: 4 + (at % 9), scroll_depth: 20 + ((at * 13) % 80), reason: 'left' };
    const engaged = n === 'Page Viewed' && at > 0 ? [{ n: 'Page Engaged', t, p: attention, u }] : [];
    const order = n === 'Order Completed' ? { order_id: `o-${day}-${visitor}`, revenue: 40 + visitor } : {};
    // Everybody looks at products of their own.
    const product =
      n === 'Product Viewed' ? { product_id: `i${(visitor + at) % 5}`, price: 5 + (at % 3) } : {};
    const p = { path: u, ...facts, ...product, ...order };
    return [...engaged, { n, t, p, u, ...(at === 0 && referrer !== '' && { r: referrer }) }];
  });
}

/** A post a page, as it is left. */
async function walkShop({ engine, clock, site }: Opened, walk: Walk): Promise<void> {
  const { visitor, day } = walk;
  const told = itemsOf(walk, clock.now());
  const t = told.at(-1)?.t ?? clock.now();
  const exit = visitor % 2 === 0 ? [{ n: 'Exit Intent Detected', t, p: {}, u: '/shop/' }] : [];
  const items = [...told, ...exit].map((item, at) => ({ ...item, i: `${day}-${visitor}-${at}` }));
  const consent =
    visitor % 4 === 3 ? {} : { dev: visitor.toString(16).padStart(32, 'd'), c: { analytics: true } };
  for (let at = 0; at < items.length; at += 8) {
    const e = items.slice(at, at + 8);
    await clock.moveTo(Math.max(clock.now(), e.at(-1)?.t ?? 0));
    const answer = await engine.collect(site, { ver: 1, s: clock.now(), ...consent, e }, seenOf(visitor));
    if (!answer.ok) throw new Error(answer.hint);
  }
}

export async function shopExamples(): Promise<readonly Example[]> {
  const opened = await open();
  for (const walk of WALKS) {
    const at = START + walk.day * DAY + (walk.visitor % 9) * 47 * MINUTE;
    await opened.clock.moveTo(Math.max(at, opened.clock.now() + MINUTE));
    await walkShop(opened, walk);
  }
  await opened.clock.moveTo(opened.clock.now() + 5 * DAY);
  return readExamples(opened);
}

export const REES46 = '../shared/data/rees46_sample.csv';

/** Every eighth user of an hour of a real shop, replayed as docs/cli.md says. */
export async function rees46Examples(): Promise<readonly Example[]> {
  const opened = await open({ policy: 'auto', currency: 'USD' });
  const [head = '', ...rows] = readFileSync(REES46, 'utf8').trimEnd().split('\n');
  const some = rows.filter((row) => Number(row.split(',')[7]) % 8 === 0);
  const path = writeFixture('some.csv', [head, ...some].join('\n'));
  const { text, map } = await loadMap('docs/rees46.map.json');
  if (!map.ok) throw new Error(map.hint);
  const how = { speed: null, concurrency: 1, shiftToNow: true } as const;
  const report = await replay(
    { path, map: { text, map: map.value }, siteId: opened.site.siteId, dataDir: opened.dataDir, ...how },
    {
      sink: createEngineSink(opened.engine, opened.site.site),
      now: () => opened.clock.now(),
      wait: async () => undefined,
      stopped: new AbortController().signal,
      onProgress: () => undefined,
    },
  );
  if ('ok' in report) throw new Error(report.hint);
  return readExamples(opened);
}

/** A subscribed product, told by its backend. */
export async function saasExamples(): Promise<readonly Example[]> {
  const opened = await open({ policy: 'auto' });
  const { engine, site, clock } = opened;
  for (let day = 0; day < 40; day += 1) {
    await clock.moveTo(START + day * DAY);
    const events = Array.from({ length: 20 }, (_, user) => user).flatMap((user) => {
      if ((day * 7 + user) % (user + 2) > 1) return [];
      const send = (name: string, minutes: number, properties: object) => ({
        id: `${day}-${user}-${minutes}`,
        name,
        time: clock.now() - DAY / 2 + minutes * MINUTE,
        userId: `u${user}`,
        consent: { analytics: true },
        properties,
      });
      return [
        ...(day < 3 ? [send('Subscription Started', 0, { plan: 'pro', seats: 1 + (user % 5) })] : []),
        send('Feature Used', 1, { feature_id: `f${(day + user) % 7}` }),
        send('Feature Used', 4, { feature_id: `f${user % 7}` }),
        ...(user % 3 === 0 ? [send('Limit Reached', 6, { limit: 'exports', used: 10, allowed: 10 })] : []),
      ];
    });
    const answer = await engine.ingest(site, { events });
    if (!answer.ok || answer.value.refused?.length) throw new Error(JSON.stringify(answer));
  }
  return readExamples(opened);
}
