/** Which page is in view: loads, routes of single-page apps, pages that come back from the back/forward cache. */
import type { TrackerSettings } from '../settings.ts';
import { readCampaign, readPath, readUrl } from './address.ts';
import { declareViews } from './declarations.ts';
import { EVENT, PRODUCT } from './elements.ts';
import { watchEngagement } from './engagement.ts';
import { createTimer, guard, listen } from './listen.ts';
import type { Outbox } from './outbox.ts';
import { page } from './platform.ts';
import type { Stamp } from './wire.ts';

/** Frameworks set the title and replace the content some time after the address: look when they are done. */
const SETTLE_MS = 200;

export function watchPage(settings: TrackerSettings, { push, stamp, flush }: Outbox): void {
  const [restart, report] = watchEngagement(push, flush);
  let path: string | undefined;
  /** When the address changed, until the page has settled. */
  let arrival: Stamp | undefined;
  let present = new Set<string>();
  let seen = present;

  const look = guard((isRestored?: boolean) => {
    const current = readPath(settings);
    if (current !== path || isRestored) {
      const r = path ? undefined : page.referrer.match(/^https?:\/\/[^/]+/)?.[0];
      restart(readUrl(settings));
      push('Page Viewed', { path: current, title: page.title, search: readCampaign() }, { ...arrival, r });
      path = current;
      // What still stands there from the view before is not viewed anew: some frameworks replace the content late.
      seen = isRestored ? new Set() : present;
    }
    arrival = undefined;
    present = declareViews(push, seen);
  });

  const settle = createTimer(look);

  const followRoute = guard(() => {
    if (!arrival && readPath(settings) !== path) {
      report('navigated');
      arrival = stamp();
    }
    settle(SETTLE_MS);
  });

  const leave = (reason: string): void => {
    if (arrival) look();
    report(reason);
    flush(true);
  };

  for (const method of ['pushState', 'replaceState'] as const) {
    const change = history[method];
    history[method] = function (...state) {
      change.apply(this, state);
      followRoute();
    };
  }
  listen('popstate hashchange', followRoute);
  listen<PageTransitionEvent>('pageshow', ({ persisted }) => persisted && look(true));
  listen('pagehide', () => leave('left'));
  listen('visibilitychange', () => page.hidden && leave('hidden'));
  new MutationObserver(() => settle(SETTLE_MS)).observe(page, {
    subtree: true,
    childList: true,
    attributeFilter: [EVENT, PRODUCT],
  });
  look();
}
