/**
 * The app embed: puts the tracker into a shop's pages once Shopify's Customer Privacy API has answered, and passes on what that
 * says. Before the answer nothing is asked, kept or sent, and in the theme editor nothing at all.
 *
 * integrations/shopify/build.ts puts it and the tracker into one file, extensions/inkling-embed/assets/inkling.js.
 */
import type { Consent } from '../../../core/tracker/browser/wire.ts';
import type { TrackerSettings } from '../../../core/tracker/settings.ts';
import { cartId, describeCart, readCart } from './cart.ts';
import {
  addChoice,
  type Choice,
  choiceOf,
  readConsent,
  stillUnheard,
  tell,
  type Unheard,
} from './consent.ts';
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
/** Refusals that Shopify is not known to have: they outlive the page, and nothing else of ours does without a consent. */
const REFUSED = 'inkling-refused';
const shop = window.Shopify;
const root = document.getElementById('inkling-embed');

/** Whether the tracker is there. */
let phase: 'waiting' | 'starting' | 'started' = 'waiting';
/** Shopify's, once it has answered. */
let privacy: CustomerPrivacy | undefined;
let unheard: Unheard = {};
/** The last that was heard: it counts, whatever the page was doing meanwhile. */
let said: Consent | null = null;
let cart: Promise<Cart | null> | undefined;
/** Whether something of this page says which cart it is. */
let isJoined = false;

/** What fails is on our side: the page goes on. */
const quietly = (run: () => Promise<void>) => (): void => void run().catch(() => undefined);

/** What is allowed now goes to the tracker, which begins with it. */
const pass = quietly(async () => {
  if (!privacy) return;
  const [known, own] = [readConsent(privacy), choiceOf(unheard)];
  said = known || Object.keys(own).length ? { ...known, ...own } : null;
  if (phase === 'starting') return;
  if (phase === 'waiting') {
    // Who refused is not followed; but what an earlier consent led to is taken back, here and on the server.
    if (said?.analytics === false && !JSON.parse(localStorage.inkling ?? '{}')?.d) {
      delete localStorage.inkling;
      return;
    }
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

const keepRefusals = quietly(async () => {
  const refused = Object.entries(unheard).filter(([, [chosen]]) => !chosen);
  if (refused.length) localStorage[REFUSED] = JSON.stringify(Object.fromEntries(refused));
  else delete localStorage[REFUSED];
});

function hearShopify(): void {
  if (privacy) unheard = stillUnheard(unheard, privacy);
  keepRefusals();
  pass();
}

// The theme editor is no visit, and a shop whose settings have not arrived has nobody to tell.
if (root?.dataset.settings && !shop?.designMode) {
  try {
    unheard = { ...JSON.parse(localStorage[REFUSED]) };
  } catch {
    // Nobody refused anything, or nothing can be kept here.
  }
  document.addEventListener('inkling:choice', (event) => {
    unheard = addChoice(unheard, (event as CustomEvent<Choice>).detail, privacy);
    keepRefusals();
    if (privacy) tell(unheard, privacy);
    pass();
  });
  shop?.loadFeatures([{ name: 'consent-tracking-api', version: '0.1' }], (error) => {
    // Who blocks the question may have refused before: silence.
    if (error || !shop.customerPrivacy) return;
    privacy = shop.customerPrivacy;
    document.addEventListener('visitorConsentCollected', hearShopify);
    unheard = stillUnheard(unheard, privacy);
    tell(unheard, privacy);
    hearShopify();
  });
}
