import { expect, it } from 'vitest';
import { describeInBrowser } from '../support.ts';
import { bring, decide, follow, open, SAMPLES, shown, told, untilTold } from './support.ts';

const slot = (style: string, name = 'top'): string =>
  `<div data-inkling-slot="${name}" style="${style}"></div>`;
const AFTER = '<p id="after">After</p>';
const BELOW = `<div style="height: 2000px">Far</div>${slot('')}${AFTER}`;
const WATCH = `<script>
  window.shifts = [];
  new PerformanceObserver((list) => { for (const { value } of list.getEntries()) shifts.push(value); })
    .observe({ type: 'layout-shift', buffered: true });</script>`;
const ARMS = [
  ['shown', SAMPLES.content, { shown: true }],
  ['withheld', null, { shown: false, withheld: true }],
] as const;

describeInBrowser('a slot', (stage) => {
  it.each(ARMS)(
    'what is %s there is seen when half of it has scrolled into view',
    async (_, treatment, seen) => {
      const decision = decide(treatment, { slot: 'top' });
      await open(stage, [decision], {
        body: `<div style="height: 2000px">Far</div>${slot('height: 300px')}`,
      });
      const look = async (pixels: number): Promise<void> => {
        await stage.guest.page.evaluate(
          `scrollTo(0, document.querySelector('[data-inkling-slot]').offsetTop - innerHeight + ${pixels})`,
        );
        await stage.guest.page.evaluate(
          `new Promise((done) => { const once = new IntersectionObserver(() => { once.disconnect(); done(0); }); once.observe(document.querySelector('[data-inkling-slot]')); })`,
        );
      };
      await look(140);
      expect(await told(stage, decision)).toEqual([]);
      await look(160);
      await stage.site.untilExposed(() => true);
      await look(0);
      await look(300);
      expect(await untilTold(stage, decision)).toEqual([seen]);
    },
  );

  it.each(ARMS)('what is %s there and never seen gives its place back', async (_, treatment) => {
    const decision = decide(treatment, { slot: 'top' });
    await open(stage, [decision], { body: BELOW });
    expect(await told(stage, decision)).toEqual([]);
    await stage.guest.page.goto('about:blank');
    await stage.site.untilExposed(() => true);
    expect(await told(stage, decision)).toEqual([{ shown: false, reason: 'unseen' }]);
  });

  it('that holds something for everybody shows it again when what took its place is gone, and nothing moves', async () => {
    const own = '<p id="own">For everybody</p>';
    const decision = decide({ ...SAMPLES.coupon, dismiss: 'Close' }, { slot: 'top' });
    const body = `${slot('height: 300px; padding: 10px').replace('></div>', `>${own}</div>`)}${AFTER}`;
    await open(stage, [decision], { body, head: WATCH });
    const { page } = stage.guest;
    await shown(stage).getByRole('button', { name: 'Close' }).waitFor();
    expect(await page.locator('#own').isVisible()).toBe(false);
    await shown(stage).getByRole('button', { name: 'Close' }).click();
    await page.locator('#own').waitFor();
    expect(await page.evaluate('shifts')).toEqual([]);
  });

  it.each(ARMS)('one in view that keeps no room takes nothing of what would be %s', async (_, treatment) => {
    const decision = decide(treatment, { slot: 'top' });
    await open(stage, [decision], { body: slot('') + AFTER, head: WATCH });
    await stage.guest.pass(31_000);
    await stage.site.untilExposed(() => true);
    expect(await told(stage, decision)).toEqual([{ shown: false, reason: 'no_room' }]);
    expect(await stage.guest.page.evaluate('shifts')).toEqual([]);
  });

  it('moves nothing: one that is too small in view is scrolled inside, one below the window grows', async () => {
    const small = decide(SAMPLES.trust, { slot: 'small' });
    const low = decide(SAMPLES.content, { slot: 'top' });
    await open(stage, [small, low], { body: slot('min-height: 80px', 'small') + AFTER + BELOW, head: WATCH });
    const heights = (await stage.guest.page.evaluate(
      `[...document.querySelectorAll('[data-inkling-slot]')].map((one) => one.offsetHeight)`,
    )) as number[];
    expect(heights[0]).toBe(80);
    expect(heights[1]).toBeGreaterThan(100);
    const inner = stage.guest.page.locator('[data-inkling-slot=small] .box');
    expect(await inner.getAttribute('tabindex')).toBe('0');
    expect(await stage.guest.page.evaluate('shifts')).toEqual([]);
  });

  it.each([
    ['is missing', ''],
    ['is hidden', slot('display: none')],
  ])('that %s is waited for', async (_, body) => {
    const decision = decide(SAMPLES.content, { slot: 'top' });
    await open(stage, [decision], { body: `<main>${body}</main>` });
    expect(await told(stage, decision)).toEqual([]);
    await stage.guest.page.evaluate(
      `document.querySelector('main').innerHTML = '${slot('min-height: 400px')}'`,
    );
    await stage.guest.pass(300);
    await stage.site.untilExposed(() => true);
    expect(await untilTold(stage, decision)).toEqual([{ shown: true }]);
    expect(await shown(stage).count()).toBe(1);
  });

  it('holds one at a time', async () => {
    const decisions = [decide(SAMPLES.content, { slot: 'top' }), decide(SAMPLES.trust, { slot: 'top' })];
    await open(stage, decisions);
    await stage.guest.pass(31_000);
    await stage.site.untilExposed(({ reason }) => reason === 'busy');
    expect(await shown(stage).count()).toBe(1);
  });

  it('takes no place from what stands over the page', async () => {
    await open(stage, [decide(SAMPLES.content, { slot: 'top' }), decide(SAMPLES.banner)]);
    expect(await shown(stage).count()).toBe(2);
  });

  it('that a framework makes anew is filled anew, and counted once', async () => {
    const decision = decide(SAMPLES.content, { slot: 'top' });
    await open(stage, [decision]);
    await stage.guest.page.evaluate(
      `{ const old = document.querySelector('[data-inkling-slot]'); const fresh = old.cloneNode(); old.replaceWith(fresh); }`,
    );
    await stage.guest.pass(300);
    expect(await shown(stage).count()).toBe(1);
    expect(await untilTold(stage, decision)).toEqual([{ shown: true }]);
  });

  it('of a single-page app is emptied with its view and filled with the next one’s', async () => {
    const [first, second] = [
      decide(SAMPLES.content, { slot: 'top' }),
      decide(SAMPLES.trust, { slot: 'top' }),
    ];
    await open(stage, [first]);
    await untilTold(stage, first);
    bring(stage, [second]);
    await stage.guest.page.evaluate(
      `history.pushState({}, '', '/next'); document.querySelector('h1').textContent = 'Next'`,
    );
    await follow(stage, [second]);
    expect(await shown(stage).allTextContents()).toEqual([expect.stringContaining('With us')]);
    expect(await told(stage, first)).toEqual([{ shown: true }]);
    expect(await untilTold(stage, second)).toEqual([{ shown: true }]);
  });

  it('can be closed where the merchant gave that a label, and is then empty for the visit', async () => {
    const [first, second] = ['spring', 'spring'].map((campaign) =>
      decide({ ...SAMPLES.bundle, dismiss: 'Not now' }, { campaign, slot: 'top' }),
    );
    if (!first || !second) return;
    await open(stage, [first]);
    await untilTold(stage, first);
    await stage.guest.page.getByRole('button', { name: 'Not now' }).click();
    await follow(stage, [second]);
    expect(await shown(stage).count()).toBe(0);
    expect(await told(stage, first)).toEqual([{ shown: true }, { action: 'dismissed' }]);
    expect(await untilTold(stage, second)).toEqual([{ shown: false, reason: 'dismissed' }]);
  });
});
