/**
 * What Shopify puts into each page of a shop: the Customer Privacy API with its banner, and the host of web pixels. What a visitor
 * chose lies in a cookie that no script reads, so that whatever else a page keeps is somebody's else.
 */
const visit = JSON.parse(document.getElementById('shopify-visit').textContent);
const banner = document.getElementById('shopify-pc__banner');

let chosen = visit.chosen;
const allows = (purpose) => chosen[purpose] === 'yes' || (chosen[purpose] === '' && visit.isOpenRegion);
const purposes = () => ({
  analyticsProcessingAllowed: allows('analytics'),
  marketingAllowed: allows('marketing'),
  preferencesProcessingAllowed: allows('preferences'),
  saleOfDataAllowed: allows('sale_of_data'),
});

async function setTrackingConsent(given, done) {
  const answer = await fetch('/_shopify/consent', { method: 'POST', body: JSON.stringify(given) });
  chosen = await answer.json();
  banner?.setAttribute('hidden', '');
  document.dispatchEvent(new CustomEvent('visitorConsentCollected', { detail: purposes() }));
  done?.();
}

const customerPrivacy = {
  currentVisitorConsent: () => chosen,
  analyticsProcessingAllowed: () => purposes().analyticsProcessingAllowed,
  marketingAllowed: () => purposes().marketingAllowed,
  preferencesProcessingAllowed: () => purposes().preferencesProcessingAllowed,
  saleOfDataAllowed: () => purposes().saleOfDataAllowed,
  shouldShowBanner: () => !visit.isOpenRegion && chosen.analytics === '',
  setTrackingConsent,
};

/** Until a worker may run, events wait: the pixel hears of this page from its beginning, once it is allowed. */
const waiting = [];
let worker = null;

function publish(event) {
  const dated = { ...event, id: `sh-${crypto.randomUUID()}`, timestamp: new Date().toISOString() };
  if (worker) worker.postMessage({ kind: 'event', event: dated });
  else waiting.push(dated);
}

function startPixel() {
  if (worker || !visit.pixel || !purposes().analyticsProcessingAllowed) return;
  worker = new Worker('/_shopify/pixel-worker.js');
  const init = { ...visit.init, customerPrivacy: purposes() };
  worker.postMessage({ kind: 'start', settings: visit.pixel, init });
  for (const event of waiting.splice(0)) worker.postMessage({ kind: 'event', event });
}

window.Shopify = {
  shop: visit.shop,
  loadFeatures(_features, done) {
    window.Shopify.customerPrivacy = customerPrivacy;
    done();
  },
};

document.addEventListener('visitorConsentCollected', () => {
  worker?.postMessage({ kind: 'consent', customerPrivacy: purposes() });
  startPixel();
});
const YES = { analytics: true, marketing: true, preferences: true, sale_of_data: true };
const NO = { analytics: false, marketing: false, preferences: false, sale_of_data: false };
banner?.querySelector('[value="accept"]').addEventListener('click', () => setTrackingConsent(YES));
banner?.querySelector('[value="decline"]').addEventListener('click', () => setTrackingConsent(NO));

for (const event of visit.events) publish(event);
startPixel();

/** The theme puts into the cart without leaving the page. */
for (const form of document.querySelectorAll('form[action="/cart/add"]'))
  form.addEventListener('submit', async (submitted) => {
    submitted.preventDefault();
    const { id, quantity } = Object.fromEntries(new FormData(form));
    const answer = await fetch('/cart/add.js', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ items: [{ id: Number(id), quantity: Number(quantity) }] }),
    });
    if (!answer.ok) return;
    if (visit.onAdd) publish(visit.onAdd);
    form.querySelector('output').textContent = 'In your cart';
  });
