/** Every word of what is Shopify's alone, in one shape for all languages. */
import type {
  PrivacyRequests,
  SetupFacts,
  SetupKey,
  SetupState,
} from '../../../../integrations/shopify/admin-page/contract.ts';
import type { Format } from '../../view-models/format.ts';
import { pseudo } from '../../words/pseudo.ts';
import { PSEUDO_LOCALE } from '../../words/words.ts';
import type { ShopifyPage } from '../places.ts';
import { de } from './de.ts';
import { en } from './en.ts';

export type RowWords<Key extends SetupKey> = {
  readonly title: string;
  readonly detail: (facts: SetupFacts[Key], format: Format, state: SetupState) => string;
  /** On its button. */
  readonly action: (state: SetupState) => string;
};

type Request = PrivacyRequests['items'][number];

export type Words = {
  readonly pages: Readonly<Record<ShopifyPage, string>>;
  readonly navigation: string;
  readonly loading: string;
  readonly again: string;
  readonly cancel: string;
  readonly states: Readonly<Record<SetupState, string>>;
  /** Of what is the merchant's free choice. */
  readonly off: string;
  readonly rows: { readonly [Key in SetupKey]: RowWords<Key> };
  readonly setup: {
    readonly intro: string;
    readonly groups: Readonly<Record<'install' | 'arriving' | 'results', string>>;
    readonly progress: (done: string, total: string) => string;
    readonly allDone: string;
    readonly broken: (count: number) => string;
    readonly notKnown: string;
    readonly since: (time: string) => string;
    readonly looked: (time: string) => string;
    readonly imported: string;
  };
  readonly requests: {
    readonly intro: string;
    readonly empty: string;
    readonly emptyText: string;
    readonly columns: readonly [what: string, asked: string, outcome: string, file: string];
    readonly kinds: Readonly<Record<Request['kind'], string>>;
    readonly outcomes: Readonly<Record<Request['outcome'], string>>;
    readonly due: (time: string) => string;
    readonly entries: (count: string, isOne: boolean) => string;
    readonly save: string;
    readonly saveOf: (time: string) => string;
    readonly overdue: string;
  };
  readonly switches: {
    readonly intro: string;
    readonly basisMeans: readonly string[];
    readonly basisTitle: string;
    readonly basisConfirm: string;
    readonly turnOff: string;
    readonly scores: string;
    readonly scoresHelp: string;
    readonly none: string;
    readonly tags: string;
    readonly tagsHelp: string;
    readonly noSegments: string;
    readonly save: string;
    readonly saved: string;
  };
  readonly faults: {
    readonly title: string;
    readonly old: (time: string) => string;
    readonly network: string;
    readonly signIn: string;
    readonly other: string;
    readonly noBridge: string;
    readonly noBridgeText: string;
    readonly page: string;
  };
};

/** @example wordsOf('de').pages.setup // 'Einrichten' */
export function wordsOf(locale: string): Words {
  if (locale === PSEUDO_LOCALE) return pseudo(en);
  return locale === 'de' ? de : en;
}
