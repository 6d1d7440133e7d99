/**
 * The tracker: one file, no cookie, no storage before consent, nothing thrown into the page.
 *
 * A page has one tracker, and its bundle is its closure: the modules keep their state in their own scope, start nothing
 * by being imported, and this file starts them in order. core/tracker/build.ts puts the site's settings around it.
 */
import { consent, identify, reset } from './consent.ts';
import { watchEngagement } from './engagement.ts';
import { watchInteractions } from './interactions.ts';
import { guard, listen } from './listen.ts';
import { on, push } from './outbox.ts';
import { page, site } from './site.ts';
import { watchViews } from './views.ts';
import type { Properties } from './wire.ts';

/** A method or event name, and what goes with it. */
type Call = Iterable<unknown>;
type Inkling = { (...call: unknown[]): void; q?: Iterable<Call>; [method: string]: unknown };

declare global {
  interface Document {
    readonly prerendering?: boolean;
  }
  interface Window {
    inkling?: Inkling;
  }
}

// `never` takes methods of any signature: what a page passes is checked by the collector, not here.
const methods: Record<string, (...rest: never[]) => void> = { consent, identify, reset, on };
/** Calls that came before the page was ready; the one-line stub gathers them before the script is there. */
const early: Call[] = [...(window.inkling?.q ?? [])];
let hasBegun: boolean | undefined;

const run = guard((call: Call) => {
  const [name, ...rest] = call as [string, ...never[]];
  const method = methods[name] ?? ((properties?: Properties) => push(name, properties));
  method(...rest);
});

const inkling = ((...call) => {
  if (hasBegun) run(call);
  else early.push(call);
}) as Inkling;

const begin = guard(() => {
  // A prerendered page is no visit until it is shown, and its content is read when it is complete.
  if (hasBegun || page.prerendering || page.readyState === 'loading') return;
  hasBegun = true;
  if (site.m) consent(undefined, { remember: true });
  watchEngagement();
  watchInteractions();
  watchViews();
  early.forEach(run);
});

// A page that loads the tracker twice is counted once.
if (!window.inkling?.on) {
  for (const name of Object.keys(methods)) inkling[name] = (...rest: unknown[]) => inkling(name, ...rest);
  window.inkling = inkling;
  listen('prerenderingchange DOMContentLoaded', begin);
  begin();
}
