/** Where the embedded admin starts: the document that `integrations/shopify/admin-page/page.ts` writes loads it. */
import { createRoot } from 'react-dom/client';
import { createBridge } from '../../shopify/bridge.ts';
import { createClient } from '../../shopify/client.ts';
import { App } from '../../shopify/pages/app.tsx';
import { wordsOf } from '../../shopify/words/words.ts';
import { SkinProvider } from '../../ui/ui.ts';
import { loadPolarisSkin } from './polaris.tsx';

const root = document.getElementById('inkling');
if (root === null)
  throw new Error('[inkling] [console] the document has no #inkling: it is written by renderAdminPage.');

const { base = '', locale = 'en' } = root.dataset;
let showNote: (text: string) => void = () => undefined;
const bridge = createBridge({
  shopify: (globalThis as Partial<typeof globalThis>).shopify,
  search: location.search,
  onToast: (text) => showNote(text),
});
const client = createClient(base, bridge, (input, init) => fetch(input, init));
const onNote = (show: (text: string) => void): void => {
  showNote = show;
};

const skin = await loadPolarisSkin(locale);
createRoot(root).render(
  <SkinProvider value={skin}>
    <App
      base={base}
      locale={locale}
      words={wordsOf(locale)}
      bridge={bridge}
      client={client}
      onNote={onNote}
    />
  </SkinProvider>,
);
