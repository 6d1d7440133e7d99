import { expect, it } from 'vitest';
import { describeInBrowser } from '../support.ts';
import {
  BODY,
  close,
  decide,
  expectFocus,
  follow,
  HEAD,
  KINDS,
  open,
  over,
  readStyle,
  SAMPLES,
  shown,
} from './support.ts';

/** What themes do, and worse. */
const HOSTILE = `<style>
  *, *::before, *::after { display: none !important; position: static !important; box-sizing: content-box !important;
    opacity: 0.1 !important; visibility: hidden !important; pointer-events: none !important; transform: rotate(9deg) !important; }
  html, body, main, h1, p { display: block !important; opacity: 1 !important; visibility: visible !important; transform: none !important; }
  html { font-size: 62.5%; line-height: 3; letter-spacing: 9px; text-transform: uppercase; }
  div, section, dialog, button, a { float: right; color: red !important; font: 40px fantasy !important; margin: 99px !important; }
  button { all: unset !important; appearance: none; } h2 { font-size: 3px } svg, img { width: 999px !important }
  #cover { display: block !important; position: fixed !important; inset: 0; z-index: 2147483647 !important;
    visibility: visible !important; pointer-events: auto !important; }
</style>`;
const WATCH = `<script>
  window.shifts = [];
  new PerformanceObserver((list) => { for (const { value, hadRecentInput } of list.getEntries()) shifts.push([value, hadRecentInput]); })
    .observe({ type: 'layout-shift', buffered: true });</script>`;

/** Of a page, what its system prefers, and what that makes of what is shown. */
const SHADES = [
  ['html { background: #fff }', 'dark', 'over'],
  ['body { background: rgb(20 20 20) } html { background: #fff }', 'light', 'over dark'],
  ['html { background: color(srgb 0.1 0.1 0.1) }', 'light', 'over dark'],
  ['html { background: oklch(0.95 0.02 90) }', 'dark', 'over'],
  ['html { background: oklch(0.2 0.02 90) }', 'light', 'over dark'],
  ['html { background: lab(95% 0 0) }', 'dark', 'over'],
  ['body { background: rgb(0 0 0 / 0.1) }', 'light', 'over'],
  ['html { color-scheme: light dark }', 'dark', 'over dark'],
  ['html { color-scheme: light dark }', 'light', 'over'],
  ['html { color-scheme: dark }', 'light', 'over dark'],
  ['', 'dark', 'over'],
] as const;

describeInBrowser('the keyboard', (stage) => {
  const key = (name: string): Promise<void> => stage.guest.page.keyboard.press(name);

  it('a dialog takes the focus to its title, keeps it, and gives it back', async () => {
    await open(stage, []);
    await stage.guest.page.focus('#before');
    await follow(stage, [decide(SAMPLES.message)]);
    const around = ['Before you go', 'See the cart', 'No, thanks', 'See the cart'];
    for (const [index, text] of around.entries()) {
      if (index) await key('Tab');
      await expectFocus(stage, text);
    }
    for (const text of ['No, thanks', 'See the cart', 'No, thanks']) {
      await key('Shift+Tab');
      await expectFocus(stage, text);
    }
    await key('Escape');
    expect(await shown(stage).count()).toBe(0);
    await expectFocus(stage, 'Before');
  });

  it('from its title the way back leads to its last stop', async () => {
    await open(stage, [decide(SAMPLES.message)]);
    await key('Shift+Tab');
    await expectFocus(stage, 'No, thanks');
  });

  it('a card leaves the focus alone, closes by Escape once one is in it, and gives it back', async () => {
    await open(stage, []);
    await stage.guest.page.focus('#before');
    await follow(stage, [decide(SAMPLES.survey)]);
    await expectFocus(stage, 'Before');
    await key('Escape');
    expect(await shown(stage).count()).toBe(1);
    await key('Tab');
    await expectFocus(stage, 'A gift');
    await key('Escape');
    expect(await shown(stage).count()).toBe(0);
    await expectFocus(stage, 'Before');
  });

  it('its Escape is not the page’s', async () => {
    await open(stage, [decide(SAMPLES.message)], {
      head: `<script>window.heard = []; document.addEventListener('keydown', ({ key }) => heard.push(key))</script>`,
    });
    await key('Escape');
    await key('Escape');
    expect(await stage.guest.page.evaluate('heard')).toEqual(['Escape']);
  });

  it('what gets the focus behind a bar scrolls clear of it, until it is closed', async () => {
    const padding = (): Promise<unknown> =>
      stage.guest.page.evaluate('document.documentElement.style.scrollPadding');
    await open(stage, [decide(SAMPLES.banner)]);
    const height = (await over(stage).boundingBox())?.height;
    expect(await padding()).toBe(`${(height ?? 0) + 16}px 0px`);
    await stage.guest.page.getByRole('button', { name: 'Close' }).click();
    expect(await padding()).toBe('');
  });
});

describeInBrowser('the page around', (stage) => {
  it('is moved by none of them', async () => {
    await open(stage, [], { head: HEAD + WATCH });
    const moved: Record<string, unknown> = {};
    for (const kind of KINDS) {
      await follow(stage, [decide(SAMPLES[kind])]);
      await stage.guest.page.evaluate('new Promise(requestAnimationFrame)');
      expect(await shown(stage).count()).toBe(1);
      await close(stage);
      await stage.guest.drain();
      moved[kind] = await stage.guest.page.evaluate('shifts.splice(0)');
    }
    expect(moved).toEqual(Object.fromEntries(KINDS.map((kind) => [kind, []])));
  });

  it.each(KINDS)('%s is whole on a page whose styles are hostile', async (kind) => {
    const frame = { width: 1000, height: 800 };
    await open(stage, [decide(SAMPLES[kind])], { head: HEAD });
    const calm = await over(stage).boundingBox();
    await stage.guest.page.evaluate(
      `document.querySelector('main').insertAdjacentHTML('beforeend', '<p id="cover">Ours first</p>')`,
    );
    await stage.guest.page.addStyleTag({ content: HOSTILE.replace(/<.?style>/g, '') });
    expect(await over(stage).boundingBox()).toEqual(calm);
    const button = over(stage).locator('button').last();
    const box = await button.boundingBox();
    if (!box) throw new Error('no button');
    expect(box.height).toBeGreaterThanOrEqual(44);
    expect(box.x + box.width).toBeLessThanOrEqual(frame.width);
    // A press arrives: nothing lies over it, and it takes it.
    await stage.guest.page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    if (kind !== 'tour' && kind !== 'bundle') expect(await over(stage).count()).toBe(0);
  });

  it('what stands in a slot is whole there, too', async () => {
    await open(stage, [decide(SAMPLES.content, { slot: 'top' })]);
    const calm = await shown(stage).boundingBox();
    await stage.guest.page.addStyleTag({
      content: `[data-inkling] { display: none !important; float: left !important; width: 9px !important;
        margin: 50px !important; transform: scale(2) !important; opacity: 0 !important }`,
    });
    expect(await shown(stage).boundingBox()).toEqual(calm);
    expect(
      await stage.guest.page.evaluate(`getComputedStyle(document.querySelector('[data-inkling]')).display`),
    ).toBe('block');
  });

  it('nothing of it lands in the history', async () => {
    await open(stage, []);
    const length = await stage.guest.page.evaluate('history.length');
    await follow(stage, [decide(SAMPLES.message)]);
    await stage.guest.page.keyboard.press('Escape');
    expect(await stage.guest.page.evaluate('history.length')).toBe(length);
  });

  it.each([
    ['reduce', 0],
    ['no-preference', 1],
  ] as const)('with motion %s there are %i animations', async (reducedMotion, count) => {
    await open(stage, []);
    await stage.guest.page.emulateMedia({ reducedMotion });
    await follow(stage, [decide(SAMPLES.message)]);
    const running = await stage.guest.page.evaluate(
      `getComputedStyle(document.querySelector('[data-inkling]').shadowRoot.querySelector('dialog')).animationName`,
    );
    expect(running).toBe(count ? 'appear' : 'none');
  });

  it('from right to left everything is mirrored', async () => {
    await open(stage, [decide(SAMPLES.survey)], {
      body: `<script>document.body.dir = 'rtl'</script>${BODY}`,
    });
    const box = await over(stage).boundingBox();
    expect(box?.x).toBe(16);
    expect(await readStyle(stage, 'direction')).toBe('rtl');
  });

  it('says whether it is dark, whatever the system prefers', async () => {
    await open(stage, [], { head: '<style id="theme"></style>' });
    const roles: unknown[] = [];
    for (const [css, colorScheme] of SHADES) {
      await stage.guest.page.emulateMedia({ colorScheme });
      await stage.guest.page.evaluate(
        `document.querySelector('#theme').textContent = ${JSON.stringify(css)}`,
      );
      await follow(stage, [decide(SAMPLES.banner)]);
      roles.push(await stage.guest.page.locator('[data-inkling]').getAttribute('data-inkling'));
      await close(stage);
    }
    expect(roles).toEqual(SHADES.map(([, , role]) => role));
  });

  it('takes the variables of the page, its font where it is asked to', async () => {
    await open(stage, [decide(SAMPLES.banner)], {
      head: '<style>:root { --inkling-background: #123456; --inkling-radius: 0; --inkling-font: page; } body { font-family: Georgia, serif }</style>',
    });
    expect(await readStyle(stage, 'backgroundColor')).toBe('rgb(18, 52, 86)');
    expect(await readStyle(stage, 'borderRadius')).toBe('0px');
    expect(await readStyle(stage, 'fontFamily')).toBe('Georgia, serif');
  });

  it('a small window gets the message as a sheet at its lower edge', async () => {
    await stage.guest.page.setViewportSize({ width: 390, height: 700 });
    await open(stage, [decide(SAMPLES.message)]);
    const box = await over(stage).boundingBox();
    expect([box?.x, box?.width, (box?.y ?? 0) + (box?.height ?? 0)]).toEqual([0, 390, 700]);
  });

  it('leaves 320 pixels to each of them', async () => {
    await stage.guest.page.setViewportSize({ width: 320, height: 600 });
    await open(stage, []);
    for (const kind of KINDS) {
      await follow(stage, [decide(SAMPLES[kind])]);
      const box = await over(stage).boundingBox();
      expect(box?.x, kind).toBeGreaterThanOrEqual(0);
      expect((box?.x ?? 0) + (box?.width ?? 0), kind).toBeLessThanOrEqual(320);
      expect(await stage.guest.page.evaluate('document.documentElement.scrollWidth'), kind).toBe(320);
      await close(stage);
    }
  });
});

describeInBrowser('under a policy', (stage) => {
  it('that allows this origin alone it is shown with its styles', async () => {
    await open(stage, [decide(SAMPLES.message)], { head: '', policy: "default-src 'self'" });
    const box = await over(stage).boundingBox();
    expect(box?.width).toBe(460);
    expect(stage.guest.errors).toEqual([]);
  });
});
