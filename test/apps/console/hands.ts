/** Somebody who has a keyboard and nothing else, and sees where the focus is. */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

export type Hands = {
  /** Presses Tab, or Shift and Tab, until the focus is at it. */
  reach(role: string, name: string | RegExp): Promise<void>;
  /** The same, then a key there. @example await hands.press('button', 'Save') */
  press(role: string, name: string | RegExp, key?: string): Promise<void>;
  /** Puts a text in the place of what stands in a field. */
  write(name: string, text: string): Promise<void>;
  /** Goes down a list from its top: letters that come slowly would choose something else. */
  choose(name: string, option: string): Promise<void>;
  /** Passes everything that can be reached from where the focus is to the end of the page. */
  passThrough(): Promise<void>;
  /** A key where the focus is. */
  key(key: string): Promise<void>;
  /** What somebody without a mouse stumbled over. */
  faults(): Promise<readonly string[]>;
};

type Way = { readonly presses: number; readonly isThere: boolean };

/** Steps may be more than those counted: frames and whatever scrolls take some of their own. */
const MOST_MORE = 40;
/** As long as a page may take to put the focus where it should be. */
const MOST_FRAMES = 60;
const WAIT_MS = 30_000;

/**
 * Lives in the page. It tells of every control that was passed whether it could be seen to have the focus: it looks otherwise
 * than without. What fades in is there at once, so that there is something to see when the next key comes.
 */
const EYES = `(() => {
  if (window.eyes) return;
  const still = new CSSStyleSheet();
  still.replaceSync('*, *::before, *::after { transition: none !important }');
  document.adoptedStyleSheets.push(still);
  const TYPES = { checkbox: 'checkbox', number: 'spinbutton', search: 'searchbox' };
  const ROLES = { A: 'link', BUTTON: 'button', SELECT: 'combobox', TEXTAREA: 'textbox', H1: 'heading' };
  const roleOf = (el) =>
    el.getAttribute('role') ??
    (el.tagName === 'INPUT' ? (TYPES[el.type] ?? 'textbox') : (ROLES[el.tagName] ?? el.tagName.toLowerCase()));
  const nameOf = (el) =>
    (el.getAttribute('aria-label') ?? el.labels?.[0]?.textContent ?? el.textContent ?? '').trim();
  const tell = (el) => location.pathname + ' ' + roleOf(el) + ' "' + nameOf(el).slice(0, 60) + '"';
  const MARKS = ['outlineStyle', 'outlineWidth', 'outlineColor', 'boxShadow', 'borderTopColor', 'borderTopWidth', 'backgroundColor'];
  // A field may leave it to its frame to show.
  const near = (el) => [...(el.parentElement?.children ?? [])].slice(0, 5);
  const markOf = (el) =>
    [el, ...near(el), el.parentElement, ...near(el.parentElement)]
      .flatMap((one) => [null, '::before', '::after'].map((part) => getComputedStyle(one, part)))
      .flatMap((style) => MARKS.map((mark) => style[mark]))
      .join();
  const isCovered = (el) => {
    const { left, right, top, bottom } = el.getBoundingClientRect();
    const [x, y] = [(left + right) / 2, (top + bottom) / 2];
    const around = el.parentElement.parentElement ?? el.parentElement;
    return [[x, y], [left + 2, top + 2], [right - 2, bottom - 2]].every(([px, py]) => {
      const hit = document.elementFromPoint(px, py);
      return hit === null || !(around.contains(hit) || hit.contains(el));
    });
  };
  const faults = new Set();
  let last = null;
  const judge = () => {
    const el = document.activeElement;
    if (last !== null && last.el !== el) {
      if (last.el.isConnected && markOf(last.el) === last.mark) faults.add('no focus to be seen: ' + tell(last.el));
      last = null;
    }
    // A heading that is read out on arrival is no control.
    if (last !== null || el === document.body || el.tabIndex < 0 || el.tagName === 'IFRAME') return;
    last = { el, mark: markOf(el) };
    if (isCovered(el)) faults.add('under something else: ' + tell(el));
  };
  addEventListener('keydown', judge, true);
  const STOPS = 'a[href], button, input, select, textarea, summary, iframe, [tabindex]';
  const dialog = () => document.querySelector('dialog[open]') ?? [...document.querySelectorAll('[role=dialog]')].at(-1);
  const stops = () => {
    return [...(dialog() ?? document).querySelectorAll(STOPS)].filter(
      (el) => el.tabIndex >= 0 && !el.disabled && !el.closest('[inert]') && el.checkVisibility({ visibilityProperty: true }),
    );
  };
  const isAfter = (here, el) => (here.compareDocumentPosition(el) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
  const is = (el, role, name) => roleOf(el) === role && new RegExp(name).test(nameOf(el));
  window.eyes = {
    faults,
    left: () => stops().filter((el) => isAfter(document.activeElement, el)).length,
    chosen: () => document.activeElement.selectedOptions[0]?.text ?? '',
    isLost: () => document.activeElement === null || document.activeElement === document.body,
    at: () => tell(document.activeElement ?? document.body),
    wayTo: (role, name) => {
      const here = document.activeElement;
      if (is(here, role, name)) return { presses: 0, isThere: true };
      const order = stops();
      const on = order.filter((el) => isAfter(here, el));
      const back = order.filter((el) => el !== here && !isAfter(here, el)).reverse();
      // Behind the last of a page comes the first; a dialog may begin with itself.
      const isRound = dialog() === undefined;
      const [forth, ago] = [[...on, ...(isRound ? back.toReversed() : [])], [...back, ...(isRound ? on.toReversed() : [])]]
        .map((way) => way.findIndex((el) => is(el, role, name)) + 1);
      if (forth === 0 && ago === 0) return null;
      return { presses: forth !== 0 && (ago === 0 || forth <= ago) ? forth : -ago, isThere: false };
    },
  };
})()`;

const patternOf = (name: string | RegExp): string =>
  typeof name === 'string' ? `^${name.replace(/[.*+?^$()[\]{}|\\]/g, '\\$&')}$` : name.source;

/** @example const hands = await takeHands(page); await hands.press('button', 'Save') */
export async function takeHands(page: Page): Promise<Hands> {
  await page.evaluate(EYES);
  const lost: string[] = [];
  let last: string | null = null;

  const look = (role: string, name: string | RegExp): Promise<Way | null> =>
    page.evaluate(`eyes.wayTo(${JSON.stringify(role)}, ${JSON.stringify(patternOf(name))})`);

  /** After whatever was done the focus is somewhere. */
  async function hold(): Promise<void> {
    if (last === null) return;
    for (let frame = 0; frame < MOST_FRAMES; frame += 1) {
      if (!(await page.evaluate('eyes.isLost()'))) return;
      await page.evaluate('new Promise((done) => requestAnimationFrame(done))');
    }
    lost.push(`focus lost after ${last}, at ${await page.evaluate('location.pathname')}`);
  }

  async function reach(role: string, name: string | RegExp): Promise<void> {
    const wanted = `${role} ${name}`;
    await hold();
    await expect
      .poll(() => look(role, name), { timeout: WAIT_MS, interval: 20, message: `no ${wanted} after ${last}` })
      .not.toBeNull();
    let way = await look(role, name);
    for (let more = 0; way?.isThere !== true; more += 1) {
      if (way === null || more > MOST_MORE) {
        const at = await page.evaluate('eyes.at()');
        throw new Error(`the keyboard does not reach ${wanted} after ${last}; it is at ${at}`);
      }
      const key = way.presses > 0 ? 'Tab' : 'Shift+Tab';
      for (let press = 0; press < Math.abs(way.presses); press += 1) await page.keyboard.press(key);
      way = await look(role, name);
    }
    last = wanted;
  }

  async function passThrough(): Promise<void> {
    await hold();
    for (let left = await page.evaluate<number>('eyes.left()'); left > 0; left -= 1)
      await page.keyboard.press('Tab');
    last = 'passing through';
  }

  async function key(pressed: string): Promise<void> {
    await page.keyboard.press(pressed);
    last = `${pressed} at ${last}`;
  }

  return {
    reach,
    passThrough,
    key,
    press: async (role, name, pressed = 'Enter') => {
      await reach(role, name);
      await key(pressed);
    },
    write: async (name, text) => {
      await reach('textbox', name);
      await page.keyboard.press('ControlOrMeta+a');
      await page.keyboard.type(text);
    },
    choose: async (name, option) => {
      await reach('combobox', name);
      await page.keyboard.press('Home');
      for (let more = 0; (await page.evaluate('eyes.chosen()')) !== option; more += 1) {
        if (more > MOST_MORE) throw new Error(`${name} has no ${option}`);
        await page.keyboard.press('ArrowDown');
      }
    },
    faults: async () => {
      await hold();
      return [...lost, ...(await page.evaluate<string[]>('[...eyes.faults]'))];
    },
  };
}
