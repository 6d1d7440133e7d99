import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SignalsView } from '../../../apps/server/routes/signals.ts';
import { createSignals } from '../../../core/measurement/signals/signals.ts';
import { NOON, type Served, serve } from '../../support/served.ts';
import { createSite, type TestSite } from '../../support/sites.ts';
import { makeTerminal, stoppedClock, type } from './cli/support.ts';

const DAY = 86_400_000;
/** First events of the crowd. */
const CAME = NOON - 60 * DAY;

let served: Served;
let site: TestSite;
let number = 0;

const event = (userId: string, name: string, time: number, more: object = {}) => {
  number += 1;
  return { id: `e${number}`, userId, name, time, properties: {}, ...more };
};

/** Eighty of two hundred invite somebody; sixty of those and thirty of the others come back on day 28, at its first instant. */
function crowd() {
  return Array.from({ length: 200 }, (_, n) => {
    const who = `u${n}`;
    const stays = n < 60 || (n >= 80 && n < 110);
    return [
      event(who, 'Signed Up', CAME),
      ...Array.from({ length: n % 9 }, () =>
        event(who, 'Page Viewed', CAME + DAY, { properties: { path: '/' } }),
      ),
      ...(n < 80 ? [event(who, 'Invite Sent', CAME + 7 * DAY - 1)] : []),
      // After the beginning, and before the days that count.
      ...(n % 2 === 0 ? [event(who, 'Help Opened', CAME + 7 * DAY)] : []),
      event(who, 'Signed In', CAME + (stays ? 28 * DAY : 28 * DAY - 1)),
      ...(stays ? [] : [event(who, 'Signed In', CAME + 35 * DAY)]),
      // No deed of theirs.
      event(who, 'Email Delivered', CAME + 30 * DAY, { source: 'email' }),
      ...(n < 10
        ? [event(who, 'Subscription Renewed', CAME + 30 * DAY, { properties: { plan: 'pro' } })]
        : []),
    ];
  }).flat();
}

beforeAll(async () => {
  served = await serve();
  const settings = { name: 'Boards', site: 'boards', serverConsent: { analytics: true } };
  site = await createSite(served, settings);
  await site.ingest(crowd());
  await site.ingest([
    // 35 days are over tomorrow, and just now.
    ...['late', 'later'].map((who) => event(who, 'Signed Up', NOON - 34 * DAY)),
    event('just', 'Signed Up', NOON - 35 * DAY),
    event('gone', 'Signed Up', CAME),
  ]);
  await site.ask('POST', '/v1/consent', { userId: 'gone', purposes: { analytics: false }, source: 'page' });
  // Nobody allowed this one to be known from one day to the next.
  await site.collect({ s: NOON, e: [{ i: 'a1', n: 'Page Viewed', t: NOON, p: {}, u: '/' }] });
});
afterAll(() => served.stop());

async function read(query = ''): Promise<SignalsView> {
  const { status, body } = await site.ask('GET', `/v1/signals${query}`);
  expect([status, body.error]).toEqual([200, undefined]);
  return body as SignalsView;
}

describe('signals over HTTP', () => {
  it('count who did it in the first days, and who came back in the days of staying', async () => {
    const view = await read();
    expect(view).toMatchObject({
      days: 7,
      retained: { from: 28, to: 35 },
      goal: null,
      to: new Date(NOON).toISOString(),
      from: new Date(NOON - 120 * DAY).toISOString(),
      visitors: 201,
      stayed: 90,
      isSample: false,
    });
    expect(view.signals[0]).toMatchObject({
      behaviour: 'Invite Sent',
      did: { did: 60, of: 80 },
      didNot: { did: 30, of: 121 },
      verdict: 'signal',
    });
    const names = view.signals.map(({ behaviour }) => behaviour);
    expect(names).not.toContain('Help Opened');
    expect(names).not.toContain('Signed Up');
  });

  it('leave out whose days are not over and who is not known from day to day, and say how many', async () => {
    const { leftOut } = await read();
    expect(leftOut).toEqual({ immature: 2, truncated: 0, anonymous: 1 });
  });

  it('may count one event as staying', async () => {
    expect(await read('?goal=Subscription%20Renewed')).toMatchObject({
      stayed: 10,
      goal: 'Subscription Renewed',
    });
  });

  it('look at other days where that is asked for', async () => {
    const { signals, stayed } = await read('?days=8&retained=35-36');
    expect(signals.some(({ behaviour }) => behaviour === 'Help Opened')).toBe(true);
    expect(stayed).toBe(110);
    const early = await read('?days=6');
    expect(early.signals.map(({ behaviour }) => behaviour)).not.toContain('Invite Sent');
  });

  it('are of the newcomers of a period', async () => {
    expect(await read(`?from=${CAME + 1}`)).toMatchObject({ visitors: 1 });
    expect(await read(`?to=${CAME}`)).toMatchObject({ visitors: 200 });
    expect(await read(`?to=${CAME - 1}`)).toMatchObject({ visitors: 0, signals: [] });
  });

  it('look at a sample of very many, and say so', async () => {
    const { store, engine } = served;
    const { book, now } = engine;
    const { siteId } = served.sites.get('boards') ?? {};
    if (siteId === undefined) throw new Error('no site');
    const question = { days: 7, retained: { from: 28, to: 35 }, goal: null, from: CAME, to: CAME };
    const some = await createSignals({ store, book, now, mostNewcomers: 150 }).read(siteId, question);
    expect([some.visitors, some.isSample]).toEqual([150, true]);
    const all = await createSignals({ store, book, now, mostNewcomers: 200 }).read(siteId, question);
    expect([all.visitors, all.isSample]).toEqual([200, false]);
  });

  it.each([
    [10, { did: 35, of: 65 }],
    [25, { did: 37, of: 62 }],
  ])('tell of features in steps that the site has chosen: %i', async (k, did) => {
    const {
      site: name,
      ask,
      ingest,
    } = await createSite(served, { name: 'Tools', serverConsent: { analytics: true } });
    await ask('PATCH', `/v1/sites/${name}`, { smallNumbers: { k } });
    const users = Array.from({ length: 160 }, (_, n) => {
      const who = `tools-${k}-${n}`;
      const stays = n < 32 || (n >= 64 && n < 94);
      return [
        event(who, 'Signed Up', CAME),
        ...(n < 64 ? [event(who, 'Feature Used', CAME + DAY, { properties: { feature_id: 'export' } })] : []),
        ...(stays ? [event(who, 'Signed In', CAME + 30 * DAY)] : []),
      ];
    });
    await ingest(users.flat());
    const { body } = await ask('GET', '/v1/signals');
    const { signals, steps } = body as SignalsView;
    expect(steps).toContain(`told in steps of ${k}: 0 is fewer than ${k}, `);
    expect(signals.find(({ behaviour }) => behaviour === 'Feature Used')?.did).toEqual({ did: 32, of: 64 });
    expect(signals.find(({ behaviour }) => behaviour === 'Feature Used: export')?.did).toEqual(did);
  });

  it.each([
    ['?days=0', 'days'],
    ['?days=2.5', 'days'],
    ['?days=91', 'days'],
    ['?retained=28', 'retained'],
    ['?retained=35-28', 'retained'],
    ['?retained=6-35', 'retained'],
    ['?retained=28-401', 'retained'],
    ['?goal=', 'goal'],
    ['?from=soon', 'from'],
    ['?to=soon', 'to'],
    ['?from=2026-01-02&to=2026-01-01', 'from'],
  ])('refuse %s', async (query, place) => {
    const { status, body } = await site.ask('GET', `/v1/signals${query}`);
    expect([status, body.error]).toMatchObject([400, { code: 'invalid_value', at: place }]);
  });
});

describe('signals on the command line', () => {
  it('say who is left out, and take the same options', async () => {
    const terminal = makeTerminal({ DATA_DIR: served.dataDir }, stoppedClock(NOON));
    const told = await type('signals --site boards --days 7 --retained 28-35', terminal);
    expect(told.text.replaceAll('\n', ' ')).toMatch(
      /^90 of 201 newcomers stayed: .* Left out: 2 whose days are not over, 1 without consent\. /,
    );
    expect(told.text).toMatch(/^Invite Sent +80 +75\/25 % +3\.02 +\d\.\d\d to \d\.\d\d +0\.\d{3} +signal$/m);
    const goal = await type('signals --site boards --goal Nothing', terminal);
    expect(goal.text).toContain('0 of 201 newcomers');
    expect(goal.text).toContain('no signal can be seen');
    const refusal = await type('signals --site boards --days none', terminal);
    expect(refusal).toMatchObject({ exit: 1, json: { error: { code: 'invalid_value', at: '--days' } } });
  });
});
