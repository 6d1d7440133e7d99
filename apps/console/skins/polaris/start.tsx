/** Where the embedded admin starts: the document that `integrations/shopify/admin-page/page.ts` writes loads it. */
import { createRoot } from 'react-dom/client';
import { sayIn } from '../../api/answer.ts';
import { createApi } from '../../api/api.ts';
import { App } from '../../shopify/app.tsx';
import { createBridge } from '../../shopify/bridge.ts';
import { createClient } from '../../shopify/client.ts';
import { createSigned } from '../../shopify/signed.ts';
import { keepFocus } from '../../ui/keep-focus.ts';
import { SkinProvider } from '../../ui/ui.ts';
import { loadPolarisSkin } from './polaris.tsx';

const root = document.getElementById('inkling');
if (root === null)
  throw new Error('[inkling] [console] the document has no #inkling: it is written by renderAdminPage.');

const { base = '', locale = 'en' } = root.dataset;
const bridge = createBridge({
  shopify: (globalThis as Partial<typeof globalThis>).shopify,
  search: location.search,
});
const send = createSigned(bridge, (...asked) => fetch(...asked));
const say = sayIn(locale);
const client = createClient(`${base}/api`, send, say);
// What has run out is asked for once more by `send`; the page says the rest.
const api = createApi({
  base: `${base}/api`,
  headers: async () => ({}),
  send,
  say,
  onSignedOut: () => undefined,
});

keepFocus(document);
const skin = await loadPolarisSkin(locale);
createRoot(root).render(
  <SkinProvider value={skin}>
    <App base={base} locale={locale} bridge={bridge} client={client} api={api} />
  </SkinProvider>,
);
