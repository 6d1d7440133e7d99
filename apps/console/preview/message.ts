/** What the console and the frame that shows a treatment say to each other; both are of our own origin. */
import type { Treatment } from '../../../core/decisions/treatment.ts';

/** Everything but what is sent to machines. */
export type Shown = Exclude<Treatment, { kind: 'signal' }>;

/** Words of the pretended page, in the language of the console. */
export type StandIns = {
  readonly heading: string;
  readonly text: string;
  readonly place: string;
  readonly button: string;
  readonly chat: string;
  readonly shop: string;
  readonly subject: string;
  /** Names of products that are not there. */
  readonly products: readonly string[];
};

export type ShowMessage = {
  readonly type: 'inkling:show';
  readonly treatment: Shown;
  /** Null: it stands over the page. */
  readonly slot: string | null;
  /** Of the pretended page. */
  readonly language: string;
  readonly isDark: boolean;
  /** Else it is looked at alone, while somebody writes beside it. */
  readonly isUsed: boolean;
  /** ISO 4217. */
  readonly currency: string;
  /** Whether a coupon says that it was chosen by behaviour. */
  readonly saysWhy: boolean;
  readonly standIns: StandIns;
};

/** The frame can be told what to show. */
export type ReadyMessage = { readonly type: 'inkling:ready' };
