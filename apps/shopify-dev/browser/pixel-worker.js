/** The sandbox that Shopify runs a strict pixel in: a worker with no page, and an API of messages. */
const listeners = new Map();
const consents = [];

function start({ settings, init }) {
  const api = {
    settings,
    init,
    analytics: {
      subscribe(name, listener) {
        listeners.set(name, [...(listeners.get(name) ?? []), listener]);
        return () => true;
      },
    },
    // Cookies and storage of the shop's pages: our pixel keeps nothing, so that there is nothing to pass on.
    browser: {},
    customerPrivacy: {
      subscribe(_name, listener) {
        consents.push(listener);
        return () => true;
      },
    },
  };
  self.shopify = { extend: (_target, run) => run(api) };
  importScripts('/_shopify/pixel.js');
}

self.addEventListener('message', ({ data }) => {
  if (data.kind === 'start') start(data);
  if (data.kind === 'consent') for (const tell of consents) tell({ customerPrivacy: data.customerPrivacy });
  if (data.kind === 'event') for (const hear of listeners.get(data.event.name) ?? []) hear(data.event);
});
