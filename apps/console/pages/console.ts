/** What every page is given: the site, the way to the server and to the other pages, and how things are written. */
import { createContext, useContext, useMemo } from 'react';
import type { Answer, Fault } from '../api/answer.ts';
import type { Api } from '../api/api.ts';
import { createFullFormat, type FullFormat } from '../view-models/full-format.ts';
import { SHELL } from '../words/shell.ts';
import { type Phrases, type WordSet, wordsOf } from '../words/words.ts';
import type { PageName } from './places.ts';

/** As the server tells it to whoever is signed in. */
export type SiteInfo = {
  readonly site: string;
  readonly siteId: string;
  readonly name: string;
  readonly platform: string | null;
  readonly timezone: string;
  readonly currency: string;
  /** Everything of it is made up. */
  readonly isSample?: boolean;
  /** Where the sample data is looked at; of a sample, the way back. Another document. */
  readonly otherHref?: string;
};

/** What only a console has that signs in by itself: inside a shop's admin the platform does. */
export type OwnSigning = {
  /** Goes on with a new secret key, where the old one was replaced. */
  readonly renew: (secretKey: string) => Promise<Answer<SiteInfo>>;
  /** Ends every session of the site, this one too. */
  readonly endEverywhere: () => Promise<Answer<null>>;
};

/** What the address says, and the ways to other ones. */
export type Ways = {
  /** @param rest Of the address behind the page, for example the key of a segment. */
  readonly hrefOf: (page: PageName, ...rest: readonly string[]) => string;
  /** Goes to one of our own addresses. */
  readonly go: (href: string) => void;
  /** Something is changed and not saved, until what is answered is called: `useUnsaved` does both. */
  readonly hold: () => () => void;
  /** Does what takes a form away, and asks first where something of it is not saved. */
  readonly leave: (act: () => void) => void;
  /** What the address says behind the page. */
  readonly rest: readonly string[];
  /** A short note that passes. */
  readonly notify: (text: string) => void;
};

export type Console = Ways & {
  readonly api: Api;
  readonly site: SiteInfo;
  /** Asks again who is signed in: its name, zone or currency have changed. */
  readonly lookAtSite: () => Promise<void>;
  /** Null: whoever is around signs in and out. */
  readonly signing: OwnSigning | null;
  readonly locale: string;
  /** Of the document in which a treatment is shown: each host has one of its own. */
  readonly previewHref: string;
  /** What to do where the session has ended; left out: to sign in again. */
  readonly endedText?: string;
};

const ConsoleContext = createContext<Console | null>(null);
export const ConsoleProvider = ConsoleContext.Provider;

export function useConsole(): Console {
  const console = useContext(ConsoleContext);
  if (console === null)
    throw new Error('[inkling] [console] a page is drawn outside: put ConsoleProvider around it.');
  return console;
}

/** @example const words = useWords(SEGMENTS) */
export function useWords<Words extends Phrases>(set: WordSet<Words>): Words {
  const { locale } = useConsole();
  return useMemo(() => wordsOf(set, locale), [set, locale]);
}

/** Of this very instant, in the site's zone. */
export function useFormat(): FullFormat {
  const { locale, site } = useConsole();
  return createFullFormat(locale, Date.now(), site.timezone);
}

/** What went wrong, in the language of the page. */
export function useFaultWords(): (fault: Fault) => string {
  const { faults } = useWords(SHELL);
  const { endedText = faults.signIn } = useConsole();
  return ({ kind, text, hint }) => {
    if (kind === 'network') return faults.network;
    if (kind === 'sign_in') return endedText;
    return hint === undefined ? `${faults.other} ${text}` : text;
  };
}
