import { expect, it } from 'vitest';
import { describeInBrowser, distinct, type Item, type Stage, writePage } from './support.ts';

const LONG = writePage('<h1>Shop</h1><div style="height:3200px"></div>');

const turn = (isHidden: boolean): string => `
  Object.defineProperty(document, 'hidden', { value: ${isHidden}, configurable: true });
  document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  window.dispatchEvent(new Event('focus'));`;

/** Opens a long page, stops its clock and closes the account so far: what follows is exact. */
async function start(stage: Stage): Promise<void> {
  stage.site.pages.set('/', { body: LONG });
  await stage.guest.open('/');
  await stage.guest.page.clock.pauseAt(Date.now() + 60_000);
  await stage.guest.page.evaluate(turn(true) + turn(false));
}

async function report(stage: Stage): Promise<Item> {
  await stage.guest.page.evaluate(turn(true));
  const reports = () => stage.site.items('Page Engaged').length;
  const before = reports();
  // The one that `start` closed the account with may still be on its way: it is not the one that is asked for.
  await stage.site.until(() => reports() > 1 && (reports() > before || before > 1));
  return stage.site.items('Page Engaged').at(-1) as Item;
}

describeInBrowser('engagement', (stage) => {
  it('seconds count while the page is in sight and in use, and stop after half a minute without a sign of life', async () => {
    await start(stage);
    await stage.guest.pass(20_000);
    await stage.guest.page.mouse.move(10, 10);
    await stage.guest.pass(90_000);
    expect((await report(stage)).p).toMatchObject({ seconds_active: 50, reason: 'hidden' });
  });

  it('a hidden page is not in use', async () => {
    await start(stage);
    await stage.guest.page.evaluate(turn(true));
    await stage.guest.pass(20_000);
    await stage.guest.page.evaluate(turn(false));
    await stage.guest.pass(4_000);
    expect((await report(stage)).p.seconds_active).toBe(4);
  });

  it('a page without focus is not in use', async () => {
    await start(stage);
    await stage.guest.page.evaluate(
      `document.hasFocus = () => false; window.dispatchEvent(new Event('blur'))`,
    );
    await stage.guest.pass(20_000);
    await stage.guest.page.evaluate(`delete document.hasFocus; window.dispatchEvent(new Event('focus'))`);
    await stage.guest.pass(3_000);
    expect((await report(stage)).p.seconds_active).toBe(3);
  });

  it('depth is the most of the page that was in sight, in percent', async () => {
    await start(stage);
    await stage.guest.page.evaluate(`new Promise((done) => {
      addEventListener('scroll', done, { once: true });
      scrollTo(0, 800);
    })`);
    await stage.guest.page.evaluate(`new Promise((done) => {
      addEventListener('scroll', done, { once: true });
      scrollTo(0, 0);
    })`);
    await stage.guest.pass(2_000);
    const height = (await stage.guest.page.evaluate('document.documentElement.scrollHeight')) as number;
    expect((await report(stage)).p.scroll_depth).toBe(Math.round((100 * 1600) / height));
  });

  it('leaving for another page says how long and how deep, under the address that is left', async () => {
    await stage.guest.open('/pens?utm_source=mail');
    await stage.guest.page.goto(`${stage.site.origin}/inks`);
    await stage.guest.drain();
    expect(distinct(stage.site.items('Page Engaged'))).toMatchObject([
      { u: '/pens?utm_source=mail', p: { scroll_depth: 100, reason: 'left' } },
    ]);
  });

  it('a new route closes the account of the one before', async () => {
    await stage.guest.open('/pens');
    await stage.guest.page.evaluate(`history.pushState({}, '', '/inks')`);
    await stage.guest.drain();
    expect(stage.site.names()).toEqual(['Page Viewed', 'Page Engaged', 'Page Viewed']);
    expect(stage.site.items('Page Engaged')).toMatchObject([{ u: '/pens', p: { reason: 'navigated' } }]);
  });

  it('a route left before it settled is still seen', async () => {
    await stage.guest.open('/pens');
    await stage.guest.drain();
    await stage.guest.page.evaluate(`history.pushState({}, '', '/inks'); ${turn(true)}`);
    await stage.site.until(() => stage.site.items('Page Viewed').some(({ u }) => u === '/inks'));
    expect(stage.site.items('Page Engaged').map(({ u }) => u)).toEqual(['/pens', '/inks']);
  });
});

describeInBrowser('exit intent', (stage) => {
  const leaveThrough = (clientY: number, relatedTarget = 'null'): string =>
    `document.body.dispatchEvent(new MouseEvent('mouseout', { bubbles: true, clientY: ${clientY}, relatedTarget: ${relatedTarget} }))`;

  /** Scrolls in steps of one frame. */
  const scroll = (from: number, to: number, steps: number): string => `(async () => {
    for (let i = 0; i <= ${steps}; i++) {
      const moved = new Promise((done) => addEventListener('scroll', done, { once: true }));
      scrollTo(0, ${from} + ((${to} - ${from}) * i) / ${steps});
      if (i) await moved;
    }
  })()`;

  it('a pointer that leaves through the top is reported at once, and once a page view', async () => {
    await stage.guest.open('/');
    await stage.guest.drain();
    await stage.guest.page.clock.pauseAt(Date.now() + 60_000);
    await stage.guest.page.evaluate(leaveThrough(-1));
    await stage.site.until(() => stage.site.items('Exit Intent Detected').length > 0);
    await stage.guest.page.evaluate(leaveThrough(-1));
    await stage.guest.drain();
    expect(stage.site.items('Exit Intent Detected')).toHaveLength(1);
    await stage.guest.page.evaluate(`history.pushState({}, '', '/next')`);
    await stage.guest.pass(500);
    await stage.guest.page.evaluate(leaveThrough(0));
    await stage.guest.drain();
    expect(stage.site.items('Exit Intent Detected')).toHaveLength(2);
  });

  it.each([
    ['through the side', leaveThrough(300)],
    ['to another element', leaveThrough(0, 'document.body')],
  ])('a pointer that moves %s has no intent to leave', async (_, move) => {
    await stage.guest.open('/');
    await stage.guest.page.evaluate(move);
    await stage.guest.drain();
    expect(stage.site.names()).toEqual(['Page Viewed']);
  });

  it.each([
    ['a fast swipe upward is an intent to leave', `dispatchEvent(new Event('touchmove'))`, 0, 1],
    ['a slow one is not', `dispatchEvent(new Event('touchmove'))`, 600, 0],
    [
      'a jump to the top after a tap is not',
      `dispatchEvent(new Event('touchmove')); dispatchEvent(new Event('mousemove'))`,
      0,
      0,
    ],
  ])('%s', async (_, gesture, pauseMs, reported) => {
    stage.site.pages.set('/', { body: LONG });
    await stage.guest.open('/');
    await stage.guest.page.clock.pauseAt(Date.now() + 60_000);
    await stage.guest.page.evaluate(scroll(0, 1600, 1));
    await stage.guest.page.evaluate(gesture);
    for (const [from, to] of [
      [1600, 1300],
      [1300, 1000],
      [1000, 700],
      [700, 400],
    ] as const) {
      await stage.guest.page.evaluate(scroll(from, to, 1));
      await stage.guest.pass(pauseMs);
    }
    await stage.guest.drain();
    expect(stage.site.items('Exit Intent Detected')).toHaveLength(reported);
  });
});
