/** A shop in which it is known whom a coupon changes: real pages ask a real engine, and only the visitors are made up. */
import { onTestFinished } from 'vitest';
import { putCampaigns } from '../../../../apps/server/campaign-changes.ts';
import { compileGoal } from '../../../../core/decisions/goal.ts';
import { type CampaignTrial, gatherTrial } from '../../../../core/decisions/uplift/campaign-trial.ts';
import { createEngine } from '../../../../core/engine.ts';
import type { Circumstances } from '../../../../core/identity/circumstances.ts';
import { createKeys } from '../../../../core/identity/keys.ts';
import { createRandom } from '../../../../core/scoring/random.ts';
import { createEmbeddedStore } from '../../../../core/stores/embedded.ts';
import { createSaltFile } from '../../../../core/stores/salt-file.ts';
import { makeDataFolder } from '../../../support/data-folder.ts';
import { createDrivenClock } from '../../../support/driven-clock.ts';
import { rules } from '../../profiles/world.ts';

const MINUTE = 60_000;
export const DAY = 1_440 * MINUTE;
const AT_ONCE = 100;
const START = Date.UTC(2026, 0, 5, 9);

export type Kind = {
  /** Of all visitors. */
  readonly share: number;
  /** What is done before the coupon. */
  readonly path: readonly string[];
  /** Buys without a coupon. */
  readonly base: number;
  /** What a coupon adds to that. */
  readonly effect: number;
};

/** Who fills the cart buys anyway; who comes back to one product is to be won; who looks once is lost. */
export const SURE: Kind = {
  share: 0.2,
  path: ['Product Viewed', 'Product Added', 'Cart Viewed'],
  base: 0.5,
  effect: 0,
};
export const PERSUADABLE: Kind = {
  share: 0.3,
  path: ['Product Viewed', 'Product Viewed', 'Product Viewed', 'Product Viewed'],
  base: 0.08,
  effect: 0.3,
};
const LOST: Kind = { share: 0.5, path: ['Page Viewed'], base: 0.02, effect: 0 };

export const COUPON = {
  key: 'stay',
  name: 'Coupon',
  state: 'live',
  trigger: { exitIntent: true },
  variants: [
    { key: 'control', weight: 20, treatment: null },
    {
      key: 'coupon',
      weight: 80,
      treatment: {
        kind: 'coupon',
        title: '5 % off',
        text: 'On all of it.',
        code: 'FIVE',
        ends: '2027-01-01T00:00:00Z',
      },
    },
  ],
  goal: { event: 'Order Completed', within: '24h' },
} as const;

const SEEN: Circumstances = {
  address: '198.51.100.7',
  addressPrefix: '198.51.100',
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  acceptLanguage: 'en',
  gpc: false,
  dnt: false,
  purpose: '',
  origin: '',
  country: '',
};

const GOAL = compileGoal({ kind: 'conversion', ...COUPON.goal });

/** What a version of the campaign can teach by now. */
export function readTrial({ engine, store, site, clock }: Shop, version: number): Promise<CampaignTrial> {
  return gatherTrial({ store, book: engine.book }, site.siteId, {
    campaign: COUPON.key,
    versions: new Set([version]),
    goal: GOAL,
    zone: 'UTC',
    rules,
    from: 0,
    now: clock.now(),
    signal: new AbortController().signal,
  });
}

export type Visit = {
  readonly visitor: number;
  readonly kind: Kind;
  readonly isTreated: boolean;
  readonly isBuyer: boolean;
};

export async function openShop() {
  const dataDir = makeDataFolder();
  const clock = createDrivenClock(START);
  const masterKey = new Uint8Array(32);
  const store = await createEmbeddedStore({ dataDir });
  const dice = createRandom(2);
  // The site's key decides which arm each visitor is in: the same one every time, or a test would be another each run.
  const random = (bytes: number) => Uint8Array.from({ length: bytes }, () => Math.floor(dice() * 256));
  const keys = { ...createKeys(masterKey), random };
  const ports = { store, clock, masterKey, keys, salts: createSaltFile(dataDir) };
  const engine = await createEngine({ ...ports, profileCacheBytes: 5e7 });
  onTestFinished(async () => {
    await engine.close();
    await store.close();
  });
  const made = await engine.sites.create({
    name: 'Planted',
    policy: 'session',
    timezone: 'UTC',
    currency: 'EUR',
  });
  if (!made.ok) throw new Error(made.code);
  const site = made.value;
  const put = async (given: object) => {
    const answer = await putCampaigns(engine, site.siteId, [given], 'test');
    if (!answer.ok) throw new Error(`${answer.at}: ${answer.hint}`);
  };
  let visitors = 0;
  return {
    engine,
    clock,
    site,
    store,
    put,
    /** Comes back to say no to being profiled. */
    decline: async ({ visitor }: Visit): Promise<void> => {
      const now = clock.now();
      const body = bodyOf(visitor, ['Page Viewed'], now, now);
      const c = { ...body.c, personalization: false, at: now };
      const answer = await engine.collect(site, { ...body, c }, SEEN);
      if (!answer.ok) throw new Error(answer.hint);
    },
    /** The first visitor's order, of which retention left the sums alone by the time that everybody comes. */
    orderLongAgo: async (): Promise<void> => {
      const now = clock.now();
      const body = bodyOf(1, ['Page Viewed', 'Order Completed'], now, now);
      const [view, order] = body.e;
      const e = [view, { ...order, p: { ...order?.p, order_id: 'old' } }];
      const answer = await engine.collect(site, { ...body, e }, SEEN);
      if (!answer.ok) throw new Error(answer.hint);
      await clock.leapTo(now + 200 * DAY);
      await engine.retention.retireEvents(site.siteId, 180);
    },
    /** So many visitors come over two weeks; each is asked as a page asks, and buys as planted. */
    receive: async (count: number, seed: number): Promise<readonly Visit[]> => {
      const random = createRandom(seed);
      const visits: Visit[] = [];
      for (let left = count; left > 0; left -= AT_ONCE) {
        await clock.moveTo(clock.now() + (14 * DAY * AT_ONCE) / count);
        const coming = Array.from({ length: Math.min(left, AT_ONCE) }, () => {
          visitors += 1;
          return { visitor: visitors, kind: kindAt(random()), luck: random() };
        });
        const shown = await Promise.all(coming.map((one) => comeBy({ engine, clock, site }, one)));
        await clock.moveTo(clock.now() + MINUTE);
        await Promise.all(shown.map((visit) => buy({ engine, clock, site }, visit)));
        visits.push(...shown);
      }
      return visits;
    },
  };
}

export type Shop = Awaited<ReturnType<typeof openShop>>;

type Served = Pick<Shop, 'engine' | 'clock' | 'site'>;
type Coming = { readonly visitor: number; readonly kind: Kind; readonly luck: number };

async function comeBy({ engine, clock, site }: Served, { visitor, kind, luck }: Coming): Promise<Visit> {
  const now = clock.now();
  const body = bodyOf(visitor, [...kind.path, 'Exit Intent Detected'], now - MINUTE, now);
  const answer = await engine.collect(site, body, SEEN);
  if (!answer.ok) throw new Error(answer.hint);
  const [decision] = answer.value.do;
  if (decision === undefined) throw new Error('nothing was decided');
  const isTreated = decision.treatment !== null;
  const said = isTreated ? { shown: true } : { withheld: true };
  await engine.campaigns.report(site.siteId, { decision: decision.id, ...said });
  const isBuyer = luck < kind.base + (isTreated ? kind.effect : 0);
  return { visitor, kind, isTreated, isBuyer };
}

async function buy({ engine, clock, site }: Served, { visitor, isBuyer }: Visit): Promise<void> {
  const now = clock.now();
  if (isBuyer) await engine.collect(site, bodyOf(visitor, ['Order Completed'], now, now), SEEN);
}

export function deviceOf({ visitor }: Pick<Visit, 'visitor'>): string {
  return visitor.toString(16).padStart(32, '0');
}

function bodyOf(visitor: number, names: readonly string[], from: number, now: number) {
  const p = (name: string, at: number) =>
    name === 'Order Completed'
      ? { order_id: `o${visitor}`, total: 60, currency: 'EUR' }
      : name === 'Page Viewed' || name === 'Exit Intent Detected'
        ? {}
        : { product_id: `p${(visitor + at) % 7}`, price: 20, quantity: 1 };
  return {
    ver: 1,
    s: now,
    d: 1,
    dev: deviceOf({ visitor }),
    c: { analytics: true, personalization: true, at: START, source: 'banner' },
    e: names.map((n, at) => ({
      i: `${visitor}-${n}-${from}-${at}`.replaceAll(' ', ''),
      n,
      t: from + at * 5_000,
      p: p(n, at),
      u: '/',
    })),
  };
}

function kindAt(chance: number): Kind {
  if (chance < SURE.share) return SURE;
  return chance < SURE.share + PERSUADABLE.share ? PERSUADABLE : LOST;
}
