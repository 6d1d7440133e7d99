/** Lives of three people on three devices, random, with erasures in them; and what must hold afterwards. */
import fc from 'fast-check';
import { expect } from 'vitest';
import type { LoggedEntry, VisitorId } from '../../../core/entry.ts';
import { recordConsentChoice } from '../../../core/identity/consent-door.ts';
import { deviceVisitor } from '../../../core/identity/hash.ts';
import type { Site } from '../../../core/sites/site.ts';
import { type Served, serve } from '../../support/served.ts';
import { createSite } from '../../support/sites.ts';
import { MINUTE, NOON, nameUser } from './erased-people.ts';

const HOUR = 60 * MINUTE;
const GRACE = 5 * MINUTE;
const USERS = ['ann', 'ben', 'cleo'] as const;
const DEVICES = ['1', '2', '3'].map((digit) => `a${digit}`.repeat(16));

/** Each life has its own site, and time goes on for all of them: what a minute costs grows with every life. */
const LIVES_A_SERVER = 10;

let served: Served;
let stop = async (): Promise<void> => undefined;

const user = fc.constantFrom(...USERS);
const device = fc.constantFrom(...DEVICES);
/** Before now, in minutes: replays, stragglers, and what has just happened. */
const age = fc.constantFrom(0, 1, 4, 6, 59, 61, 300);
const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('event' as const),
      user,
      device: fc.option(device),
      age,
      isOrder: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('page' as const), device, age, chosen: age }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('consent' as const), user, share: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('erase' as const), user }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('eraseDevice' as const), device }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('wait' as const), minutes: fc.constantFrom(2, 10, 70) }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** What the oracle knows: when each id was erased last, and what each person said last of being passed on. */
type Model = { readonly erasedAt: Map<string, number>; readonly share: Map<string, boolean>; sent: number };

async function takeStep(site: Site, model: Model, one: Step): Promise<void> {
  const { engine, clock } = served;
  const now = clock.now();
  model.sent += 1;
  const id = `s${model.sent}`;
  if (one.do === 'wait') return clock.moveTo(now + one.minutes * MINUTE);
  if (one.do === 'event') {
    const name = one.isOrder ? 'Order Completed' : 'Product Viewed';
    const event = {
      id: one.isOrder ? `order:${id}` : id,
      name,
      time: now - one.age * MINUTE,
      userId: one.user,
    };
    const more = { consent: { analytics: true }, properties: {}, ...(one.device && { device: one.device }) };
    return void (await engine.ingest(site, { events: [{ ...event, ...more }] }));
  }
  if (one.do === 'page') {
    const c = { analytics: true, at: now - one.chosen * MINUTE };
    const item = { i: id, n: 'Page Viewed', t: now - one.age * MINUTE, p: {}, u: '/' };
    const seen = {
      addressPrefix: '203.0.113',
      userAgent: 'Mozilla/5.0 Firefox/140.0',
      acceptLanguage: 'en',
      address: '',
    };
    const body = { ver: 1, s: now, dev: one.device, c, e: [item] };
    return void (await engine.collect(site, body, {
      ...seen,
      gpc: false,
      dnt: false,
      purpose: '',
      country: '',
      origin: '',
    }));
  }
  if (one.do === 'consent') {
    const choice = { userId: one.user, purposes: { analytics: true, share: one.share }, source: 'form' };
    await recordConsentChoice({ site, choice, trusted: true }, engine);
    model.share.set(one.user, one.share);
    return;
  }
  const naming = one.do === 'erase' ? { userId: one.user } : { device: one.device };
  await engine.erasures.erase(site, naming, 'test');
  const visitor = one.do === 'erase' ? idOf(site, one.user) : deviceVisitor(site.idKey, one.device);
  // A device that several people use goes on with them; a person never does.
  if (one.do === 'erase' || engine.erased.find(site.siteId, visitor) !== null)
    model.erasedAt.set(visitor, now);
}

const idOf = (site: Site, name: string): VisitorId => nameUser({ tenant: site } as never, name).visitor;

function isOld(entry: LoggedEntry, erasedAt: number): boolean {
  if (entry.type === 'consent') return entry.t <= erasedAt && entry.properties.source !== 'erasure';
  return entry.t <= erasedAt + GRACE;
}

async function check(site: Site, model: Model): Promise<void> {
  const { engine, store } = served;
  const { siteId } = site;
  for (const [id, erasedAt] of model.erasedAt) {
    const own = await store.readVisitor(siteId, [id as VisitorId]);
    const links = await store.readLinks(siteId, [id as VisitorId]);
    expect([...own, ...links].filter((entry) => isOld(entry, erasedAt))).toEqual([]);
    const begins = own.some(({ type, id: key }) => type === 'consent' || key.startsWith('order:'));
    const isLinked = links.some(({ name, properties }) => name === 'login' && properties.to === id);
    if (!begins && !isLinked) expect(own).toEqual([]);
  }
  for (const name of USERS) {
    if (model.share.get(name) !== false) continue;
    const view = await engine.visitors.view(siteId, idOf(site, name));
    expect(view?.consent?.share?.allowed ?? false).toBe(false);
  }
}

/**
 * Nothing of before an erasure comes back, and no denial is lost.
 *
 * @example await checkErasures(12)
 */
export async function checkErasures(numRuns: number): Promise<void> {
  let lives = 0;
  const lifetimes = fc
    .asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
      const made = await createSite(served);
      await live(served.sites.get(made.site) as Site, steps);
    })
    .beforeEach(async () => {
      if (lives % LIVES_A_SERVER === 0) await serveAnew();
      lives += 1;
    });
  try {
    await fc.assert(lifetimes, { seed: 3030, numRuns });
  } finally {
    await stop();
    stop = async () => undefined;
  }
}

async function serveAnew(): Promise<void> {
  await stop();
  served = await serve();
  stop = served.stop;
  await served.clock.moveTo(NOON + HOUR);
}

async function live(site: Site, steps: readonly Step[]): Promise<void> {
  const model: Model = { erasedAt: new Map(), share: new Map(), sent: 0 };
  for (const one of steps) {
    await takeStep(site, model, one);
    if (one.do !== 'erase') continue;
    expect(await served.engine.visitors.view(site.siteId, idOf(site, one.user))).toBeNull();
  }
  await check(site, model);
}
