/**
 * The tracker: one file, no cookie, no storage before consent, nothing thrown into the page.
 *
 * A page has one tracker, and its bundle is its closure: the modules keep their state in their own scope, start nothing
 * by being imported, and this file starts them in order. core/tracker/build.ts puts the site's settings around it.
 */
import { consent, identify, reset, restoreConsent } from './consent.ts';
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
  interface Window {
    inkling?: Inkling;
  }
}

// `never` takes methods of any signature: what a page passes is checked by the collector, not here.
const methods: Record<string, (...rest: never[]) => void> = { consent, identify, reset, on };
const run = guard(...)
