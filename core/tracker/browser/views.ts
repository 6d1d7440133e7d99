/** Which page is in view: loads, routes of single-page apps, pages that come back from the back/forward cache. */
import { readPath } from './address.ts';
import { declareViews } from './declarations.ts';
import { EVENT, PRODUCT } from './elements.ts';
import { report, restart } from './engagement.ts';
import { createTimer, guard, listen } from './listen.ts';
import { flush, push, stamp } from './outbox.ts';
import { page, readOrigin } from './site.ts';
import type { Stamp } from './wire.ts';

/** Frameworks set the title and replace the content some time after the address: look when they are done. */
const SETTLE_MS = 200;

let path = '';
/** When the address changed, until the page has settled. */
let arrival: Stamp | undefined;
let present = new Set<string>();
let seen = present;
const lookLater = createTimer(() => look());

export function watchViews(): void {
  for (const method of ['pushState', 'replaceState'] as const) {
    const change = history[method];
    history[method] = function (...state) {
      change.apply(this, state);
      followRoute();
    };
  }
  listen('popstate', followRoute);
  listen('pageshow', ({ persisted }: PageTransitionEvent) => persisted && look(true));
  listen('pagehide', () => leave('left'));
  listen('visibilitychange', () => page.hidden && leave('hidden'));
  new MutationObserver(settle).observe(page, {
    subtree: true,
    childList: true,
    attributeFilter: [EVENT, PRODUCT],
  });
  look();
}

const look = guard((isRestored?: boolean) => {
  const current = readPath();
  if (current !== path || isRestored) {
    const r = path ? undefined : readOrigin(page.referrer);
    restart();
    push('Page Viewed', { path: current, title: page.title }, { ...arrival, r });
    path = current;
    // What still stands there from the view before is not viewed anew: some frameworks replace the content late.
    seen = isRestored ? new Set() : present;
  }
  arrival = undefined;
  present = declareViews(seen, settle);
});

function settle(): void {
  lookLater(200);
}

function followRoute(): void {
  if (!arrival && readPath() !== path) {
    report('navigated');
    arrival = stamp();
  }
  settle();
}

function leave(reason: string): void {
  if (arrival) look();
  report(reason);
  flush(true);
}
