/** How a visitor attends to one page view: seconds in sight and in use, depth of scrolling, the move to leave. */
import { listen } from './listen.ts';
import { page } from './platform.ts';
import type { Push } from './wire.ts';

/** Without a sign of life for so long, nobody is reading. */
const IDLE_MS = 30_000;
/** Half a screen upward within so long is a move to the address bar. */
const DASH_MS = 500;

/**
 * @returns `restart`, which opens the account of a page view, and `report`, which reports what has gathered since the
 * last report: seconds add up over a page view, depth is the most so far.
 */
export function watchEngagement(
  push: Push,
  flush: () => void,
): [restart: (url: string) => void, report: (reason: string) => void] {
  let viewed: string;
  let isReported = true;
  let hasExitIntent = false;
  let activeMs = 0;
  let countedAt = 0;
  let isActive = false;
  let isTouch = false;
  /** The lowest edge that was in sight, pixels from the top. */
  let reached = 0;
  let lowest = 0;
  let lowestAt = 0;

  const count = (): number => {
    const now = performance.now();
    if (isActive) activeMs += Math.min(now - countedAt, IDLE_MS);
    isActive = !page.hidden && page.hasFocus();
    countedAt = now;
    return now;
  };

  const detectExit = (): void => {
    if (!hasExitIntent) push('Exit Intent Detected');
    hasExitIntent = true;
    flush();
  };

  listen('mousemove keydown focus blur touchmove', ({ type }) => {
    // A tap brings a mousemove of its own, so what scrolls after it was not swiped.
    isTouch = type === 'touchmove';
    count();
  });
  listen<MouseEvent>('mouseout', ({ relatedTarget, clientY }) => {
    if (!relatedTarget && clientY <= 0) detectExit();
  });
  listen('scroll', () => {
    const now = count();
    reached = Math.max(reached, scrollY + innerHeight);
    if (scrollY > lowest || now - lowestAt > DASH_MS) {
      lowest = scrollY;
      lowestAt = now;
    }
    if (lowest - scrollY > innerHeight / 2 && isTouch) detectExit();
  });

  return [
    (url) => {
      count();
      viewed = url;
      isReported = hasExitIntent = false;
      activeMs = 0;
      reached = innerHeight;
    },
    (reason) => {
      count();
      const seconds = Math.floor(activeMs / 1000);
      if (isReported && !seconds) return;
      activeMs -= seconds * 1000;
      isReported = true;
      const depth = Math.min(100, Math.round((100 * reached) / page.documentElement.scrollHeight));
      push('Page Engaged', { seconds_active: seconds, scroll_depth: depth, reason }, { u: viewed });
    },
  ];
}
