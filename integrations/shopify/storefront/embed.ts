/**
 * The app embed: puts the tracker into a shop's pages once Shopify's Customer Privacy API has answered, and passes on what that
 * says. Before the answer nothing is asked, kept or sent, and in the theme editor nothing at all.
 *
 * integrations/shopify/build.ts puts it and the tracker into one file, extensions/inkling-embed/assets/inkling.js.
 */
import type { Consent } from '../../../core/tracker/browser/wire.ts';
import type { TrackerSettings } from '../../../core/tracker/settings.ts';
import { cartId, describeCart, readCart } from './cart.ts';
import { type Choice, keepChoice, readConsent, readLost } from './consent.ts';
import type { Cart, CustomerPrivacy } from './shopify-page.ts';

/** The tracker, put here by the build: what it makes `window.inkling` with. */
declare const startTracker: (settings: TrackerSettings) => void;

declare global {
  interface Window {
    /** As core/tracker/browser/tracker.ts leaves it. */
    readonly inkling?: {
      (name: string, properties: Readonly<Record<string, string>>): void;
      readonly consent?: (said: Consent) => void;
    };
  }
}

const MARK = 'data-inkling-';
/** The tracker's entry in localStorage. */
const KEPT = 'inkling';
const shop = window.Shopify;
const root = document.getElementById('inkling-embed');

/** Whether the tracker is there. */
let phase: 'waiting' | 'starting' | 'started' = 'waiting';
/** Once it has answered. */
let privacy: CustomerPrivacy | undefined;
/** Chosen in a page of ours, and not known to Shopify yet. */
let ahead: Choice = {};
/** The last that was heard: it counts, whatever the page was doing meanwhile. */
let said: Consent | null = null;
let cart: Promise<Cart | null> | undefined;
/** Whether something of this page says which cart it is. */
let isJoined = false;

/** What fails is on our side: the page goes on. */
const quietly = (run: () => Promise<void>) => (): void => void run().catch(() => undefined);

const hear = quietly(async () => {
  if (!privacy) return;
  const known = readConsent(privacy);
  said = known || ahead.source ? { ...known, ...ahead } : null;
  if (phase === 'starting') return;
  // Who refused is not followed; but an entry of an earlier consent is taken back, here and on the server.
  if (phase === 'waiting') {
    if (said?.analytics === false && (ahead.analytics === false || !(KEPT in localStorage))) return;
    await start();
  }
  if (said) window.inkling?.consent?.(said);
  if (said?.analytics && !isJoined) await join();
});

async function start(): Promise<void> {
  phase = 'starting';
  if (said?.analytics) await markViews();
  phase = 'started';
  // The tracker's other files come from the server too, so that all are of one version.
  startTracker({ u: '/apps/inkling', d: 1, ...JSON.parse(root?.dataset.settings ?? '') });
}

function askCart(): Promise<Cart | null> {
  cart ??= readCart(root?.dataset.cart ?? '/cart');
  return cart;
}

/** What the page declares says of which cart it is, before the tracker reads it. */
async function markViews(): Promise<void> {
  const views = root?.querySelectorAll(`[${MARK}event]`) ?? [];
  const found = views.length ? await askCart() : null;
  if (!found) return;
  for (const view of views) {
    const isCart = view.getAttribute(`${MARK}event`) === 'Cart Viewed';
    const properties = { cart_id: cartId(found), ...(isCart && describeCart(found)) };
    for (const [name, value] of Object.entries(properties)) view.setAttribute(MARK + name, value);
  }
  isJoined = true;
}

/** A page that declares nothing, or whose visitor allowed analytics after its views had been told. */
async function join(): Promise<void> {
  isJoined = true;
  const found = await askCart();
  if (found && said?.analytics) window.inkling?.('Cart Recognized', { cart_id: cartId(found) });
}

/** What the tracker keeps on the device, of an earlier page. */
function readKept(): { readonly d?: string; readonly c?: Consent } {
  try {
    return JSON.parse(localStorage[KEPT]);
  } catch {
    return {};
  }
}

/** What the visitor chose in the privacy element. */
function choose(choice: Choice): void {
  if (privacy) {
    keepChoice(privacy, choice);
    return;
  }
  ahead = { ...ahead, ...choice };
  // The page may be left before Shopify has answered: what the tracker would keep, were it there.
  const { d, c } = readKept();
  const kept = { d: choice.analytics === false ? undefined : d, c: { ...c, ...choice } };
  localStorage[KEPT] = JSON.stringify(kept);
}

// The theme editor is no visit, and a shop whose settings have not arrived has nobody to tell.
if (root?.dataset.settings && !shop?.designMode) {
  document.addEventListener('inkling:choice', (event) => choose((event as CustomEvent<Choice>).detail));
  shop?.loadFeatures([{ name: 'consent-tracking-api', version: '0.1' }], (error) => {
    privacy = shop.customerPrivacy;
    // Who blocks the question may have refused before: silence.
    if (error || !privacy) return;
    document.addEventListener('visitorConsentCollected', () => {
      ahead = {};
      hear();
    });
    ahead = { ...readLost(readKept().c), ...ahead };
    keepChoice(privacy, ahead);
    hear();
  });
}
