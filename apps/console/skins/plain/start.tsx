/** Where the stand-alone console starts: the document that `apps/server/console/document.ts` writes loads it. */
import { createRoot } from 'react-dom/client';
import { App } from '../../own/app.tsx';
import type { SiteInfo } from '../../pages/console.ts';
import { keepFocus } from '../../ui/keep-focus.ts';
import { SkinProvider } from '../../ui/ui.ts';
import { localeOf } from '../../words/words.ts';
import { PLAIN_SKIN } from './plain.tsx';

const HOME = '/console';
const SAMPLE = `${HOME}/sample`;
const isSample = `${location.pathname}/`.startsWith(`${SAMPLE}/`);

const root = document.getElementById('inkling');
const session = document.getElementById('session');
if (root === null || session === null)
  throw new Error(
    '[inkling] [console] the document lacks #inkling or #session: it is written by renderDocument.',
  );

// Our own document of the same release.
const known = JSON.parse(session.textContent ?? 'null') as SiteInfo | null;
const asked = new URLSearchParams(location.search).get('lang');
const locale = localeOf(asked === null ? navigator.languages : [asked]);
document.documentElement.lang = locale;
if (isSample) document.documentElement.dataset.files = 'sample-';

keepFocus(document);
createRoot(root).render(
  <SkinProvider value={PLAIN_SKIN}>
    <App home={HOME} base={isSample ? SAMPLE : HOME} locale={locale} known={known} />
  </SkinProvider>,
);
