/** How a visitor attends to one page view: seconds in sight and in use, depth of scrolling, the move to leave. */
import { readUrl } from './address.ts';
import { listen } from './listen.ts';
import { flush, push } from './outbox.ts';
import { page } from './site.ts';

let viewed: string;
let isReported: boolean;
let hasExitIntent: boolean;
let activeMs: number;
let countedAt: number;
let isActive: boolean;
let isTouch: boolean;
/** The lowest edge that was in sight, pixels from the top. */
let reached: number;
/** Where a move upward began, and when. */
let lowest = 0;
let lowestAt: number;

export function watchEngagement(): void {
  listen('mousemove keydown focus blur touchmove', ({ type }) => {
    // A tap brings a mousemove of its own, so what scrolls after it was not swiped.
    isTouch = type === 'touchmove';
    count();
  });
  listen(
    'mouseout',
    ({ relatedTarget, clientY }: MouseEvent) => relatedTarget || clientY > 0 || detectExit(),
  );
  listen('scroll', () => {
    count();
    reached = Math.max(reached, scrollY + innerHeight);
    if (scrollY > lowest || countedAt - lowestAt > 500) {
      lowest = scrollY;
      lowestAt = countedAt;
    }
    if (isTouch && lowest - scrollY > innerHeight / 2) detectExit();
  });
}

/** Opens the account of a page view. */
export function restart(): void {
  count();
  viewed = readUrl();
  isReported = hasExitIntent = false;
  activeMs = 0;
  reached = innerHeight;
}

/** Reports what has gathered since the last report: seconds add up over a page view, depth is the most so far. */
export function report(reason: string): void {
  count();
  const seconds = (activeMs / 1000) | 0;
  if (isReported && !seconds) return;
  activeMs %= 1000;
  isReported = true;
  push(
    'Page Engaged',
    {
      seconds_active: seconds,
      scroll_depth: Math.min(100, ((100 * reached) / page.documentElement.scrollHeight + 0.5) | 0),
      reason,
    },
    { u: viewed },
  );
}

function count(): void {
  const now = performance.now();
  if (isActive) activeMs += Math.min(now - countedAt, 30_000);
  isActive = !page.hidden && page.hasFocus();
  countedAt = now;
}

function detectExit(): void {
  if (hasExitIntent) return;
  hasExitIntent = true;
  push('Exit Intent Detected');
  flush();
}
