/** A page within what stands around it, in step with the address. */
import {
  type ComponentType,
  type ReactNode,
  type RefObject,
  Suspense,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { Banner, Card, Frame, Page, Skeleton, Text, Toast } from '../ui/ui.ts';
import type { Guard } from '../view-models/unsaved.ts';
import { SHELL } from '../words/shell.ts';
import { wordsOf } from '../words/words.ts';
import type { Ways } from './console.ts';
import { hrefOf, type PageName, type Place, placeAmong } from './places.ts';
import { LeaveModal, useGuard } from './unsaved.tsx';

/** Where a console stands: which pages it has there, and what is around them. */
export type Host<Name extends string> = {
  /** Below which all of its addresses lie. */
  readonly base: string;
  /** Behind every address of ours, for example `?shop=quill.myshopify.com`; empty: nothing. */
  readonly search: string;
  /** Below which another document lies, though it is below `base`. */
  readonly other?: string | undefined;
  /** In the order of the navigation; the first is what the console opens with. */
  readonly pages: readonly Name[];
  readonly titles: Readonly<Record<Name, string>>;
  readonly contents: Readonly<Record<Name, ComponentType>>;
  /** Which of its pages is the one that others call so. */
  readonly pageOf: (page: PageName) => Name;
  /** Of whom the pages tell; it stands in the title of the window. Empty: nobody is named. */
  readonly name: string;
  readonly locale: string;
  /** Shows notes in a place of its own; null: the console shows them. */
  readonly notify: ((text: string) => void) | null;
};

export type NavigationLink = {
  readonly page: string;
  readonly href: string;
  readonly label: string;
  readonly isCurrent: boolean;
};

type ShellProps<Name extends string> = {
  /** The same at every drawing. */
  readonly host: Host<Name>;
  /** Draws what stands around a page: its navigation, and what belongs to the place the console is in. */
  readonly around: (links: readonly NavigationLink[], content: ReactNode, ways: Ways) => ReactNode;
  /** Gives a page what it works with. */
  readonly provide: (page: Name, content: ReactNode, ways: Ways) => ReactNode;
};

/** @example <Shell host={host} around={(links, page) => <Own links={links}>{page}</Own>} provide={(_, page, ways) => …} /> */
export function Shell<Name extends string>({ host, around, provide }: ShellProps<Name>) {
  const { base, search, pages, titles, contents, name, locale } = host;
  const words = wordsOf(SHELL, locale);
  const { guard, isAsking } = useGuard();
  const { path, place, isFollowed, follow } = useAddress(host, guard);
  const [note, setNote] = useState<string | null>(null);
  const endNote = useCallback(() => setNote(null), []);
  const { page, rest } = place;
  const title = page === null ? words.notFound : titles[page];
  useEffect(() => {
    document.title = [title, name, 'Inkling'].filter((part) => part !== '').join(' · ');
  }, [title, name]);
  const ways = useMemo(
    (): Ways => ({
      rest,
      hrefOf: (to, ...behind) => hrefOf(base, host.pageOf(to), ...behind) + search,
      go: (href) => void follow(href),
      notify: host.notify ?? setNote,
      ...{ hold: guard.hold, leave: guard.leave },
    }),
    [base, follow, guard, host, rest, search],
  );
  const links = pages.map((to) => ({
    page: to,
    href: hrefOf(base, to) + search,
    label: titles[to],
    isCurrent: to === page,
  }));
  return (
    <Frame onFollow={follow}>
      <LeaveModal {...{ guard, isAsking, locale }} />
      {around(
        links,
        page === null ? (
          <Missing title={title} text={words.notFoundText} />
        ) : (
          provide(
            page,
            <Suspense key={page} fallback={<Waiting title={title} label={words.loading} />}>
              <Content of={contents[page]} path={path} isFollowed={isFollowed} />
            </Suspense>,
            ways,
          )
        ),
        ways,
      )}
      {note !== null && <Toast text={note} onEnd={endNote} />}
    </Frame>
  );
}

type ArrivalProps = { readonly path: string; readonly isFollowed: RefObject<boolean> };

function Content({ of: Own, ...arrival }: ArrivalProps & { readonly of: ComponentType }) {
  return (
    <>
      <Own />
      <Arrival {...arrival} />
    </>
  );
}

/** A page that was gone to takes the focus once it is there, so that it is read out; a tab that was chosen keeps it. */
function Arrival({ path, isFollowed }: ArrivalProps) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each page that was gone to.
  useEffect(() => {
    const heading = isFollowed.current ? document.querySelector<HTMLElement>('h1') : null;
    if (heading === null || document.activeElement?.role === 'tab') return;
    // Not every skin's own can be focused.
    heading.tabIndex = -1;
    heading.focus();
  }, [path]);
  return null;
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

/** The place of the address, in step with the browser's history. */
function useAddress<Name extends string>(
  { base, pages, other }: Pick<Host<Name>, 'base' | 'pages' | 'other'>,
  guard: Guard,
) {
  const [path, setPath] = useState(location.pathname);
  const isFollowed = useRef(false);
  const place = useMemo((): Place<Name> => placeAmong(pages, base, path), [base, pages, path]);
  const follow = useCallback(
    (href: string): boolean => {
      const url = new URL(href, location.href);
      const isBelow = (path: string): boolean => `${url.pathname}/`.startsWith(`${path}/`);
      const isOther = other !== undefined && other.length > base.length && isBelow(other);
      if (url.origin !== location.origin || !isBelow(base) || isOther) return false;
      const move = (): void => {
        history.pushState(null, '', url);
        isFollowed.current = true;
        setPath(url.pathname);
        scrollTo(0, 0);
      };
      if (url.pathname === location.pathname) move();
      else guard.leave(move);
      return true;
    },
    [base, guard, other],
  );
  useBack(path, setPath, guard);
  return { path, place, isFollowed, follow };
}

/** By the browser's own ways back and forth. */
function useBack(path: string, setPath: (path: string) => void, guard: Guard): void {
  useEffect(() => {
    const shown = location.href;
    const onHistory = (): void => {
      const isLeaving = location.pathname !== path;
      if (isLeaving && guard.isHeld()) {
        // The browser has gone already: the page that still stands there gets its address again, and the other one is a step back.
        history.pushState(null, '', shown);
        guard.leave(() => history.back());
      } else setPath(location.pathname);
    };
    addEventListener('popstate', onHistory);
    return () => removeEventListener('popstate', onHistory);
  }, [path, setPath, guard]);
}
