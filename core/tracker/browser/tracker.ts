/**
 * The tracker: one file, no cookie, no storage before consent, nothing thrown into the page.
 * core/tracker/build.ts puts the site's settings around it.
 */
import type { TrackerSettings } from '../settings.ts';
import { type Api, createApi } from './api.ts';
import { watchInteractions } from './interactions.ts';
import { guard, listen } from './listen.ts';
import { createOutbox } from './outbox.ts';
import { watchPage } from './page.ts';
import { page } from './platform.ts';
import { createVisitor } from './visitor.ts';

declare const settings: TrackerSettings;
declare global {
  interface Window {
    inkling?: Api;
  }
  interface Document {
    readonly prerendering?: boolean;
  }
}

guard(start)(settings);

function start(site: TrackerSettings): void {
  const early = window.inkling;
  // A page that loads the tracker twice is counted once.
  if (early?.on) return;
  const origin = site.u ?? new URL((page.currentScript as HTMLScriptElement).src).origin;
  const outbox = createOutbox(site, origin, () => visitor);
  const visitor = createVisitor(site, origin, outbox);
  const [api, open] = createApi({ ...visitor.methods, on: outbox.on }, outbox.push, early?.q);
  let hasBegun = false;

  const begin = (): void => {
    // A prerendered page is no visit until it is shown, and its content is read when it is complete.
    if (hasBegun || page.prerendering || page.readyState === 'loading') return;
    hasBegun = true;
    if (site.m) visitor.restore();
    watchPage(site, outbox);
    watchInteractions(outbox.push);
    open();
  };

  window.inkling = api;
  listen('prerenderingchange DOMContentLoaded', begin);
  begin();
}
