/** What the pages of Shopify alone are given, beside what a page of every console is. */
import { createContext, useContext } from 'react';
import type { AdminPage } from '../../../../integrations/shopify/admin-page/contract.ts';
import type { Fault } from '../../api/answer.ts';
import type { Api } from '../../api/api.ts';
import { createFormat, type Format } from '../../view-models/format.ts';
import type { Bridge } from '../bridge.ts';
import type { Client } from '../client.ts';
import type { Words } from '../words/words.ts';

export type Console = {
  readonly client: Client;
  readonly api: Api;
  readonly bridge: Bridge;
  readonly words: Words;
  readonly locale: string;
  readonly hrefOf: (page: AdminPage) => string;
  /** A short note that passes. */
  readonly notify: (text: string) => void;
};

const ConsoleContext = createContext<Console | null>(null);
export const ShopifyProvider = ConsoleContext.Provider;

export function useConsole(): Console {
  const console = useContext(ConsoleContext);
  if (console === null)
    throw new Error('[inkling] [console] a page is drawn outside: put ShopifyProvider around it.');
  return console;
}

/** Of this very instant. */
export function formatOf({ locale }: Console): Format {
  return createFormat(locale, Date.now());
}

/** What went wrong, in the language of the page. */
export function wordFault({ kind, text, hint }: Fault, { faults }: Words): string {
  if (kind === 'network') return faults.network;
  if (kind === 'sign_in') return faults.signIn;
  return hint === undefined ? `${faults.other} ${text}` : text;
}
