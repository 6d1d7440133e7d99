/** The console that our own server serves: signing in, and the pages beside their navigation. */
import { type ReactNode, useMemo, useState } from 'react';
import { sayIn } from '../api/answer.ts';
import { createApi } from '../api/api.ts';
import type { Console, SiteInfo, Ways } from '../pages/console.ts';
import { CONTENTS } from '../pages/contents.tsx';
import { WithSampleBanner } from '../pages/first-run/sample.tsx';
import { PAGES, type PageName } from '../pages/places.ts';
import { Provided } from '../pages/provided.tsx';
import { type Host, type NavigationLink, Shell } from '../pages/shell.tsx';
import { Button, Link, Text } from '../ui/ui.ts';
import { SHELL } from '../words/shell.ts';
import { wordsOf } from '../words/words.ts';
import { createSession, OWN_HEADERS } from './session.ts';
import { SignIn } from './sign-in.tsx';

type AppProps = {
  /** Where people sign in. */
  readonly home: string;
  /** Of the pages: the same, or that of the sample data. */
  readonly base: string;
  readonly locale: string;
  /** Who was signed in when the document was written. */
  readonly known: SiteInfo | null;
};

export function App({ home, base, locale, known }: AppProps) {
  const [site, setSite] = useState(known);
  const [hasEnded, setHasEnded] = useState(false);
  const session = useMemo(
    () => createSession(home, (...asked) => fetch(...asked), sayIn(locale)),
    [home, locale],
  );
  const api = useMemo(
    () =>
      createApi({
        base: `${base}/api`,
        headers: async () => OWN_HEADERS,
        send: (...asked) => fetch(...asked),
        say: sayIn(locale),
        onSignedOut: () => {
          setHasEnded(true);
          setSite(null);
        },
      }),
    [base, locale],
  );
  const { signing, lookAtSite } = useMemo(
    () => ({
      signing: {
        renew: async (key: string) => {
          const answer = await session.signIn(key);
          if (answer.ok) setSite(answer.value);
          return answer;
        },
        endEverywhere: async () => {
          const answer = await session.signOutEverywhere();
          if (answer.ok) setSite(null);
          return answer;
        },
      },
      lookAtSite: async () => {
        const answer = await session.look();
        if (answer.ok) setSite(answer.value);
      },
    }),
    [session],
  );
  const signOut = async (): Promise<void> => {
    await session.signOut();
    setHasEnded(false);
    setSite(null);
  };
  // Who signs in is told of their own site: what a sample is, its own document says.
  const signIn = (own: SiteInfo): void => (base === home ? setSite(own) : location.reload());
  if (site === null)
    return <SignIn session={session} locale={locale} hasEnded={hasEnded} onSignedIn={signIn} />;
  // Of the sample data the same as of the shop.
  const previewHref = `${home}/preview`;
  return (
    <SignedIn
      {...{ base, locale, site, api, signing, lookAtSite, previewHref }}
      onSignOut={() => void signOut()}
    />
  );
}

type SignedInProps = Pick<AppProps, 'base'> &
  Omit<Console, keyof Ways> & {
    readonly onSignOut: () => void;
  };

function SignedIn({ base, locale, site, api, signing, lookAtSite, previewHref, onSignOut }: SignedInProps) {
  const { name, otherHref: other } = site;
  const host = useMemo(
    (): Host<PageName> => ({
      ...{ base, other, locale, name, search: '', pages: PAGES, contents: CONTENTS, notify: null },
      titles: wordsOf(SHELL, locale).pages,
      pageOf: (page) => page,
    }),
    [base, locale, name, other],
  );
  const own = useMemo(
    () => ({ api, site, locale, previewHref, signing, lookAtSite }),
    [api, locale, lookAtSite, previewHref, signing, site],
  );
  const around = (links: readonly NavigationLink[], content: ReactNode, { leave }: Ways): ReactNode => (
    <Surroundings site={site} locale={locale} links={links} onSignOut={() => leave(onSignOut)}>
      {content}
    </Surroundings>
  );
  return (
    <Shell
      host={host}
      around={around}
      provide={(_, content, ways) => (
        <Provided own={own} ways={ways}>
          <WithSampleBanner>{content}</WithSampleBanner>
        </Provided>
      )}
    />
  );
}

type SurroundingsProps = {
  readonly site: SiteInfo;
  readonly locale: string;
  readonly links: readonly NavigationLink[];
  readonly onSignOut: () => void;
  readonly children: ReactNode;
};

function Surroundings({ site, locale, links, onSignOut, children }: SurroundingsProps) {
  const words = wordsOf(SHELL, locale);
  return (
    <div className="shell">
      <a className="skip" href="#page">
        {words.skip}
      </a>
      <header>
        <div>
          <p className="brand">Inkling</p>
          <Text look="quiet">{site.name}</Text>
        </div>
        <nav aria-label={words.navigation}>
          <ul>
            {links.map(({ page, href, label, isCurrent }) => (
              <li key={page}>
                <Link href={href} isCurrent={isCurrent}>
                  {label}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        <div className="shell-end">
          <Button onPress={onSignOut}>{words.signOut}</Button>
        </div>
      </header>
      <main id="page" tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}
