/** What the tracker knows of the site it serves, and short names for what it uses of the browser all the time. */
import type { LocalSettings, TrackerSettings } from '../settings.ts';

// The parameter of the function that core/tracker/build.ts wraps around the tracker.
declare const settings: TrackerSettings & Partial<LocalSettings>;

/** Whether the site answers by itself, and its pages decide: core/tracker/build.ts says so. */
declare const LOCAL: boolean;

declare global {
  interface Document {
    readonly prerendering?: boolean;
  }
  interface Window {
    /** Of a site that answers by itself. */
    readonly inklingSite?: LocalSettings;
  }
}

export const site = settings;
export const page = document;
export const { parse, stringify } = JSON;

/** @example readOrigin('https://shop.example/shoes?size=42') // 'https://shop.example' */
export const readOrigin = (url: string): string => url.split('/', 3).join('/');

/** Where posts go and the other files lie. The script's own address can only be read while it runs first. */
export const collector = LOCAL
  ? site.u
  : (site.u ?? readOrigin((page.currentScript as HTMLScriptElement).src));
