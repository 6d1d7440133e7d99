import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { findCanaries, writeNeedles } from '../support/canary.ts';
import { describeBrowser } from '../support/chromium.ts';
import { filesWithId } from './bytes.ts';
import { type Log, namesAndPaths, openLog, PATIENCE, waitForLog, waitForNewcomer } from './log.ts';
import { moves, openStage, type Stage, type Visit, type VisitOptions } from './stage.ts';
import { NO_TRACES, readTraces } from './watch.ts';

const OPENER = '[data-drawer-opener] button';
const REMEMBER = '[data-question] [data-choice=remember]';
const REMEMBERED = { ...NO_TRACES, local: ['inkling'] };
const CUSTOMER = 'QC-Kunde-70461';

describeBrowser('what a visitor of the demo shop can choose', () => {
  let stage: Stage;
  let log: Log;
  /** Who was there before the test. */
  let before: readonly string[];
  let visits: Visit[];

  beforeAll(async () => {
    stage = await openStage();
    log = openLog(stage);
  });
  afterAll(() => stage?.close());
  beforeEach(async () => {
    before = await vi.waitFor(() => log.visitors(), PATIENCE);
    visits = [];
  });
  afterEach(async () => {
    for (const { context } of visits) await context.close();
    expect(visits.flatMap(({ faults }) => faults)).toEqual([]);
  });

  async function enter(options: VisitOptions = {}): Promise<Visit> {
    const visit = await stage.enter(options);
    visits.push(visit);
    return visit;
  }
  const newcomer = (): Promise<string> => waitForNewcomer(log, before);

  /** The device id that the browser made up. */
  function readDevice({ page }: Visit): Promise<string> {
    return page.evaluate('JSON.parse(localStorage.inkling).d');
  }
  /** The visitor that a device stands for, once the collector knows it. */
  const visitorOf = (identifier: Parameters<Log['lookup']>[0]): Promise<string> =>
    vi.waitFor(async () => {
      const visitor = await log.lookup(identifier);
      expect(visitor).not.toBeNull();
      return visitor ?? '';
    }, PATIENCE);
  const told = ({ tap }: Visit): readonly Record<string, unknown>[] =>
    tap.exchanges
      .filter(({ path }) => path.startsWith('/v1/collect'))
      .map(({ body }) => JSON.parse(body.toString('utf8')));

  /** Asks to be remembered on the page of one product, after another page of the same visit. */
  async function beRemembered(visit: Visit): Promise<string> {
    await visit.open('/');
    await visit.turn(() => visit.page.click('.card a:has-text("Heron")'));
    await visit.page.click(REMEMBER);
    return visitorOf({ device: await readDevice(visit) });
  }

  /** Leaves the shop, and lets somebody else come in: what left the page before that has arrived. */
  async function leave({ page }: Visit): Promise<void> {
    await page.goto('about:blank');
    const known = await vi.waitFor(() => log.visitors(), PATIENCE);
    await (await enter()).open('/about');
    await waitForNewcomer(log, known);
  }

  it('the drawer tells this visit in plain words, and how far it went', async () => {
    const visit = await enter();
    const { page } = visit;
    await visit.open('/p/heron');
    await visit.turn(() => page.click('text="Add to cart"'));
    await page.click(OPENER);
    await page.waitForSelector('.log >> text=Looked into the cart');
    const sentences = await page
      .locator('.log li')
      .evaluateAll((lines) =>
        lines.map((line) => line.querySelector('time')?.nextSibling?.textContent?.trim()),
      );
    for (const sentence of ['Opened /shop/p/heron', 'Looked at Heron', 'Put Heron into the cart'])
      expect(sentences).toContain(sentence);
    expect(await page.textContent('[data-statement] [aria-current=step]')).toBe('The cart');
    expect(await page.textContent('[data-statement] code')).toBe(await newcomer());
  });

  it('“Forget me” shows a receipt, and no byte of the visitor’s id is left', async () => {
    const visit = await enter();
    const { page } = visit;
    await visit.open('/');
    await visit.turn(() => page.click('.card a:has-text("Heron")'));
    const visitor = await newcomer();
    await waitForLog(log, visitor, ({ name }) => name === 'Product Viewed');
    expect(filesWithId(stage.app.dataDir, visitor)).not.toEqual([]);

    await page.click(OPENER);
    await page.waitForSelector('.log li');
    await page.click('[data-forget-me]');
    await page.waitForSelector('[data-statement] >> text=This was erased');
    const receipt = await page.textContent('[data-statement] dl');
    expect(receipt).toMatch(/entries\s*\d+/);
    await leave(visit);
    expect(await log.status(visitor)).toBe(404);
    expect(await vi.waitFor(() => log.visitors(), PATIENCE)).not.toContain(visitor);
    await vi.waitFor(() => expect(filesWithId(stage.app.dataDir, visitor)).toEqual([]), PATIENCE);
  });

  it('“Forget me” of somebody remembered takes the device along, its entry and its withdrawal', async () => {
    const visit = await enter();
    const { page } = visit;
    const visitor = await beRemembered(visit);
    const device = await readDevice(visit);
    await page.click(OPENER);
    await page.waitForSelector('[data-kind=consented] .log li');
    await page.click('[data-forget-me]');
    await page.waitForSelector('[data-statement] >> text=This was erased');
    expect(await readTraces(page)).toEqual(NO_TRACES);
    await leave(visit);
    expect(await log.lookup({ device })).toBeNull();
    expect(await log.status(visitor)).toBe(404);
    expect(await vi.waitFor(() => log.visitors(), PATIENCE)).not.toContain(visitor);
    await vi.waitFor(() => expect(filesWithId(stage.app.dataDir, visitor)).toEqual([]), PATIENCE);
  });

  it('“Remember me” keeps one entry, and joins what this page has seen to the device', async () => {
    const visit = await enter();
    const visitor = await beRemembered(visit);
    expect(await readTraces(visit.page)).toEqual(REMEMBERED);
    const entries = await waitForLog(log, visitor, ({ type }) => type === 'consent');
    const events = entries.filter(({ type }) => type === 'event');
    expect(namesAndPaths(events).slice(0, 2)).toEqual([
      'Page Viewed /shop/p/heron',
      'Product Viewed /shop/p/heron',
    ]);
    expect(namesAndPaths(events)).not.toContain('Page Viewed /shop/');
    expect((await log.profile(visitor)).visitor).toBe(visitor);
  });

  it('somebody remembered comes back from another network as the same visitor', async () => {
    const first = await enter();
    const visitor = await beRemembered(first);
    const storageState = await first.context.storageState();
    await first.context.close();
    first.tap.moveTo('203.0.113.9');
    const second = await enter({ tap: first.tap, storageState });
    await second.open('/p/wren');
    await waitForLog(log, visitor, ({ context }) => context?.path === '/shop/p/wren');
    expect(await visitorOf({ device: await readDevice(second) })).toBe(visitor);
    expect(await readTraces(second.page)).toEqual(REMEMBERED);
    expect(await second.page.isHidden('[data-question]')).toBe(true);
  });

  it('whoever stops it has no entry left, and what follows is not stored under the device', async () => {
    const visit = await enter();
    const { page } = visit;
    const visitor = await beRemembered(visit);
    await visit.open('/about');
    await waitForLog(log, visitor, ({ context }) => context?.path === '/shop/about');
    await page.click('main [data-choice=stop]');
    expect(await readTraces(page)).toEqual(NO_TRACES);
    await waitForLog(log, visitor, ({ name }) => name === 'Consent Denied');
    await visit.open('/p/swift');
    const anonymous = await waitForNewcomer(log, [...before, visitor]);
    await waitForLog(log, anonymous, ({ context }) => context?.path === '/shop/p/swift');
    const paths = (await log.events(visitor)).map(({ context }) => context?.path);
    expect(paths).not.toContain('/shop/p/swift');
    expect((await log.events(visitor)).at(-1)?.name).toBe('Consent Denied');
  });

  it('logging in loads the hash first then, sends no number, and finds the person with the history', async () => {
    const visit = await enter();
    const { page, tap } = visit;
    await visit.open('/about');
    await page.fill('#customer', CUSTOMER);
    await page.click('[data-login] [type=submit]');
    await page.waitForSelector('text=Choose “Remember me” first');
    await page.click('main [data-choice=remember]');
    await visitorOf({ device: await readDevice(visit) });
    const asksForHash = (): boolean => tap.exchanges.some(({ path }) => path === '/t/identity.js');
    expect(asksForHash()).toBe(false);
    await page.click('[data-login] [type=submit]');
    await page.waitForSelector('text=Logged in.');
    const person = await visitorOf({ userId: CUSTOMER });
    expect(asksForHash()).toBe(true);
    expect(await visitorOf({ device: await readDevice(visit) })).toBe(person);
    expect(namesAndPaths(await log.events(person))).toContain('Page Viewed /shop/about');
    const wire = tap.exchanges.map(({ path, headers, body }) => `${path} ${JSON.stringify(headers)} ${body}`);
    expect(findCanaries(Buffer.from(wire.join('\n')), writeNeedles([CUSTOMER]))).toEqual([]);
    expect(await readTraces(page)).toEqual(REMEMBERED);
  });

  it('a browser that sends Global Privacy Control is stored nowhere, and is told so', async () => {
    const place = async (): Promise<string> => {
      const metrics = await (await fetch(`${stage.app.url}/metrics`)).text();
      return /^inkling_log_place (\d+)$/m.exec(metrics)?.[1] ?? '';
    };
    const visit = await enter({ objects: true });
    const { page } = visit;
    const placeBefore = await place();
    expect(placeBefore).not.toBe('');
    await visit.open('/');
    await visit.turn(() => page.click('nav >> text=Fountain pens'));
    await visit.turn(() => page.click('.card a:has-text("Heron")'));
    await visit.turn(() => page.click('text="Add to cart"'));
    expect(await page.isHidden('[data-question]')).toBe(true);
    await page.click(OPENER);
    await page.waitForSelector('[data-statement] >> text=it was honoured: this visit is not recorded');
    await page.waitForSelector('[data-statement] >> text=Nothing is held');
    expect(await readTraces(page)).toEqual(NO_TRACES);
    // The driver adds the signal, and not to what an open drawer asks for while its page is being left.
    const signals = visit.tap.exchanges.map(({ headers }) => headers['sec-gpc']);
    expect(new Set(signals)).toEqual(new Set(['1']));
    await page.goto('about:blank');
    expect(told(visit)).toEqual([]);
    expect(await place()).toBe(placeBefore);
    await expect.poll(() => log.visitors(), PATIENCE).toEqual(before);
  });

  it('without scripts the shop sells, and nothing is asked, counted or kept', async () => {
    const visit = await enter({ javaScriptEnabled: false });
    const { page } = visit;
    await visit.open('/');
    await visit.turn(() => page.click('nav >> text=Inks'));
    await visit.turn(() => page.click('.card a:has-text("Ember")'));
    await page.check('#size-80ml');
    await visit.turn(() => page.click('text="Add to cart"'));
    expect(await page.textContent('.row h2')).toBe('Ember');
    expect(await page.textContent('.sum dd')).toBe('€24.90');
    await visit.turn(() => page.click('text="Check out"'));
    expect(await page.textContent('h1')).toBe('Checkout');
    await visit.turn(() => page.click(OPENER));
    expect(await page.textContent('main')).toContain('Nothing is held');
    expect(visit.tap.exchanges.filter(({ path }) => /^\/(v1|t)\//.test(path))).toEqual([]);
    await expect.poll(() => log.visitors(), PATIENCE).toEqual(before);
  });

  it('two tabs at once are one visitor, and one history in the order of what was done', async () => {
    const visit = await enter();
    const other = await visit.context.newPage();
    const beside = moves(other, visit.tap);
    await visit.open('/p/heron');
    await beside.open('/p/wren');
    await visit.page.check('#nib-broad');
    await other.check('#nib-broad');
    await visit.turn(() => visit.page.click('text="Add to cart"'));
    await beside.turn(() => other.click('text="Add to cart"'));
    const visitor = await newcomer();
    const entries = await vi.waitFor(async () => {
      const all = await log.events(visitor);
      expect(all.filter(({ name }) => name === 'Cart Viewed')).toHaveLength(2);
      return all;
    }, PATIENCE);
    const done = entries.filter(({ name }) => name !== 'Page Engaged' && name !== 'Element Clicked');
    expect(done.map(({ name, properties }) => [name, properties.name ?? properties.path ?? ''])).toEqual([
      ['Page Viewed', '/shop/p/heron'],
      ['Product Viewed', 'Heron'],
      ['Page Viewed', '/shop/p/wren'],
      ['Product Viewed', 'Wren'],
      ['Product Option Selected', 'Heron'],
      ['Product Option Selected', 'Wren'],
      ['Product Added', 'Heron'],
      ['Page Viewed', '/shop/cart'],
      ['Cart Viewed', ''],
      ['Product Added', 'Wren'],
      ['Page Viewed', '/shop/cart'],
      ['Cart Viewed', ''],
    ]);
    expect((await log.profile(visitor)).sessions).toMatchObject({ count: 1 });
    await expect.poll(() => log.visitors(), PATIENCE).toHaveLength(before.length + 1);
  });

  it.each([
    ['whatever the browser does with it', false],
    ['also when the browser kept it as it was', true],
  ])('a page is viewed again on the way back, %s', async (_, keepsPages) => {
    const visit = await enter({ keepsPages });
    const { page } = visit;
    await visit.open('/p/heron');
    await visit.turn(() => page.click('nav >> text=Inks'));
    const visitor = await newcomer();
    await waitForLog(log, visitor, ({ name }) => name === 'Product List Viewed');
    await page.evaluate('history.back()');
    const entries = await vi.waitFor(async () => {
      const all = await log.events(visitor);
      expect(all.filter(({ name }) => name === 'Product Viewed')).toHaveLength(2);
      return all;
    }, PATIENCE);
    expect(namesAndPaths(entries.filter(({ name }) => name.endsWith('Viewed')))).toEqual([
      'Page Viewed /shop/p/heron',
      'Product Viewed /shop/p/heron',
      'Page Viewed /shop/catalogue/inks',
      'Product List Viewed /shop/catalogue/inks',
      'Page Viewed /shop/p/heron',
      'Product Viewed /shop/p/heron',
    ]);
    const loads = new Set(told(visit).map(({ pg }) => pg));
    if (keepsPages) expect(loads.size).toBe(2);
  });
});
