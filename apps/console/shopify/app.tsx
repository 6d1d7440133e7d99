/** The console inside the Shopify admin: the pages of every console, those of Shopify alone, and the admin's own menu. */
import { type ComponentType, lazy, type ReactNode, useEffect, useMemo, useState } from 'react';
import type { AdminPage, AdminSite } from '../../../integrations/shopify/admin-page/contract.ts';
import type { Api } from '../api/api.ts';
import type { Ways } from '../pages/console.ts';
import { CONTENTS } from '../pages/contents.tsx';
import { hrefOf } from '../pages/places.ts';
import { Provided } from '../pages/provided.tsx';
import { type Host, type NavigationLink, Shell } from '../pages/shell.tsx';
import { useLive } from '../ui/live.ts';
import { Banner, Inline, Link, Page, Text } from '../ui/ui.ts';
import { SHELL } from '../words/shell.ts';
import { wordsOf as commonWordsOf } from '../words/words.ts';
import type { Bridge } from './bridge.ts';
import type { Client } from './client.ts';
import { AdminNavigation } from './navigation.tsx';
import { type Console, ShopifyProvider } from './pages/console.ts';
import { Loaded } from './pages/loaded.tsx';
import { ADMIN_PAGES, isOfShopify, keptOf, pageOf } from './places.ts';
import { type Words, wordsOf } from './words/words.ts';

/** Each comes in a file of its own when it is gone to. */
const ALL_CONTENTS: Readonly<Record<AdminPage, ComponentType>> = {
  ...CONTENTS,
  setup: lazy(() => import('./pages/setup.tsx')),
  requests: lazy(() => import('./pages/requests.tsx')),
  switches: lazy(() => import('./pages/switches.tsx')),
};

type AppProps = {
  readonly base: string;
  readonly locale: string;
  readonly bridge: Bridge;
  readonly client: Client;
  readonly api: Api;
};

export function App({ base, locale, bridge, client, api }: AppProps) {
  const words = useMemo(() => wordsOf(locale), [locale]);
  const search = useMemo(() => keptOf(location.search), []);
  const host = useMemo(
    (): Host<AdminPage> => ({
      ...{ base, locale, search, pageOf, pages: ADMIN_PAGES, contents: ALL_CONTENTS },
      titles: { ...commonWordsOf(SHELL, locale).pages, ...words.pages },
      // The admin says whose shop it is.
      name: '',
      notify: bridge.toast,
    }),
    [base, bridge, locale, search, words],
  );
  const shared = useMemo(
    (): Omit<Console, 'notify'> => ({
      ...{ client, api, bridge, words, locale },
      hrefOf: (page) => hrefOf(base, page) + search,
    }),
    [api, base, bridge, client, locale, search, words],
  );
  const [site, setSite] = useState<AdminSite | null>(null);
  const around = (links: readonly NavigationLink[], content: ReactNode, { go }: Ways): ReactNode => (
    <>
      {bridge.toast === null ? (
        <OwnNavigation links={links} words={words} />
      ) : (
        <AdminNavigation links={links} onChoose={go} />
      )}
      <main>{content}</main>
    </>
  );
  const provide = (page: AdminPage, content: ReactNode, ways: Ways): ReactNode => (
    <ShopifyProvider value={{ ...shared, notify: ways.notify }}>
      {isOfShopify(page) ? (
        content
      ) : (
        <OfSite
          {...{ site, ways, shared }}
          previewHref={`${base}/preview${search}`}
          onSite={setSite}
          title={host.titles[page]}
        >
          {content}
        </OfSite>
      )}
    </ShopifyProvider>
  );
  return <Shell host={host} around={around} provide={provide} />;
}

type OfSiteProps = AskingProps & {
  readonly site: AdminSite | null;
  readonly ways: Ways;
  readonly previewHref: string;
  readonly children: ReactNode;
};

type AskingProps = {
  readonly onSite: (site: AdminSite) => void;
  readonly title: string;
  readonly shared: Omit<Console, 'notify'>;
};

/** A page of every console, once it is known which site the shop is. */
function OfSite({ site, ways, previewHref, children, ...asking }: OfSiteProps) {
  const { onSite } = asking;
  const { api, client, locale, words } = asking.shared;
  const own = useMemo(
    () =>
      site === null
        ? null
        : {
            ...{ api, site, locale, previewHref, endedText: words.faults.signIn },
            signing: null,
            lookAtSite: async () => {
              const answer = await client.site();
              if (answer.ok) onSite(answer.value);
            },
          },
    [api, client, locale, onSite, previewHref, site, words],
  );
  if (own === null) return <Asking {...asking} />;
  return (
    <Provided own={own} ways={ways}>
      {children}
    </Provided>
  );
}

function Asking({ title, shared: { client }, onSite }: AskingProps) {
  const live = useLive(client.site, null);
  const { value } = live;
  useEffect(() => {
    if (value !== null) onSite(value);
  }, [onSite, value]);
  return (
    <Page title={title}>
      <Loaded live={live}>{() => null}</Loaded>
    </Page>
  );
}

type OwnNavigationProps = { readonly links: readonly NavigationLink[]; readonly words: Words };

/** Where the admin's own menu is not there: and why it is not. */
function OwnNavigation({ links, words }: OwnNavigationProps) {
  return (
    <header className="inkling-navigation">
      <Banner tone="warning" title={words.faults.noBridge}>
        <Text>{words.faults.noBridgeText}</Text>
      </Banner>
      <nav aria-label={words.navigation}>
        <Inline>
          {links.map(({ page, href, label, isCurrent }) => (
            <Link key={page} href={href} isCurrent={isCurrent}>
              {label}
            </Link>
          ))}
        </Inline>
      </nav>
    </header>
  );
}
