import { expect, it } from 'vitest';
import { describeInBrowser, writePage } from '../support.ts';
import { arrive, BODY, bring, decide, follow, HEAD, open, over, SAMPLES, shown, told } from './support.ts';

const CONTROL = null;
const press = { name: 'No, thanks' };

describeInBrowser('the way of a decision', (stage) => {
  it('one stands over the page at a time, the next after it, in order of arrival', async () => {
    const [first, second, third] = [SAMPLES.message, SAMPLES.banner, SAMPLES.survey].map((one) =>
      decide(one),
    );
    if (!first || !second || !third) return;
    await open(stage, [first, second, third]);
    expect(await over(stage).count()).toBe(1);
    await stage.guest.page.getByRole('button', press).click();
    expect(await over(stage).textContent()).toContain('New inks');
    await stage.guest.page.getByRole('button', { name: 'Close' }).click();
    expect(await over(stage).textContent()).toContain('What brought you here?');
    await stage.site.untilExposed(({ decision, shown }) => decision === third.id && shown === true);
    expect(await told(stage, second)).toEqual([{ shown: true }, { action: 'dismissed' }]);
  });

  it('one that waited in vain gives its place back, and says for what it waited', async () => {
    const [first, second] = [decide(SAMPLES.message), decide(SAMPLES.banner)];
    await open(stage, [first, second]);
    await stage.guest.pass(31_000);
    await stage.site.untilExposed(({ decision }) => decision === second.id);
    expect(await told(stage, second)).toEqual([{ shown: false, reason: 'busy' }]);
    await stage.guest.page.getByRole('button', press).click();
    expect(await shown(stage).count()).toBe(0);
  });

  it('nothing is shown after its time, counted from the question and not from when the file came', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const decision = decide(SAMPLES.message, { expiresIn: 5000 });
    stage.site.held = promise;
    const opened = open(stage, [decision]);
    await stage.site.until(() => true);
    await stage.guest.pass(6000);
    resolve();
    await opened;
    await stage.site.untilExposed(() => true);
    expect(await told(stage, decision)).toEqual([{ shown: false, reason: 'expired' }]);
    expect(await shown(stage).count()).toBe(0);
  });

  it.each([
    ['its button', () => stage.guest.page.getByRole('button', press).click()],
    ['Escape', () => stage.guest.page.keyboard.press('Escape')],
    ['a press beside it', () => stage.guest.page.mouse.click(5, 5)],
  ])('closing it by %s is reported, and final for the campaign', async (_, close) => {
    const [decision, again, other] = [
      decide(SAMPLES.message, { campaign: 'spring' }),
      decide(SAMPLES.banner, { campaign: 'spring' }),
      decide(SAMPLES.banner),
    ];
    await open(stage, [decision]);
    await close();
    expect(await shown(stage).count()).toBe(0);
    await follow(stage, [again, other]);
    expect(await told(stage, decision)).toEqual([{ shown: true }, { action: 'dismissed' }]);
    expect(await told(stage, again)).toEqual([{ shown: false, reason: 'dismissed' }]);
    expect(await told(stage, other)).toEqual([{ shown: true }]);
  });

  it.each([
    ['/checkout', BODY],
    ['/shop/checkouts/cn/1', BODY],
    ['/', `<form data-inkling-quiet></form>${BODY}`],
  ])('nothing interrupts %s', async (path, body) => {
    const decisions = [decide(SAMPLES.message), decide(SAMPLES.content, { slot: 'top' }), decide(CONTROL)];
    await open(stage, decisions, { path, body });
    expect(await stage.guest.page.locator('[data-inkling]').count()).toBe(0);
    for (const decision of decisions)
      expect(await told(stage, decision)).toEqual([{ shown: false, reason: 'quiet' }]);
  });

  it('what is open goes when a single-page app goes to its checkout, and is not counted as closed', async () => {
    const decision = decide(SAMPLES.banner);
    await open(stage, [decision]);
    await stage.guest.page.evaluate(
      `history.pushState({}, '', '/checkout'); document.querySelector('h1').textContent = 'Pay'; document.body.append('')`,
    );
    await stage.guest.page.evaluate(`document.querySelector('main').append(document.createElement('p'))`);
    await stage.guest.pass(200);
    expect(await shown(stage).count()).toBe(0);
    expect(await told(stage, decision)).toEqual([{ shown: true }]);
  });

  it('a decision that comes twice is shown once', async () => {
    const decision = decide(SAMPLES.banner);
    await open(stage, [decision, decision]);
    await stage.guest.page.getByRole('button', { name: 'Close' }).click();
    await follow(stage, [decision]);
    expect(await shown(stage).count()).toBe(0);
    expect(await told(stage, decision)).toEqual([{ shown: true }, { action: 'dismissed' }]);
  });

  it('a page that is hidden waits until it is seen', async () => {
    const decision = decide(SAMPLES.banner);
    await stage.guest.page.addInitScript(
      `let hidden = true; Object.defineProperty(document, 'hidden', { get: () => hidden });
       window.show = () => { hidden = false; document.dispatchEvent(new Event('visibilitychange')); };`,
    );
    await open(stage, [decision]);
    expect([await shown(stage).count(), await told(stage, decision)]).toEqual([0, []]);
    await stage.guest.page.evaluate('show()');
    await stage.site.untilExposed(({ shown }) => shown === true);
    expect(await shown(stage).count()).toBe(1);
  });

  it('a dialog of the page itself comes first', async () => {
    const decision = decide(SAMPLES.message);
    await open(stage, [decision], {
      body: `${BODY}<dialog id="own"><button>Own</button></dialog>`,
      head: `<script>addEventListener('DOMContentLoaded', () => own.showModal())</script>`,
    });
    expect(await shown(stage).count()).toBe(0);
    await stage.guest.page.evaluate('own.close()');
    await stage.guest.pass(300);
    expect(await shown(stage).count()).toBe(1);
  });

  it('what a newer server knows and this file does not is passed over', async () => {
    const decision = decide({ ...SAMPLES.banner, kind: 'hologram' } as never);
    await open(stage, [decision, null as never, 'x' as never, {} as never]);
    expect(stage.site.exposures).toHaveLength(1);
    expect(await told(stage, decision)).toEqual([{ shown: false, reason: 'unsupported' }]);
    expect(stage.guest.errors).toEqual([]);
  });

  it('one that cannot be shown for its data fails alone', async () => {
    const [broken, whole] = [decide({ ...SAMPLES.message, text: null } as never), decide(SAMPLES.banner)];
    await open(stage, [broken, whole]);
    expect(await told(stage, broken)).toEqual([{ shown: false, reason: 'failed' }]);
    expect(await told(stage, whole)).toEqual([{ shown: true }]);
    expect(stage.guest.errors).toEqual([]);
  });
});

describeInBrowser('the control arm', (stage) => {
  it('reports the moment at which it would have been shown, and shows nothing', async () => {
    const decision = decide(CONTROL);
    await open(stage, [decision]);
    expect(await told(stage, decision)).toEqual([{ shown: false, withheld: true }]);
    expect(await stage.guest.page.locator('[data-inkling]').count()).toBe(0);
  });

  it('waits its turn as the other arm does', async () => {
    const decision = decide(CONTROL);
    await open(stage, [decide(SAMPLES.message), decision]);
    expect(await told(stage, decision)).toEqual([]);
    await stage.guest.page.getByRole('button', press).click();
    await stage.site.untilExposed(({ withheld }) => withheld === true);
    expect(await told(stage, decision)).toEqual([{ shown: false, withheld: true }]);
  });

  it('waits for the same file', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const decision = decide(CONTROL, { asIf: { kind: 'tour' } });
    await stage.guest.page.route('**/t/tour.js', async (route) => {
      await promise;
      await route.continue();
    });
    stage.site.settings = { ...stage.site.settings, d: 1 };
    bring(stage, [decision]);
    await stage.guest.open('/');
    await stage.guest.page.waitForFunction(
      `[...document.scripts].some(({ src }) => src.endsWith('/t/tour.js'))`,
    );
    await stage.guest.pass(1000);
    expect(await told(stage, decision)).toEqual([]);
    resolve();
    await arrive(stage);
    expect(await told(stage, decision)).toEqual([{ shown: false, withheld: true }]);
  });
});

describeInBrowser('reports', (stage) => {
  it('a page that is left as soon as something is shown has reported it', async () => {
    const decision = decide(SAMPLES.message);
    await stage.guest.page.addInitScript(`
      new MutationObserver(() => document.querySelector('[data-inkling]') && location.assign('/elsewhere'))
        .observe(document, { childList: true, subtree: true });`);
    stage.site.settings = { ...stage.site.settings, d: 1 };
    stage.site.pages.set('/elsewhere', { body: writePage('<h1>Elsewhere</h1>') });
    bring(stage, [decision]);
    await stage.guest.open('/');
    await stage.guest.pass(1000);
    await stage.guest.page.waitForURL('**/elsewhere');
    await stage.site.untilExposed(({ decision: id, shown }) => id === decision.id && shown === true);
  });

  it('what still waits when the page is left gives its place back', async () => {
    const decision = decide(SAMPLES.banner);
    await open(stage, [decide(SAMPLES.message), decision, decide(SAMPLES.content, { slot: 'nowhere' })]);
    await stage.guest.page.goto('about:blank');
    await stage.site.untilExposed(({ reason }) => reason === 'slot_missing');
    expect(await told(stage, decision)).toEqual([{ shown: false, reason: 'busy' }]);
  });

  it.each([
    [503, 2],
    [429, 2],
    [400, 1],
    [200, 1],
  ])('without a beacon a post carries them; after %i they were tried %i times', async (status, times) => {
    stage.site.answerExposure = () => status;
    await stage.guest.page.addInitScript('navigator.sendBeacon = () => false');
    const decision = decide(SAMPLES.banner);
    await open(stage, [decision]);
    await stage.guest.pass(30_000);
    await stage.guest.drain();
    expect(await told(stage, decision)).toEqual(Array(times).fill({ shown: true }));
    const [first, second] = stage.site.exposures;
    if (second) expect([second.at, second.s - second.at >= 2000]).toEqual([first?.at, true]);
  });

  it('after a withdrawal nothing is shown and nothing reported', async () => {
    const [decision, later] = [decide(SAMPLES.message), decide(SAMPLES.banner)];
    await open(stage, [decision, later], { head: HEAD });
    await stage.guest.call('consent', { analytics: false });
    await stage.guest.page.getByRole('button', press).click();
    await stage.guest.pass(31_000);
    await stage.guest.page.evaluate('0');
    expect(stage.site.exposures.map(({ shown }) => shown)).toEqual([true]);
  });
});
