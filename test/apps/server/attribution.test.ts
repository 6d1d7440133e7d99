import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AttributionRowView, AttributionView } from '../../../apps/server/routes/attribution.ts';
import type { Entry, VisitorId } from '../../../core/entry.ts';
import { namedVisitor } from '../../../core/identity/naming.ts';
import { createAttribution } from '../../../core/measurement/attribution/attribution.ts';
import type { Site } from '../../../core/sites/site.ts';
import { NOON, type Served, serve } from '../../support/served.ts';
import { createSite, type TestSite } from '../../support/sites.ts';
import { makeTerminal, stoppedClock, type } from './cli/support.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** When campaigns were seen. */
const SEEN = NOON - 20 * DAY;

let served: Served;
let site: TestSite;
let own: Site;
let number = 0;

const who = (group: string, size: number): readonly string[] =>
  Array.from({ length: size }, (_, n) => `${group}-${n}`);

function exposure(user: string, name: string, campaign: string, t: number): Entry {
  number += 1;
  const [key = '', channel = ''] = campaign.split('/');
  const visitor = user.length === 32 ? (user as VisitorId) : namedVisitor({ userId: user }, own);
  const arm = name === 'withheld' ? 'control' : 'a';
  return {
    site: own.siteId,
    id: `ex-${number}`,
    type: 'exposure',
    name,
    t,
    receivedAt: NOON,
    visitor,
    source: 'web',
    properties: { decision: `d-${number}`, campaign: key, version: 1, arm, channel },
  };
}

const order = (user: string, t: number, id = `o-${user}-${t}`) => ({
  id,
  name: 'Order Completed',
  userId: user,
  time: t,
  properties: { order_id: id, total: 10.5, products: [] },
});

/** A page's post from an address of its own: nobody's, but for that day. */
async function collect(n: number, items: readonly (readonly [name: string, url: string])[]): Promise<void> {
  const sender = { ip: `203.0.${n}.7` };
  const e = items.map(([name, url], at) => ({
    i: `day-${n}-${at}`,
    n: name,
    t: NOON - HOUR + at * 60_000,
    p: name === 'Order Completed' ? { order_id: `day-${n}`, total: 20, products: [] } : {},
    u: url,
  }));
  await site.collect({ s: NOON, e }, sender);
}

beforeAll(async () => {
  served = await serve({ env: { TRUSTED_PROXIES: 'loopback' } });
  site = await createSite(served, { name: 'Shoes', site: 'shoes', serverConsent: { analytics: true } });
  const found = served.sites.get('shoes');
  if (found === undefined) throw new Error('no site');
  own = found;
  const [shown, withheld, readers, few] = [
    who('shown', 40),
    who('withheld', 20),
    who('reader', 12),
    who('few', 9),
  ];
  await served.engine.append([
    ...shown.map((user) => exposure(user, 'shown', 'help/onsite', SEEN)),
    ...withheld.map((user) => exposure(user, 'withheld', 'help/onsite', SEEN)),
    ...few.map((user) => exposure(user, 'shown', 'tiny/chat', SEEN)),
  ]);
  const opened = readers.map((user) => ({
    id: `open-${user}`,
    name: 'Email Opened',
    userId: user,
    time: SEEN,
    source: 'email',
    properties: { campaign_key: 'letter' },
  }));
  const orders = [
    ...shown.slice(0, 16).map((user) => order(user, SEEN + HOUR)),
    ...withheld.slice(0, 4).map((user) => order(user, SEEN + HOUR)),
    // Before they were shown anything, and one that is reported twice.
    ...shown.slice(16, 20).map((user) => order(user, SEEN - HOUR)),
    order('shown-0', SEEN + HOUR),
    ...readers.map((user) => order(user, SEEN + 10 * DAY)),
    ...few.map((user) => order(user, SEEN + HOUR)),
  ];
  const views = [...shown, ...withheld].map((user) => ({
    id: `view-${user}`,
    name: 'Page Viewed',
    userId: user,
    time: SEEN,
    properties: { path: '/' },
  }));
  await site.ingest([...views, ...opened, ...orders]);
  for (let n = 0; n < 11; n++) {
    await collect(n, [
      ['Page Viewed', '/?utm_source=bing&utm_medium=cpc&utm_campaign=spring'],
      ...(n < 3 ? ([['Order Completed', '/done']] as const) : []),
    ]);
  }
});
afterAll(() => served.stop());

async function read(query = ''): Promise<AttributionView> {
  const { status, body } = await site.ask('GET', `/v1/attribution${query}`);
  expect([status, body.error]).toEqual([200, undefined]);
  return body as AttributionView;
}

const unitOf = ({ units }: AttributionView, name: string) => units.find(({ unit }) => unit === name);
const rowOf = (rows: readonly AttributionRowView[] | undefined, name: string) =>
  rows?.find((row) => row.name === name);

describe('attribution over HTTP', () => {
  it('shares out conversions by every model, in the short and in the long window', async () => {
    const view = await read();
    expect(view).toMatchObject({ goal: 'Order Completed', currency: 'EUR', halfLife: '7d' });
    const [short, long] = unitOf(view, 'person')?.windows ?? [];
    expect([short?.window, long?.window]).toEqual(['72h', '30d']);
    // 16 after help, 9 after tiny; the readers bought after ten days.
    expect(short?.conversions).toEqual({ conversions: 45, value: 472.5 });
    expect(short?.attributed).toEqual({ conversions: 25, value: 262.5 });
    expect(long?.attributed).toEqual({ conversions: 37, value: 388.5 });
    const models = ['last', 'first', 'linear', 'timeDecay', 'position', 'markov'];
    const all = (value: number) => Object.fromEntries(models.map((model) => [model, value]));
    expect(rowOf(long?.campaigns, 'letter')).toMatchObject({
      kind: 'campaign',
      visitors: 12,
      touches: 12,
      conversions: { last: 12, first: 12, linear: 12, timeDecay: 12, position: 12 },
      value: { last: 126 },
    });
    expect(rowOf(long?.channels, 'onsite')).toMatchObject({
      conversions: { ...all(16), markov: expect.any(Number) },
    });
    const shares = long?.campaigns.map(({ conversions }) => conversions?.markov ?? 0) ?? [];
    expect(shares.every((share) => share < 37)).toBe(true);
    expect(rowOf(short?.campaigns, 'letter')).toMatchObject({ conversions: all(0), visitors: 12 });
  });

  it('sets what was shown against what was withheld', async () => {
    const [short] = unitOf(await read(), 'person')?.windows ?? [];
    const help = rowOf(short?.campaigns, 'help');
    expect(help).toMatchObject({
      arms: {
        treated: { visitors: 40, converted: 16, value: 168 },
        control: { visitors: 20, converted: 4, value: 42 },
        holdout: { visitors: 0, converted: 0, value: 0 },
      },
      incremental: { conversions: 8, value: 84, against: 'control' },
      why: null,
    });
    expect(help?.incremental?.low).toBeLessThan(0);
    expect(help?.incremental?.high).toBeGreaterThan(12);
    expect(rowOf(short?.channels, 'onsite')?.incremental).toMatchObject({ conversions: 8 });
  });

  it('says why there is nothing to set it against', async () => {
    const [, long] = unitOf(await read(), 'person')?.windows ?? [];
    expect(rowOf(long?.campaigns, 'letter')).toMatchObject({
      incremental: null,
      why: expect.stringContaining('nobody'),
    });
    const [, days] = unitOf(await read(), 'visitor_day')?.windows ?? [];
    expect(rowOf(days?.campaigns, 'spring')).toMatchObject({
      incremental: null,
      why: expect.stringContaining('traffic'),
    });
  });

  it('withholds rows of few visitors', async () => {
    const [short] = unitOf(await read(), 'person')?.windows ?? [];
    for (const row of [rowOf(short?.campaigns, 'tiny'), rowOf(short?.channels, 'chat')]) {
      expect(row).toMatchObject({
        visitors: null,
        touches: null,
        conversions: null,
        value: null,
        incremental: null,
        arms: null,
        why: 'fewer than 10 visitors',
      });
    }
  });

  it('counts visitor-days apart from persons', async () => {
    const days = unitOf(await read('?window=10m'), 'visitor_day');
    expect(days?.visitors).toBe(11);
    expect(days?.windows).toMatchObject([
      {
        window: '10m',
        conversions: { conversions: 3, value: 60 },
        // Of a source: eleven came, which is from 10 to 19, and three bought, which is fewer than ten.
        attributed: { conversions: 0, value: 0 },
        paths: { unconverted: 15, open: 0 },
        campaigns: [
          { kind: 'traffic', name: 'spring', visitors: 15, touches: 15, conversions: { last: 0, markov: 0 } },
        ],
        channels: [{ kind: 'traffic', name: 'cpc' }],
      },
    ]);
    const persons = unitOf(await read('?window=10m'), 'person');
    expect(rowOf(persons?.windows[0]?.campaigns, 'spring')).toBeUndefined();
  });

  it('tells of sources in steps that the site has chosen', async () => {
    const { store, engine } = served;
    const { book, now } = engine;
    const settings = { ...own.settings, smallNumbers: { k: 3 } };
    const sites = { byId: () => ({ ...own, settings }) };
    const question = { goal: 'Order Completed', from: NOON - 30 * DAY, to: NOON, windowsMs: [DAY] };
    const { units } = await createAttribution({ store, book, now, sites }).read(own.siteId, question);
    const days = units.find(({ unit }) => unit === 'visitor_day');
    expect(days?.windows).toMatchObject([
      {
        attributed: { conversions: 4 },
        campaigns: [{ name: 'spring', visitors: 10, credit: { last: { conversions: 4 } } }],
      },
    ]);
  });

  it('says what may yet lead to something', async () => {
    const [short] = unitOf(await read(), 'visitor_day')?.windows ?? [];
    // All eight of a source: fewer than ten.
    expect(short?.paths).toEqual({ unconverted: 15, open: 0 });
    const help = unitOf(await read(`?from=${SEEN - DAY}&to=${SEEN + DAY}`), 'person')?.windows[0];
    // Of campaigns, told as they are: 24 who were shown something, and 12 readers.
    expect(help?.paths).toEqual({ unconverted: 36, open: 36 });
  });

  it('is of the period and of the goal that are asked for', async () => {
    const past = unitOf(await read(`?to=${SEEN}`), 'person')?.windows[1];
    expect([past?.conversions.conversions, past?.attributed.conversions]).toEqual([4, 0]);
    const later = unitOf(await read(`?from=${SEEN + DAY}`), 'person')?.windows[1];
    expect([later?.conversions.conversions, later?.attributed.conversions]).toEqual([12, 12]);
    expect(rowOf(later?.campaigns, 'help')).toBeUndefined();
    const opened = unitOf(await read('?goal=Email%20Opened'), 'person')?.windows[0];
    expect(opened?.conversions).toEqual({ conversions: 12, value: 0 });
  });

  it.each([
    ['?window=soon', 'window'],
    ['?window=0m', 'window'],
    ['?window=401d', 'window'],
    ['?window=1d,2d,3d,4d,5d', 'window'],
    ['?goal=', 'goal'],
    [`?goal=${'x'.repeat(101)}`, 'goal'],
    ['?from=soon', 'from'],
    ['?from=2026-01-02&to=2026-01-01', 'from'],
  ])('refuses %s', async (query, place) => {
    const { status, body } = await site.ask('GET', `/v1/attribution${query}`);
    expect([status, body.error]).toMatchObject([400, { code: 'invalid_value', at: place }]);
  });
});

describe('attribution on the command line', () => {
  it('stands in tables of 80 columns, one for each unit and window', async () => {
    const terminal = makeTerminal({ DATA_DIR: served.dataDir }, stoppedClock(NOON));
    const { exit, text, json } = await type('attribution --site shoes', terminal);
    expect(exit).toBe(0);
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(text).toContain(
      'Persons (81), touches up to 72h before\n25 of 45 conversions had one: 262.5 of 472.5 EUR',
    );
    expect(text).toMatch(/^help( +16\.0){6}$/m);
    expect(text).toMatch(/^tiny( +-){5} +withheld$/m);
    expect(text).toMatch(/^help +40 +40\.0 % +20 +20\.0 % +8\.0 +-\d\.\d to \d+\.\d$/m);
    expect(text).toContain('\nnot compared: tiny: fewer than 10 visitors\n');
    expect(text.replaceAll('\n', ' ')).toContain('in steps of 10: 0 is fewer than 10, 15 is 10 to 19');
    expect(text).toContain('Visitor-days, without consent (11), touches up to 30d before');
    expect(json).toMatchObject({
      goal: 'Order Completed',
      steps: expect.stringContaining('15 is 10 to 19'),
      units: [{ unit: 'person' }, { unit: 'visitor_day' }],
    });
  });

  it('takes the same options, and is refused by place and cure', async () => {
    const terminal = makeTerminal({ DATA_DIR: served.dataDir }, stoppedClock(NOON));
    const nothing = await type(`attribution --site shoes --to ${NOON - 300 * DAY}`, terminal);
    expect(nothing.text).toContain('Nobody was seen in this period.');
    const goal = await type('attribution --site shoes --goal Nothing --window 7d', terminal);
    expect(goal.text).toContain('touches up to 7d before\n0 of 0 conversions');
    const refusal = await type('attribution --site shoes --window soon', terminal);
    expect(refusal).toMatchObject({ exit: 1, json: { error: { code: 'invalid_value', at: '--window' } } });
  });
});
