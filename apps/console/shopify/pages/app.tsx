/** The console: its navigation, and the page that the address names. */
import { type ComponentType, lazy, Suspense, useCallback, useEffect, useMemo, useState } from 'react';
import type { AdminPage } from '../../../../integrations/shopify/admin-page/contract.ts';
import { Banner, Card, Frame, Inline, Link, Page, Skeleton, Text, Toast } from '../../ui/ui.ts';
import type { Bridge } from '../bridge.ts';
import type { Client } from '../client.ts';
import { AdminNavigation } from '../navigation.tsx';
import type { Words } from '../words/words.ts';
import { ConsoleProvider } from './console.ts';
import { hrefOf, PAGES, pageAt } from './places.ts';

/** Each comes in a file of its own when it is gone to. */
const CONTENTS: Readonly<Record<AdminPage, ComponentType>> = {
  setup: lazy(() => import('./setup.tsx')),
  segments: lazy(() => import('./segments.tsx')),
  today: lazy(() => import('./today.tsx')),
  privacy: lazy(() => import('./privacy.tsx')),
  settings: lazy(() => import('./settings.tsx')),
};

type AppProps = {
  readonly base: string;
  readonly locale: string;
  readonly words: Words;
  readonly bridge: Bridge;
  readonly client: Client;
  /** Where notes of the bridge's stand-in come from. */
  readonly onNote: (show: (text: string) => void) => void;
};

export function App({ base, locale, words, bridge, client, onNote }: AppProps) {
  const { page, follow } = useAddress(base);
  const [note, setNote] = useState<string | null>(null);
  const endNote = useCallback(() => setNote(null), []);
  useEffect(() => onNote(setNote), [onNote]);
  useEffect(() => {
    document.title = `${words.pages[page]} · Inkling`;
  }, [page, words]);
  const shared = useMemo(
    () => ({
      client,
      bridge,
      words,
      locale,
      hrefOf: (to: AdminPage) => hrefOf(base, location.search, to),
      notify: bridge.toast,
    }),
    [base, bridge, client, locale, words],
  );
  const links = PAGES.map((to) => ({ page: to, href: shared.hrefOf(to), label: words.pages[to] }));
  const Content = CONTENTS[page];
  return (
    <ConsoleProvider value={shared}>
      <Frame onFollow={follow}>
        {bridge.isReal ? (
          <AdminNavigation links={links} />
        ) : (
          <OwnNavigation links={links} page={page} words={words} />
        )}
        <main>
          <Suspense fallback={<Waiting page={page} words={words} />}>
            <Content />
          </Suspense>
        </main>
        {note !== null && <Toast text={note} onEnd={endNote} />}
      </Frame>
    </ConsoleProvider>
  );
}

function Waiting({ page, words }: { readonly page: AdminPage; readonly words: Words }) {
  return (
    <Page title={words.pages[page]}>
      <Card>
        <Skeleton lines={8} label={words.loading} />
      </Card>
    </Page>
  );
}

type OwnNavigationProps = {
  readonly links: readonly { readonly page: AdminPage; readonly href: string; readonly label: string }[];
  readonly page: AdminPage;
  readonly words: Words;
};

/** Where the admin's own menu is not there: and why it is not. */
function OwnNavigation({ links, page, words }: OwnNavigationProps) {
  return (
    <header className="inkling-navigation">
      <Banner tone="warning" title={words.faults.noBridge}>
        <Text>{words.faults.noBridgeText}</Text>
      </Banner>
      <nav aria-label={words.navigation}>
        <Inline>
          {links.map((link) => (
            <Link key={link.page} href={link.href} isCurrent={link.page === page}>
              {link.label}
            </Link>
          ))}
        </Inline>
      </nav>
    </header>
  );
}

/** The page of the address, in step with the browser's history and the admin's menu. */
function useAddress(base: string) {
  const [page, setPage] = useState(() => pageAt(location.pathname));
  const follow = useCallback(
    (href: string): boolean => {
      const url = new URL(href, location.href);
      const isOurs = url.origin === location.origin && url.pathname.startsWith(`${base}/`);
      if (!isOurs) return false;
      history.pushState(null, '', url);
      setPage(pageAt(url.pathname));
      return true;
    },
    [base],
  );
  useEffect(() => {
    const onHistory = (): void => setPage(pageAt(location.pathname));
    const onMenu = ({ target }: Event): void => {
      const href = target instanceof Element ? target.getAttribute('href') : null;
      if (href !== null) follow(href);
    };
    addEventListener('popstate', onHistory);
    document.addEventListener('shopify:navigate', onMenu);
    return () => {
      removeEventListener('popstate', onHistory);
      document.removeEventListener('shopify:navigate', onMenu);
    };
  }, [follow]);
  return { page, follow };
}
