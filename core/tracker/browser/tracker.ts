/**
 * The tracker: one file, no cookie, no storage before consent, nothing thrown into the page.
 *
 * A page has one tracker, and its bundle is its closure: the modules keep their state in their own scope, start nothing
 * by being imported, and this file starts them in order. core/tracker/build.ts puts the site's settings around it.
 */
import type { LocalSettings } from '../settings.ts';
import { consent, identify, reset } from './consent.ts';
import { watchEngagement } from './engagement.ts';
import { watchInteractions } from './interactions.ts';
import { guard, listen } from './listen.ts';
import { flush, listeners, push } from './outbox.ts';
import { load } from './part.ts';
import { readReach, sender } from './sender.ts';
import { decideHere, heard } from './session.ts';
import { page, site } from './site.ts';
import { watchViews } from './views.ts';
import type { Properties } from './wire.ts';

type Inkling = {
  (name: string, ...rest: unknown[]): void;
  q?: Iterable<[string]>;
  [method: string]: unknown;
};

/** Whether the page itself decides: core/tracker/build.ts says so. */
declare const LOCAL: boolean;

declare global {
  interface Window {
    inkling?: Inkling;
  }
}

// `never` takes methods of any signature: what a page passes is checked by the collector, not here.
const methods: Record<string, (...rest: never) => void> = {
  consent,
  identify,
  reset,
  on: (_: 'decision', listener: (decision: unknown) => void) => listeners.push(guard(listener)),
};
const stub = self.inkling;

const inkling = guard((name: string, ...rest: never) => {
  const call = methods[name] ?? ((properties?: Properties) => push(name, properties));
  call(...rest);
}) as Inkling;

/** A prerendered page is no visit until it is shown. */
function begin(): void {
  if (page.prerendering) return;
  if (site.m) consent(undefined, { remember: true });
  watchEngagement();
  watchInteractions();
  watchViews();
  if (LOCAL && site.preview) decideHere();
}

// A page that loads the tracker twice is counted once.
if (!stub?.on) {
  for (const name in methods) inkling[name] = inkling.bind(0, name);
  self.inkling = inkling;
  if (LOCAL)
    heard.push([site as LocalSettings, { listeners, sender, push, flush, readReach, load, guard, listen }]);
  listen('prerenderingchange', begin);
  begin();
  // Calls that came before the script, gathered by the one-line stub.
  for (const call of stub?.q ?? []) inkling(...call);
}
