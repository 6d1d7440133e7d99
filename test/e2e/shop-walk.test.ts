import { afterAll, beforeAll, expect, it } from 'vitest';
import { findCanaries, writeNeedles } from '../support/canary.ts';
import { describeBrowser } from '../support/chromium.ts';
import { searchFolder } from './bytes.ts';
import { type LogEntry, openLog, type ProfileBody, waitForLog, waitForNewcomer } from './log.ts';
import { openStage, type Stage, type Visit } from './stage.ts';
import { STEPS } from './steps.ts';
import { LONG_TASK_MS, startTrace, stopTrace } from './trace.ts';
import { NO_TRACES, readShift, readTraces, type Traces } from './watch.ts';

/** What somebody types into the checkout, a telephone number in the wrong field included. */
const TYPED = {
  name: 'Wilhelmine Quastenflosser',
  email: 'w.quastenflosser@briefkasten.example',
  street: 'Otterstieg 4711, ring +43 664 8412979',
  postcode: 'QX1 7ZV',
  city: 'Krumbachmoor',
} as const;
const CANARIES = [...Object.values(TYPED), 'Quastenflosser', 'Otterstieg', '+43 664 8412979', '436648412979'];

type Sight = { readonly path: string; readonly shift: number; readonly traces: Traces };
type Act = (visit: Visit) => Promise<unknown>;

/** Each act leads from one page to the next. */
const ACTS: readonly Act[] = [
  ({ page }) => page.click('.hero >> text=See everything'),
  ({ page }) => page.click('nav >> text=Inks'),
  async ({ page }) => {
    await page.selectOption('#sort', 'price-up');
    await page.selectOption('#price', 'low');
    await page.check('#stock');
    await page.click('text="Show"');
  },
  async ({ page }) => {
    await page.fill('#q', 'harbour');
    await page.press('#q', 'Enter');
  },
  ({ page }) => page.click('.card a:has-text("Harbour Blue")'),
  async ({ page }) => {
    await page.check('#size-80ml');
    await page.click('text="Add to wishlist"');
  },
  ({ page }) => page.click('.mine >> text=Wishlist'),
  ({ page }) => page.click('.row a:has-text("Harbour Blue")'),
  async ({ page }) => {
    await page.check('#size-80ml');
    await page.fill('#quantity', '2');
    await page.click('text="Add to cart"');
  },
  ({ page }) => page.click('[aria-label="One Harbour Blue more"]'),
  ({ page }) => page.click('[aria-label="One Harbour Blue fewer"]'),
  ({ page }) => page.click('text="Check out"'),
  async ({ page }) => {
    await page.fill('#name', TYPED.name);
    await page.fill('#email', TYPED.email);
    await page.click('text="Continue"');
  },
  async ({ page }) => {
    await page.fill('#street', TYPED.street);
    await page.fill('#postcode', TYPED.postcode);
    await page.fill('#city', TYPED.city);
    await page.selectOption('#country', 'Austria');
    await page.click('text="Continue"');
  },
  async ({ page }) => {
    await page.check('#payment');
    await page.click('text=Pretend to pay €44.90');
  },
];

/** The pages of the walk, by their paths below `/shop`: the first, and the one each act leads to. */
const PATHS = [
  '/',
  '/catalogue',
  '/catalogue/inks',
  '/catalogue/inks',
  '/search',
  '/p/harbour-blue',
  '/p/harbour-blue',
  '/wishlist',
  '/p/harbour-blue',
  '/cart',
  '/cart',
  '/cart',
  '/checkout',
  '/checkout',
  '/checkout',
  '/order',
];

describeBrowser('a walk through the demo shop, from landing to order', () => {
  let stage: Stage;
  let visit: Visit;
  let visitor: string;
  let entries: readonly LogEntry[];
  let profile: ProfileBody;
  let trackerMs: readonly number[];
  const pages: Sight[] = [];

  /** Looks at a page as it stands just before it is left. */
  async function inspect({ page }: Visit): Promise<void> {
    const path = new URL(page.url()).pathname.slice('/shop'.length);
    pages.push({ path, shift: await readShift(page), traces: await readTraces(page) });
  }

  async function walk(): Promise<void> {
    await visit.open('/');
    await visit.page.click('[data-question] [data-choice=visit]');
    for (const act of ACTS) {
      await inspect(visit);
      await visit.turn(() => act(visit));
    }
  }

  beforeAll(async () => {
    stage = await openStage();
    visit = await stage.enter();
    const log = openLog(stage);
    const before = await log.visitors();
    await startTrace(stage.browser, visit.page);
    await walk();
    visitor = await waitForNewcomer(log, before);
    entries = await waitForLog(log, visitor, ({ name }) => name === 'Order Completed');
    await inspect(visit);
    trackerMs = await stopTrace(stage.browser, '/t/wk_');
    profile = await log.profile(visitor);
  });
  afterAll(() => stage?.close());

  it('is in the visitor’s log step by step, in order, with names, paths, products and money', () => {
    const steps = entries.filter(({ name }) => name !== 'Page Engaged');
    expect(steps.map(({ name, context }) => [name, context?.path])).toEqual(
      STEPS.map(([name, path]) => [name, path]),
    );
    expect(steps.map(({ properties }) => properties)).toMatchObject(STEPS.map(([, , facts = {}]) => facts));
  });

  it('is told in the site’s currency, on plan and unflagged', () => {
    const priced = entries.filter(({ properties }) => 'price' in properties || 'total' in properties);
    expect(priced.length).toBeGreaterThan(10);
    expect(new Set(priced.map(({ currency }) => currency))).toEqual(new Set(['EUR']));
    expect(entries.filter(({ flags }) => flags !== undefined)).toEqual([]);
  });

  it('each page that was left says how it was attended to', () => {
    const engaged = entries.filter(({ name }) => name === 'Page Engaged');
    // A page that takes its time to go adds a second report, of the time since the first.
    const left = engaged.filter(({ properties }) => properties.reason === 'left');
    expect(left.map(({ context }) => context?.path)).toEqual(
      PATHS.slice(0, -1).map((path) => `/shop${path}`),
    );
    for (const { properties } of engaged)
      expect(properties).toEqual({
        reason: expect.stringMatching(/^(left|hidden)$/),
        seconds_active: expect.any(Number),
        scroll_depth: expect.any(Number),
      });
  });

  it('is one session that went as far as an order, and one order of what was paid', () => {
    expect(profile.visitor).toBe(visitor);
    expect(profile.sessions).toMatchObject({
      count: 1,
      open: { drop: { step: 'order', path: '/shop/order' } },
    });
    expect(profile.orders).toMatchObject({ frequency: 1, monetary: 40, currency: 'EUR' });
  });

  it('leaves nothing on the device, on any page', () => {
    expect(pages.map(({ path, traces }) => [path, traces])).toEqual(PATHS.map((path) => [path, NO_TRACES]));
  });

  it('shifts the layout of no page', () => {
    expect(pages.map(({ path, shift }) => [path, shift])).toEqual(PATHS.map((path) => [path, 0]));
  });

  it('meets no cookie in either direction, and no validator on what the tracker talks to', () => {
    const { exchanges } = visit.tap;
    const ofTracker = exchanges.filter(({ path }) => /^\/(v1|t)\//.test(path));
    expect(ofTracker.length).toBeGreaterThan(PATHS.length);
    expect(exchanges.filter(({ headers }) => 'cookie' in headers)).toEqual([]);
    expect(exchanges.filter(({ answerHeaders }) => 'set-cookie' in answerHeaders)).toEqual([]);
    const isMarked = (name: string): boolean => ofTracker.some(({ answerHeaders }) => name in answerHeaders);
    expect(['etag', 'last-modified'].filter(isMarked)).toEqual([]);
  });

  it('is never held up by the tracker', () => {
    expect(trackerMs.length).toBeGreaterThan(PATHS.length);
    expect(trackerMs.filter((ms) => ms >= LONG_TASK_MS)).toEqual([]);
  });

  it('what was typed into the checkout goes to the checkout and nowhere else', () => {
    const needles = writeNeedles(CANARIES);
    const told = visit.tap.exchanges.filter(({ path, headers, body }) => {
      const wire = Buffer.concat([Buffer.from(`${path}\n${JSON.stringify(headers)}\n`), body]);
      return findCanaries(wire, needles).length > 0;
    });
    expect(told.map(({ method, path }) => `${method} ${path}`)).toEqual(
      Array.from({ length: 3 }, () => 'POST /shop/checkout'),
    );
  });

  it('nothing that was typed into the checkout is in the data folder or in the app’s output', () => {
    const needles = writeNeedles(CANARIES);
    expect(searchFolder(stage.app.dataDir, writeNeedles([visitor]))).not.toEqual([]);
    expect(searchFolder(stage.app.dataDir, needles)).toEqual([]);
    expect(findCanaries(Buffer.from(stage.app.output()), needles)).toEqual([]);
  });

  it('looking at the confirmation again is no second order', async () => {
    await visit.turn(() => visit.page.reload());
    const again = await waitForLog(openLog(stage), visitor, ({ name, properties, time }) => {
      const isLater = time > (entries.at(-1)?.time ?? '');
      return isLater && name === 'Page Viewed' && properties.path === '/shop/order';
    });
    expect(again.filter(({ name }) => name === 'Order Completed')).toHaveLength(1);
    expect((await openLog(stage).profile(visitor)).orders).toMatchObject({ frequency: 1 });
  });

  it('brings no fault to the pages', () => {
    expect(visit.faults).toEqual([]);
  });
});
