/** A page within what stands around it, in step with the address. */
import { type ReactNode, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Api } from '../api/api.ts';
import { Banner, Card, Frame, Page, Skeleton, Text, Toast } from '../ui/ui.ts';
import { SHELL } from '../words/shell.ts';
import { wordsOf } from '../words/words.ts';
import { type Console, ConsoleProvider, type OwnSigning, type SiteInfo } from './console.ts';
import { CONTENTS } from './contents.tsx';
import { hrefOf, PAGES, type PageName, placeAt } from './places.ts';

export type NavigationLink = {
  readonly page: PageName;
  readonly href: string;
  readonly label: string;
  readonly isCurrent: boolean;
};

type ShellProps = {
  readonly base: string;
  readonly api: Api;
  readonly site: SiteInfo;
  readonly lookAtSite: () => Promise<void>;
  readonly signing: OwnSigning | null;
  readonly locale: string;
  /** Draws what stands around a page: its navigation, and what belongs to the place the console is in. */
  readonly around: (links: readonly NavigationLink[], content: ReactNode) => ReactNode;
};

/** @example <Shell base="/console" api={api} site={site} locale="en" around={(links, page) => <Own links={links}>{page}</Own>} /> */
export function Shell({ base, api, site, lookAtSite, signing, locale, around }: ShellProps) {
  const words = wordsOf(SHELL, locale);
  const { place, follow } = useAddress(base);
  const [note, setNote] = useState<string | null>(null);
  const endNote = useCallback(() => setNote(null), []);
  const { page, rest } = place;
  const title = page === null ? words.notFound : words.pages[page];
  useEffect(() => {
    document.title = `${title} · ${site.name} · Inkling`;
  }, [title, site.name]);
  const shared = useMemo(
    (): Console => ({
      ...{ api, site, lookAtSite, signing, locale, rest },
      hrefOf: (to, ...behind) => hrefOf(base, to, ...behind),
      go: (href) => void follow(href),
      notify: setNote,
    }),
    [api, base, follow, locale, lookAtSite, rest, signing, site],
  );
  const links = PAGES.map((to) => ({
    page: to,
    href: hrefOf(base, to),
    label: words.pages[to],
    isCurrent: to === page,
  }));
  return (
    <ConsoleProvider value={shared}>
      <Frame onFollow={follow}>
        {around(
          links,
          page === null ? (
            <Missing title={title} text={words.notFoundText} />
          ) : (
            <Suspense key={page} fallback={<Waiting title={title} label={words.loading} />}>
              <Content page={page} />
            </Suspense>
          ),
        )}
        {note !== null && <Toast text={note} onEnd={endNote} />}
      </Frame>
    </ConsoleProvider>
  );
}

function Content({ page }: { readonly page: PageName }) {
  const Own = CONTENTS[page];
  return <Own />;
}

function Waiting({ title, label }: { readonly title: string; readonly label: string }) {
  return (
    <Page title={title}>
      <Card>
        <Skeleton lines={8} label={label} />
      </Card>
    </Page>
  );
}

function Missing({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <Page title={title}>
      <Banner tone="warning" title={title}>
        <Text>{text}</Text>
      </Banner>
    </Page>
  );
}

/** The place of the address, in step with the browser's history; a new page takes the focus, so that it is read out. */
function useAddress(base: string) {
  const [path, setPath] = useState(location.pathname);
  const isFollowed = useRef(false);
  const place = useMemo(() => placeAt(base, path), [base, path]);
  const follow = useCallback(
    (href: string): boolean => {
      const url = new URL(href, location.href);
      const isOurs = url.origin === location.origin && `${url.pathname}/`.startsWith(`${base}/`);
      if (!isOurs) return false;
      history.pushState(null, '', url);
      isFollowed.current = true;
      setPath(url.pathname);
      scrollTo(0, 0);
      return true;
    },
    [base],
  );
  useEffect(() => {
    const onHistory = (): void => setPath(location.pathname);
    addEventListener('popstate', onHistory);
    return () => removeEventListener('popstate', onHistory);
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each page that was gone to.
  useEffect(() => {
    if (isFollowed.current) document.querySelector<HTMLElement>('h1')?.focus();
  }, [path]);
  return { place, follow };
}
