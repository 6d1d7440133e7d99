/**
 * What stands in for Shopify's App Bridge where there is no Shopify: session tokens, permissions, toasts and the menu come from
 * the page around this frame, which is the fake shop's admin.
 */
const origin = new URL(document.currentScript.src).origin;
const tell = (message) => window.parent.postMessage(message, origin);

async function ask(path, init) {
  const answer = await fetch(`${origin}/_admin/${path}`, init);
  return answer.json();
}

window.shopify = {
  config: { apiKey: document.querySelector('meta[name="shopify-api-key"]').content },
  idToken: async () => (await ask('session-token')).token,
  toast: { show: (text) => tell({ kind: 'toast', text }) },
  scopes: {
    request: (scopes) => ask('scopes', { method: 'POST', body: JSON.stringify({ scopes }) }),
  },
};

/** The admin shows the app's menu in its own side bar. */
customElements.define(
  's-app-nav',
  class extends HTMLElement {
    connectedCallback() {
      this.hidden = true;
      // Its links come after it.
      queueMicrotask(() => {
        const links = [...this.querySelectorAll('a')].map(({ href, textContent }) => ({ href, textContent }));
        tell({ kind: 'menu', links });
      });
    }
  },
);
