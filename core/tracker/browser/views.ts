/** Which page is in view: loads, routes of single-page apps, pages that come back from the back/forward cache. */
import { readPath } from './address.ts';
import { declareViews } from './declarations.ts';
import { EVENT, PRODUCT, readAll, SLOTS } from './elements.ts';
import { report, restart } from './engagement.ts';
import { stamp } from './ids.ts';
import { createTimer, guard, listen } from './listen.ts';
import { flush, push } from './outbox.ts';
import { sender } from './sender.ts';
import { readFacts } from './session.ts';
import { page, readOrigin, site } from './site.ts';
import type { Stamp } from './wire.ts';

/** Whether the page itself decides: core/tracker/build.ts says so. */
declare const LOCAL: boolean;

let referrer: string | undefined = readOrigin(page.referrer);
let path: string | undefined;
/** When the address changed, until the page has settled. */
let arrival: Stamp | undefined;
/** What still stands there from the view before is not viewed anew: some frameworks replace the content late. */
let declared: Set<string> | undefined;
const lookLater = createTimer(look);

export function watchViews(): void {
  for (const method of ['pushState', 'replaceState'] as const) {
    const change = history[method];
    history[method] = (...state) => {
      change.apply(history, state);
      followRoute();
    };
  }
  listen('popstate', followRoute);
  listen('pageshow', ({ persisted }: PageTransitionEvent) => {
    if (!persisted) return;
    path = declared = undefined;
    look();
  });
  listen('pagehide', () => leave('left'));
  listen('visibilitychange', () => page.hidden && leave('hidden'));
  new MutationObserver(settle).observe(page, {
    subtree: true,
    childList: true,
    attributeFilter: [EVENT, PRODUCT],
  });
  look();
}

function look(): void {
  const current = readPath();
  if (current !== path) {
    restart();
    if (!LOCAL) sender.sl = site.d && readAll(SLOTS, ({ dataset }) => dataset.inklingSlot);
    push(
      'Page Viewed',
      { path: current, title: page.title, ...(LOCAL && readFacts(current)) },
      { ...arrival, r: referrer },
    );
    referrer = undefined;
    path = current;
  }
  arrival = undefined;
  declared = declareViews(declared, settle);
}

/** Frameworks set the title and replace the content some time after the address: look when they are done. */
const settle = (): void => lookLater(200);

const followRoute = guard(() => {
  if (!arrival && readPath() !== path) {
    report('navigated');
    arrival = stamp();
  }
  settle();
});

function leave(reason: string): void {
  if (arrival) look();
  report(reason);
  flush(true);
}
