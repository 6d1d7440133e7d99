import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Entry, VisitorId } from '../../../core/entry.ts';
import { asRawId } from '../../../core/identity/raw.ts';
import type { ClassName, RunQuestion } from '../../../core/privacy/keep-terms.ts';
import { readRows } from '../../support/rows.ts';
import { decision, exposure, order } from '../profiles/campaign-history.ts';
import { openTotals, type TotalsWorld } from '../profiles/totals-world.ts';
import { consent, DAY, event, HOUR, link, visitorId } from '../profiles/world.ts';

const [ANN, BEN, PHONE] = [visitorId('ann'), visitorId('ben'), visitorId('phone')];

let world: TotalsWorld;
let made = 0;
beforeEach(async () => {
  world = await openTotals();
});
afterEach(() => world.close());

const nextId = (kind: string): string => `${kind}${made++}`;
const engine = () => world.engine();
const allow = (visitor: VisitorId, purposes: Record<string, boolean> = { analytics: true }) =>
  consent(purposes, { t: world.now(), id: nextId('c'), visitor });
const see = (visitor: VisitorId, t = world.now()) => event('Page Viewed', { t, id: nextId('v'), visitor });

async function show(visitor: VisitorId): Promise<Entry> {
  const own = decision(nextId('d'), { t: world.now(), visitor }, { trigger: nextId('e') });
  await world.append(own, exposure(own, 'shown', world.now()));
  return own;
}

/** What goes by class; the clock is believed, however far it was moved. */
async function keep(question: Partial<RunQuestion> = {}): Promise<Partial<Record<ClassName, number>>> {
  const report = await engine().keepTerms(world.site(), { isDry: false, trustsClock: true, ...question });
  return Object.fromEntries(report.classes.flatMap(({ name, count }) => (count > 0 ? [[name, count]] : [])));
}

const change = async (settings: object): Promise<void> => {
  await engine().sites.change(world.site().site, settings);
};
const site = () => engine().sites.byId(world.siteId) ?? world.site();
const exists = async (visitor: VisitorId) => (await engine().visitors.resolve(world.siteId, visitor)).exists;
const held = (visitor: VisitorId, ...types: Entry['type'][]) =>
  world.store().readVisitor(world.siteId, [visitor], types.length === 0 ? {} : { types });

/** Something of every class, all of it a long time ago. */
async function fill(): Promise<void> {
  await world.put({ key: 'keen', name: 'Keen', when: { event: 'Page Viewed', within: '1h' } });
  await world.append(allow(ANN, { analytics: true, contact: true }), allow(BEN));
  for (let n = 0; n < 3; n++) {
    await world.append(see(ANN), see(BEN), order(nextId('order:'), world.now(), 100, { visitor: BEN }));
    await show(ANN);
    await world.pass(2 * HOUR);
  }
  await engine().vault.keep(world.siteId, ANN, 'email', asRawId('ann@example.com'));
  engine().violations.count(world.siteId, { name: 'Page Viewed', property: 'x', rule: 'type', hint: '' });
  await engine().violations.flush();
  await engine().audit.write(world.siteId, { act: 'segment put', by: 'secret key' });
}

describe('a dry run', () => {
  it('counts, class by class, what the run after it takes, and changes no byte of the store', async () => {
    await fill();
    await world.leap(200 * DAY);
    // Notices may go once the events that they speak of are gone: so nobody hears anything twice.
    expect(await keep()).toMatchObject({ 'raw events': 9, 'plan violations': 1 });
    await world.append(see(BEN));
    await world.leap(1_000 * DAY);
    await engine().book.flush();
    const before = readRows(world.dataDir);
    const told = await keep({ isDry: true });
    await engine().book.flush();
    expect(readRows(world.dataDir)).toEqual(before);
    expect(told).toMatchObject({
      notices: expect.any(Number),
      'raw events': 1,
      'decisions and exposures': 6,
      'audit log': 1,
      'idle profiles': 2,
    });
    expect(await keep()).toEqual(told);
    expect(await keep()).toEqual({});
    expect(await keep({ isDry: true })).toEqual({});
  });

  it('does not move the instant that terms are counted to', async () => {
    await fill();
    const ask = (isDry: boolean) => engine().keepTerms(site(), { isDry });
    await ask(false);
    await world.leap(30 * DAY);
    await ask(true);
    expect((await ask(true)).time.aheadMs).toBe(23 * DAY);
    expect((await ask(false)).time.aheadMs).toBe(23 * DAY);
  });
});

describe('a changed term', () => {
  it.each<[object, ClassName, object]>([
    [{ eventDays: 30 }, 'raw events', {}],
    [{ retention: { resultDays: 30 } }, 'decisions and exposures', {}],
    [{ retention: { noticeDays: 30 } }, 'notices', { eventDays: 30 }],
    [{ retention: { violationDays: 30 } }, 'plan violations', {}],
    [{ retention: { auditDays: 30 } }, 'audit log', {}],
    [{ retention: { idleDays: 30 } }, 'idle profiles', { eventDays: 30 }],
  ])('takes what is held already: %j', async (settings, name, before) => {
    await fill();
    await change(before);
    await world.leap(40 * DAY);
    const run = async () => {
      const { classes } = await engine().keepTerms(site(), { isDry: false, trustsClock: true });
      return classes.find((line) => line.name === name)?.count;
    };
    expect([await run(), await run()]).toEqual([0, 0]);
    const asked = { retention: {}, ...settings };
    await change({ ...asked, retention: { ...site().settings.retention, ...asked.retention } });
    expect(await run()).toBeGreaterThan(0);
    expect(await run()).toBe(0);
  });
});

describe('decisions and exposures past their term', () => {
  it('go, and no total of a campaign changes, now or after the profiles are made anew', async () => {
    await fill();
    const before = await world.totals();
    expect(before[0]).toMatchObject([{ n: 1, shown: 3 }]);
    await world.leap(401 * DAY);
    await world.append(see(ANN), see(BEN));
    expect(await keep()).toMatchObject({ 'decisions and exposures': 6 });
    expect(await held(ANN, 'decision', 'exposure')).toEqual([]);
    expect(await world.totals()).toEqual(before);
    await world.restart(async () => {}, 'killed');
    await engine().book.refold(world.siteId, ANN);
    expect(await world.totals()).toEqual(before);
    expect(await world.totalsAnew()).toEqual(before);
  });
});

describe('a linked profile of whom nothing is heard', () => {
  it('goes with all that is recorded under its ids; results keep what it had added', async () => {
    await world.append(allow(PHONE), see(PHONE));
    await world.append(
      link('login', PHONE, ANN, { t: world.now(), id: nextId('l'), more: { proved: true } }),
    );
    await show(PHONE);
    const before = await world.totals();
    await world.leap(399 * DAY);
    expect((await keep())['idle profiles']).toBeUndefined();
    await world.leap(2 * DAY);
    expect((await keep())['idle profiles']).toBe(1);
    expect([await exists(ANN), await exists(PHONE)]).toEqual([false, false]);
    expect([...(await held(ANN)), ...(await held(PHONE))]).toEqual([]);
    expect(await world.store().readBases(world.siteId, [ANN, PHONE])).toEqual([]);
    expect(await world.totals()).toEqual(before);
    expect(await world.totalsAnew()).toEqual(before);
  });

  it('leaves what it refused, under each of its ids, and lets nobody lift it but a later grant', async () => {
    await world.append(allow(PHONE), see(PHONE));
    await world.append(
      link('login', PHONE, ANN, { t: world.now(), id: nextId('l'), more: { proved: true } }),
    );
    await world.append(allow(ANN, { analytics: true, share: false, personalization: false }));
    await world.leap(500 * DAY);
    expect((await keep())['idle profiles']).toBe(1);
    const allowed = async (visitor: VisitorId) =>
      (await engine().visitors.view(world.siteId, visitor))?.consent ?? null;
    for (const id of [ANN, PHONE]) {
      expect(await allowed(id)).toMatchObject({
        share: { allowed: false },
        personalization: { allowed: false },
      });
      expect(await allowed(id)).not.toHaveProperty('analytics');
    }
    await world.leap(500 * DAY);
    expect(await keep()).toEqual({});
    await world.append(allow(PHONE, { share: true }));
    expect(await allowed(PHONE)).toMatchObject({ share: { allowed: true } });
  });

  it('says again what was refused where a run broke off between the two', async () => {
    await world.append(allow(ANN, { analytics: true, share: false }), see(ANN));
    await world.leap(500 * DAY);
    const faulty = { ...world.store() };
    const { book } = engine();
    faulty.removeVisitor = async (...asked) => {
      await world.store().removeVisitor(...asked);
      throw new Error('broken off');
    };
    const { endIdle } = await import('../../../core/privacy/end-idle.ts');
    const ports = { book, clock: { now: world.now, after: () => () => {} }, rulesOf: () => ({}) as never };
    const question = { site: world.siteId, before: world.now() - 400 * DAY, isDry: false };
    await expect(endIdle({ ...ports, store: faulty, append: book.append }, question)).rejects.toThrow(
      'broken off',
    );
    await keep();
    expect((await engine().visitors.view(world.siteId, ANN))?.consent).toMatchObject({
      share: { allowed: false },
    });
  });

  it('stays where its events came in lately, however old they are', async () => {
    const old = world.now();
    await world.leap(800 * DAY);
    await world.append({ ...allow(ANN), t: old }, see(ANN, old));
    expect((await keep())['idle profiles']).toBeUndefined();
    await world.leap(200 * DAY);
    expect(await keep()).toMatchObject({ 'raw events': 1 });
    expect(await exists(ANN)).toBe(true);
    await world.leap(201 * DAY);
    expect(await keep()).toMatchObject({ 'idle profiles': 1 });
  });

  it('lasts as long as its raw events do', async () => {
    await change({ eventDays: 800 });
    await world.append(allow(ANN), see(ANN));
    await world.leap(700 * DAY);
    expect(await engine().keepTerms(site(), { isDry: true, trustsClock: true })).toMatchObject({
      classes: expect.arrayContaining([{ name: 'idle profiles', days: 800, count: 0 }]),
    });
  });
});

describe('an address', () => {
  const address = (visitor: VisitorId) => engine().vault.open(world.siteId, visitor, 'email');

  it.each<[string, (id: VisitorId) => Promise<void>, number]>([
    ['consent to be written to was withdrawn', async (id) => world.append(allow(id, { contact: false })), 1],
    ['it ended by time alone', async () => world.leap(10 * DAY), 1],
    ['it goes on', async () => world.leap(DAY), 0],
  ])('goes where %s', async (_, happen, gone) => {
    const until = world.now() + 5 * DAY;
    const grant = allow(ANN, { analytics: true, contact: true });
    await world.append({ ...grant, properties: { ...grant.properties, until } }, see(ANN));
    await engine().vault.keep(world.siteId, ANN, 'email', asRawId('ann@example.com'));
    await happen(ANN);
    expect((await keep())['contact data'] ?? 0).toBe(gone);
    expect((await address(ANN)) === null).toBe(gone === 1);
  });

  it('that a page gave and nobody confirmed goes after thirty days; a platform’s reference stays', async () => {
    await world.append(allow(ANN), see(ANN));
    await engine().vault.keep(world.siteId, ANN, 'email', asRawId('ann@example.com'), world.now());
    await engine().vault.keep(world.siteId, ANN, 'shopify', asRawId('gid://shopify/Customer/1'));
    await world.leap(29 * DAY);
    expect((await keep())['contact data']).toBeUndefined();
    await world.leap(DAY);
    expect((await keep())['contact data']).toBe(1);
    expect(await engine().vault.open(world.siteId, ANN, 'shopify')).not.toBeNull();
  });
});

describe('a user id for Segment', () => {
  it.each<[string, Readonly<Record<string, boolean>>, number]>([
    ['stays while passing on is allowed', { analytics: true, share: true }, 0],
    ['goes where nothing was said of passing on', { analytics: true }, 1],
    ['goes where passing on is refused', { analytics: true, share: false }, 1],
  ])('%s', async (_, purposes, gone) => {
    await world.append(allow(ANN, purposes), see(ANN));
    await engine().vault.keep(world.siteId, ANN, 'segment', asRawId('customer-7'));
    expect((await keep())['contact data'] ?? 0).toBe(gone);
    expect((await engine().vault.has(world.siteId, ANN, 'segment')) === false).toBe(gone === 1);
  });
});

describe('a clock that is set forward by years', () => {
  it('takes a week of what is held and no more, however often it runs, until somebody says that it is right', async () => {
    await fill();
    const run = (trustsClock = false) => engine().keepTerms(site(), { isDry: false, trustsClock });
    await run();
    await world.leap(3 * 365 * DAY);
    for (let n = 0; n < 5; n++) {
      const { classes, time } = await run();
      expect(classes.filter(({ count }) => count > 0)).toEqual([]);
      expect(time.aheadMs).toBe(3 * 365 * DAY - 7 * DAY);
    }
    expect([await exists(ANN), await exists(BEN)]).toEqual([true, true]);
    const { classes } = await run(true);
    expect(classes.find(({ name }) => name === 'idle profiles')?.count).toBe(2);
  });
});
