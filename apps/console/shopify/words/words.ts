/** Every word of the console, in one shape for all languages. */
import type {
  AdminPage,
  Privacy,
  SetupFacts,
  SetupKey,
  SetupState,
} from '../../../../integrations/shopify/admin-page/contract.ts';
import type { Format } from '../../view-models/format.ts';
import { de } from './de.ts';
import { en } from './en.ts';

export type RowWords<Key extends SetupKey> = {
  readonly title: string;
  readonly detail: (facts: SetupFacts[Key], format: Format, state: SetupState) => string;
  /** On its button. */
  readonly action: (state: SetupState) => string;
};

type Request = Privacy['items'][number];

export type Words = {
  readonly language: 'en' | 'de';
  readonly pages: Readonly<Record<AdminPage, string>>;
  readonly navigation: string;
  readonly loading: string;
  readonly again: string;
  readonly close: string;
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
  readonly segments: {
    readonly empty: string;
    readonly emptyText: string;
    readonly add: string;
    readonly addTitle: string;
    readonly search: string;
    readonly purpose: string;
    readonly everyPurpose: string;
    /** By the key that a template has it under; others stand as they are. */
    readonly purposes: Readonly<Record<string, string>>;
    readonly make: (name: string) => string;
    readonly use: string;
    /** What those whom a template is about would say. */
    readonly quote: (want: string) => string;
    readonly inUse: string;
    readonly made: (name: string) => string;
    readonly noMatch: string;
    readonly columns: readonly [name: string, size: string, state: string, act: string];
    readonly few: (least: string) => string;
    readonly fewNote: (least: string) => string;
    readonly uncounted: string;
    readonly visitors: (count: string) => string;
    readonly remove: (name: string) => string;
    readonly removeShort: string;
    readonly removeText: string;
    readonly removed: (name: string) => string;
    readonly ready: string;
    readonly building: (share: string) => string;
  };
  readonly today: {
    readonly intro: (day: string, zone: string) => string;
    readonly figures: Readonly<Record<'loads' | 'events' | 'orders', string>>;
    readonly notes: Readonly<Record<'loads' | 'events' | 'orders', string>>;
    readonly names: string;
    readonly columns: readonly [name: string, count: string];
    readonly empty: string;
    readonly emptyText: string;
    readonly counted: (time: string) => string;
  };
  readonly privacy: {
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
  readonly settings: {
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
  return locale === 'de' ? de : en;
}
