/** What a page says to whoever looks at it or hears it, as far as it is not in the letters of the pseudo-locale. */
import type { Page } from 'playwright-core';

/** Letters that the pseudo-locale has others for: where one stands, something was not translated, or is data. */
const UNTRANSLATED = /[aceinosuyACEINOSUY]/;

/**
 * Every text, name, hint and choice of the page, folded parts too. What is code or somebody else's language is no text
 * of ours, and what somebody typed is theirs.
 */
const LIST_SPOKEN = `(() => {
  for (const part of document.querySelectorAll('details')) part.open = true;
  const isOurs = (element) => element.closest('script, style, code, pre, textarea, noscript, body [lang=en]') === null;
  const said = [document.title];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node !== null; node = walk.nextNode()) {
    const element = node.parentElement;
    const isSeen = element.closest('option') !== null || element.checkVisibility({ visibilityProperty: true });
    if (isSeen && isOurs(element)) said.push(node.data);
  }
  for (const name of ['aria-label', 'aria-description', 'title', 'placeholder', 'alt', 'label'])
    for (const element of document.querySelectorAll('[' + name + ']'))
      if (isOurs(element)) said.push(element.getAttribute(name));
  return said.map((text) => text.trim()).filter((text) => text !== '');
})()`;

/** Boxes that hide a part of a text that they hold; what can be scrolled hides nothing. */
const LIST_CUT = `(() => {
  // What is for ears alone lies in a box of a pixel.
  const isTiny = (element) => {
    const { width, height } = element.getBoundingClientRect();
    return element !== document.body && ((width <= 1 && height <= 1) || isTiny(element.parentElement));
  };
  const hides = (overflow) => overflow === 'hidden' || overflow === 'clip';
  const isCut = (element) => {
    // All of it stands on the page of its own.
    if (element.className === 'inkling-brief') return false;
    const { overflowX, overflowY } = getComputedStyle(element);
    return (hides(overflowX) && element.scrollWidth > element.clientWidth + 1) ||
      (hides(overflowY) && element.scrollHeight > element.clientHeight + 1);
  };
  return [...document.querySelectorAll('body *')]
    .filter((element) => element.closest('svg') === null && element.textContent.trim() !== '')
    .filter((element) => element.checkVisibility({ visibilityProperty: true }) && isCut(element) && !isTiny(element))
    .map((element) => element.tagName + '.' + element.className + ': ' + element.textContent.slice(0, 60));
})()`;

/**
 * @param data What is as it is in every language: taken out of a text before anything is looked for in it.
 * @example await listUntranslated(page, [/Lookers/]) // [] where all is said in the language of the page
 */
export async function listUntranslated(page: Page, data: readonly RegExp[]): Promise<readonly string[]> {
  const said = await page.evaluate<readonly string[]>(LIST_SPOKEN);
  const left = said.filter((text) =>
    UNTRANSLATED.test(data.reduce((rest, known) => rest.replaceAll(known, ''), text)),
  );
  return [...new Set(left)];
}

/** Whatever reaches beyond the window and is in no box that can be scrolled: the innermost ones. */
const LIST_WIDE = `[...document.querySelectorAll('body *')]
  .filter((element) => element.getBoundingClientRect().right > innerWidth + 1 && element.children.length === 0)
  .filter((element) => {
    for (let box = element.parentElement; box !== null; box = box.parentElement)
      if (box !== document.body && /auto|scroll|hidden|clip/.test(getComputedStyle(box).overflowX)) return false;
    return true;
  })
  .map((element) => element.tagName + '.' + element.className + ' in ' + element.parentElement.className + ': ' + element.textContent.slice(0, 60))`;

/** What the window, or a box, is too small for. */
export async function listCut(page: Page): Promise<readonly string[]> {
  const wider = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
  const cut = await page.evaluate<readonly string[]>(LIST_CUT);
  const wide = wider > 0 ? await page.evaluate<readonly string[]>(LIST_WIDE) : [];
  return [...(wider > 0 ? [`${wider} px wider than the window`] : []), ...wide, ...cut];
}
