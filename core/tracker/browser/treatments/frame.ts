/** A house of its own in a page that may do as it likes with its styles: a shadow root, whose host starts from nothing. */
import { make } from './element.ts';

/** Of treatments/base.css, put here by the build. */
declare const STYLES: string;
let styles = STYLES;

/** Of a part that has arrived. */
export function addStyles(more: string): void {
  styles += more;
}

/** Whether a colour is dark, as browsers write it: rgb(), color() and oklch() and the like; none where it is see-through. */
function readDark(colour: string): boolean | undefined {
  const [first = 0, second = 0, third = 0, alpha = 1] = colour.match(/[\d.]+/g)?.map(Number) ?? [];
  if (alpha < 0.5) return undefined;
  if (/^(ok)?l/.test(colour)) return first < (colour[0] === 'l' ? 50 : 0.5);
  return 3 * first + 6 * second + third < (colour[0] === 'r' ? 1275 : 5);
}

/** Whether the page is dark where it stands: by the background that is there, whatever the system prefers. */
function isDark(place: Element | null): boolean {
  const style = getComputedStyle(place ?? document.documentElement);
  if (place) return readDark(style.backgroundColor) ?? isDark(place.parentElement);
  const scheme = style.colorScheme;
  return /dark/.test(scheme) && (!/light/.test(scheme) || matchMedia('(prefers-color-scheme:dark)').matches);
}

/**
 * @param place What it will stand in, or over: says light or dark, and the direction of writing.
 * @param role `over` the page, or `slot`.
 */
export function openFrame(place: Element, role: string, content: HTMLElement): HTMLElement {
  const host = make('div', { 'data-inkling': role + (isDark(place) ? ' dark' : '') });
  const shadow = host.attachShadow({ mode: 'open' });
  const style = getComputedStyle(place);
  content.dir = style.direction;
  if (/^\s*page/.test(style.getPropertyValue('--inkling-font')))
    host.style.setProperty('--inkling-font', style.fontFamily);
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(styles);
    shadow.adoptedStyleSheets = [sheet];
  } catch {
    // Browsers before 2023; where the page's policy forbids it, they show it plain.
    shadow.append(make('style', {}, styles));
  }
  shadow.append(content);
  return host;
}
