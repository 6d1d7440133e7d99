import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { findViolations } from '../../../support/axe.ts';
import { describeInBrowser, GRANTED } from '../support.ts';
import { PRODUCTS } from '../treatments/support.ts';
import { BANNER, CONTENT, CONTROL, campaign, MESSAGE, rulesOf } from './rules.ts';
import { type Double, type Markup, playSite, readClaims, type SiteTerms, writeLocalPage } from './support.ts';

const SLOT =
  '<main><h1>Shop</h1><div data-inkling-slot="top" style="min-height:420px">Ours</div><p>Below</p></main>';
const RULES = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] };
const HOLDS_MS = 35_000;
const BY_EVENT = { trigger: { event: 'Ink Chosen' } };

describeInBrowser('a page that decides by itself', (stage) => {
  const box = (page: Page = stage.guest.page) => page.locator('[data-inkling] .box');

  function play(terms: SiteTerms, markup: Markup = {}): Double {
    const double = playSite(stage.site, terms);
    for (const path of ['/', '/second', '/third'])
      stage.site.pages.set(path, { body: writeLocalPage(stage, terms, markup) });
    return double;
  }

  /** Goes to a page, and lets it do what it does: two rounds to the site, and the files that it needs. */
  async function visit(path = '/'): Promise<void> {
    await stage.guest.open(path);
    await settle();
  }

  async function settle(): Promise<void> {
    for (let round = 0; round < 3; round += 1) {
      await stage.guest.drain();
      await stage.guest.page.waitForLoadState('networkidle');
      await stage.guest.pass(300);
    }
    await stage.guest.untilReported();
  }

  const told = () => stage.site.exposures.map(({ at: _at, s: _s, decision: _decision, ...rest }) => rest);
  const leaveBelow = () =>
    stage.guest.page.evaluate(
      "document.dispatchEvent(new MouseEvent('mouseout', { clientY: -1, bubbles: true }))",
    );

  it('three page loads, nothing on the device, and a cap of one is one', async () => {
    const double = play(rulesOf([campaign('inks', BANNER)]));
    await visit('/');
    expect(await box().textContent()).toContain('New inks');
    const counts = [];
    for (const path of ['/second', '/third']) {
      await visit(path);
      counts.push(await box().count());
    }
    expect(counts).toEqual([0, 0]);
    expect(double.granted).toHaveLength(1);
    expect(told().filter(({ shown }) => shown)).toEqual([{ shown: true }]);
    const kept = await stage.guest.page.evaluate(
      '[document.cookie, localStorage.length, sessionStorage.length]',
    );
    expect(kept).toEqual(['', 0, 0]);
    expect(stage.guest.errors).toEqual([]);
  });

  it('of two tabs that ask at once one shows', async () => {
    const double = play(rulesOf([campaign('inks', BANNER)]));
    const { promise: together, resolve } = Promise.withResolvers<void>();
    let waiting = 0;
    // By the time that they have their rules, both have been answered, and neither has asked.
    await stage.guest.context.route('**/rules.json', async (route) => {
      waiting += 1;
      if (waiting === 2) resolve();
      await together;
      await route.continue();
    });
    const other = await stage.guest.context.newPage();
    await Promise.all([stage.guest.open('/'), other.goto(`${stage.site.origin}/second`)]);
    await stage.guest.pass(1000);
    await together;
    await stage.site.until(() => double.granted.length + double.refused.length > 1);
    await stage.site.untilExposed(({ shown }) => shown === true);
    await settle();
    await other.waitForLoadState('networkidle');
    expect((await box().count()) + (await box(other).count())).toBe(1);
    expect([double.granted.length, double.refused.length]).toEqual([1, 1]);
    await other.close();
  });

  it('a segment that somebody enters sets its campaign off, and is counted', async () => {
    play(
      rulesOf([
        campaign('around', BANNER, {
          audience: { all: ['looks-around'] },
          trigger: { entry: 'looks-around' },
        }),
      ]),
    );
    await visit('/');
    expect(await box().count()).toBe(0);
    await visit('/second');
    expect(await box().textContent()).toContain('New inks');
    await stage.guest.call('Later Happened');
    await stage.guest.drain();
    expect(stage.site.items('Segment Entered').map(({ p }) => p)).toEqual([{ segment: 'looks-around' }]);
  });

  it('who is about to leave is asked for at once, and sees it once it is granted', async () => {
    play(rulesOf([campaign('stay', MESSAGE, { trigger: { exitIntent: true } })]));
    await visit('/');
    const before = stage.site.posts.length;
    await leaveBelow();
    const { envelope } = await stage.site.until(({ envelope: { e } }) =>
      e.some(({ n }) => n === 'Treatment Chosen'),
    );
    expect(envelope.e.map(({ n }) => n)).toEqual(['Exit Intent Detected', 'Treatment Chosen']);
    expect(stage.site.posts).toHaveLength(before + 1);
    await box().waitFor();
    expect(await box().textContent()).toContain('Before you go');
    expect(await findViolations(stage.guest.page, RULES)).toEqual([]);
  });

  it('in the control arm nothing is shown, and the moment is told', async () => {
    play(rulesOf([campaign('inks', BANNER, { variants: CONTROL(BANNER) })]));
    await visit('/');
    expect(await box().count()).toBe(0);
    expect(readClaims(stage.site)).toMatchObject([{ campaign: 'inks', variant: 'control', withheld: true }]);
    expect(told()).toEqual([{ shown: false, withheld: true }]);
  });

  it('a slot that is kept free is filled without moving anything, and everybody can read it', async () => {
    const head = `<script>self.shifts = 0; new PerformanceObserver((list) => {
      for (const one of list.getEntries()) self.shifts += one.value;
    }).observe({ type: 'layout-shift', buffered: true });</script>`;
    play(rulesOf([campaign('left', CONTENT, { trigger: { slot: 'top' } })]), { body: SLOT, head });
    await visit('/');
    expect(await box().textContent()).toContain('For left hands');
    expect(await stage.guest.page.evaluate('self.shifts')).toBe(0);
    expect(await findViolations(stage.guest.page, RULES)).toEqual([]);
  });

  it('scripts of the page hear what was granted', async () => {
    play(rulesOf([campaign('inks', BANNER, BY_EVENT)]));
    await visit('/');
    await stage.guest.page.evaluate(
      "self.heard = []; inkling.on('decision', ({ campaign }) => heard.push(campaign))",
    );
    await stage.guest.call('Ink Chosen');
    await settle();
    expect(await stage.guest.page.evaluate('heard')).toEqual(['inks']);
  });

  it('after a withdrawal nothing is chosen, shown or sent any more', async () => {
    play(rulesOf([campaign('inks', BANNER, BY_EVENT)]));
    await visit('/');
    await stage.guest.call('consent', GRANTED);
    await settle();
    await stage.guest.call('consent', { analytics: false });
    await stage.site.until(({ envelope: { c } }) => c?.analytics === false);
    await stage.guest.call('Ink Chosen');
    await stage.guest.pass(3000);
    expect(await box().count()).toBe(0);
    expect([readClaims(stage.site), told(), stage.site.items('Ink Chosen')]).toEqual([[], [], []]);
  });

  it("a consented visitor's reports say whose they are", async () => {
    play(rulesOf([campaign('inks', BANNER, BY_EVENT)]));
    await visit('/');
    await stage.guest.call('consent', GRANTED);
    await stage.guest.call('Ink Chosen');
    await settle();
    const { dev } = stage.site.posts.at(-1)?.envelope ?? {};
    expect(dev).toMatch(/^[0-9a-f]{32}$/);
    expect(told()).toEqual([{ shown: true, dev }]);
  });

  it.each([
    ['are not there', null],
    ['are no JSON', 'no JSON'],
    ['are of a form that nobody knows', '{"v":2}'],
  ])('a page whose rules %s is as it was, and goes on counting', async (_, body) => {
    play({ bundle: null }, { body: SLOT });
    if (body) stage.site.files.set('/rules.json', { type: 'application/json', body });
    await visit('/');
    await stage.guest.call('Ink Chosen');
    await stage.guest.drain();
    expect(stage.site.requests).toContain('/rules.json');
    expect(await box().count()).toBe(0);
    expect(stage.site.names()).toEqual(expect.arrayContaining(['Page Viewed', 'Ink Chosen']));
    expect(stage.guest.errors).toEqual([]);
  });

  it('what is granted after its time is not shown', async () => {
    play(rulesOf([campaign('inks', BANNER, BY_EVENT)]));
    await visit('/');
    const { promise, resolve } = Promise.withResolvers<void>();
    await stage.guest.page.route('**/?inkling=/v1/collect*', async (route) => {
      await promise;
      await route.continue();
    });
    await stage.guest.call('Ink Chosen');
    await stage.guest.pass(HOLDS_MS);
    resolve();
    await stage.site.until(({ envelope: { e } }) => e.some(({ n }) => n === 'Treatment Chosen'));
    await stage.site.untilExposed(() => true);
    expect(told()).toEqual([{ shown: false, reason: 'expired' }]);
    expect(await box().count()).toBe(0);
  });

  it('who leaves before the answer is asked again on a later page, once the place is free', async () => {
    const double = play(rulesOf([campaign('inks', BANNER, { ...BY_EVENT, reentry: '1s' })]));
    await visit('/');
    await stage.guest.page.route('**/assets/treatments.js*', (route) => route.abort());
    await stage.guest.call('Ink Chosen');
    await settle();
    expect(double.granted).toHaveLength(1);
    await stage.guest.page.unroute('**/assets/treatments.js*');
    await visit('/second');
    await stage.guest.call('Ink Chosen');
    await settle();
    expect([await box().count(), double.granted.length]).toEqual([0, 1]);
    await stage.guest.pass(HOLDS_MS);
    await stage.guest.call('Ink Chosen');
    await settle();
    expect(await box().textContent()).toContain('New inks');
  });

  it('a page in preview shows what such a visitor would see, and says nothing to anybody', async () => {
    const terms = rulesOf([
      campaign('around', BANNER, {
        audience: { all: ['looks-around'] },
        trigger: { entry: 'looks-around' },
        variants: [...CONTROL(BANNER), { key: 'b', weight: 1, treatment: BANNER }],
      }),
    ]);
    const settings = { preview: { segments: ['looks-around'] } };
    play({ ...terms, settings });
    await stage.guest.open('/');
    await stage.guest.pass(500);
    await box().waitFor();
    await stage.guest.page.getByRole('button', { name: 'Close' }).click();
    stage.site.pages.set('/elsewhere', { body: '<h1>Elsewhere</h1>' });
    await stage.guest.open('/elsewhere');
    expect([stage.site.posts, stage.site.exposures]).toEqual([[], []]);
  });

  it('a code is made when the coupon may be shown, and none where the site makes none', async () => {
    const coupon = { kind: 'coupon', title: 'Ten percent', text: 'On all paper.' } as const;
    play(rulesOf([campaign('ten', coupon, { ...BY_EVENT, offer: { discount: 0.1, codesLast: '1d' } })]));
    let asked: unknown;
    await stage.guest.page.route('**/?rest_route=/inkling/v1/coupon', (route) => {
      asked = route.request().postDataJSON();
      return route.fulfill({ json: { code: 'INK-4711', ends: Date.now() + 86_400_000 } });
    });
    await visit('/');
    await stage.guest.call('Ink Chosen');
    // Under load the page asks later than it is waited for, and its clock stands still meanwhile.
    for (let round = 0; asked === undefined && round < 20; round += 1) await settle();
    await settle();
    expect(await box().textContent()).toContain('INK-4711');
    const [claim] = readClaims(stage.site);
    expect(asked).toEqual({ decision: claim?.decision });
  });

  it.each([
    ['its product and what goes with it', PRODUCTS.slice(0, 2), 1],
    ['nothing where the page says of nothing', undefined, 0],
  ])('a bundle shows of the page %s', async (_, products, shown) => {
    const bundle = { kind: 'bundle', title: 'Goes well with it', addAll: 'Add both' } as const;
    const terms = rulesOf([
      campaign('with', bundle, BY_EVENT),
      campaign('after', BANNER, { ...BY_EVENT, priority: 1 }),
    ]);
    play({ ...terms, settings: products ? { products } : {} });
    await visit('/');
    await stage.guest.call('Ink Chosen');
    await settle();
    expect(await stage.guest.page.getByRole('button', { name: 'Add both' }).count()).toBe(shown);
    for (const { title } of products ?? []) expect(await box().textContent()).toContain(title);
  });
});
