/**
 * WordPress's Consent API is who knows what a visitor allows, where a consent tool speaks through it: its categories in our
 * purposes. Where none does, the site's own policy rules, and nothing is said here.
 */
import type { Consent } from '../../../core/tracker/browser/wire.ts';

type Inkling = { (...call: readonly unknown[]): void; q?: unknown[] };

declare global {
  interface Window {
    inkling?: Inkling;
    /** Of the consent tool: `optin`, `optout`, or one of these with a region. */
    readonly wp_consent_type?: string;
    /** What the site says where the tool does not. */
    readonly wp_fallback_consent_type?: string;
    readonly wp_has_consent?: (category: string) => boolean;
    readonly consent_api?: { readonly cookie_prefix?: string };
    readonly consent_api_get_cookie?: (name: string) => string;
  }
}

let isSaidSoon = false;
let said = '';

/** Undefined: nobody was asked, and nobody needs to be. */
function readCategory(category: string, isOptOut: boolean): boolean | undefined {
  const name = `${self.consent_api?.cookie_prefix ?? 'wp_consent'}_${category}`;
  const isUnasked = isOptOut && self.consent_api_get_cookie?.(name) === '';
  return isUnasked ? undefined : self.wp_has_consent?.(category);
}

/** Whether a grant would have to be taken back: it is on the device, or was given on this page. */
function isGranted(): boolean {
  try {
    return said.includes('"analytics":true') || localStorage.inkling !== undefined;
  } catch {
    return false;
  }
}

/** Undefined: counting without a history goes on. */
function readAnalytics(isOptOut: boolean): boolean | undefined {
  const history = readCategory('statistics', isOptOut);
  if (history) return true;
  if (readCategory('statistics-anonymous', isOptOut) === false) return false;
  return history === false && isGranted() ? false : undefined;
}

function readConsent(type: string): Consent {
  const isOptOut = type.includes('optout');
  const analytics = readAnalytics(isOptOut);
  const marketing = readCategory('marketing', isOptOut);
  return {
    source: 'wp-consent-api',
    ...(analytics === undefined ? isOptOut && { required: false } : { analytics }),
    ...(marketing !== undefined && { personalization: marketing, contact: marketing, share: marketing }),
  };
}

function say(): void {
  isSaidSoon = false;
  const type = self.wp_consent_type || self.wp_fallback_consent_type;
  if (!type || !self.wp_has_consent) return;
  const consent = readConsent(type);
  const text = JSON.stringify(consent);
  if (text === said) return;
  said = text;
  if (!self.inkling) {
    const stub: Inkling = (...call) => stub.q?.push(call);
    stub.q = [];
    self.inkling = stub;
  }
  self.inkling('consent', consent);
}

/** A tool sets one category after the other: what is heard is the whole. */
function saySoon(): void {
  if (isSaidSoon) return;
  isSaidSoon = true;
  queueMicrotask(say);
}

for (const type of ['wp_consent_type_defined', 'wp_listen_for_consent_change', 'DOMContentLoaded'])
  document.addEventListener(type, saySoon);
addEventListener('load', saySoon);
say();
