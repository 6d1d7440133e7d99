/** What an outbox delivers to: a webhook, later a mailbox or a queue of somebody else's. */
import type { LoggedEntry } from '../entry.ts';

/** An entry that still says whose it is. */
export type NamedEntry = LoggedEntry & { readonly visitor: NonNullable<LoggedEntry['visitor']> };

export type SendOutcome =
  | { readonly kind: 'sent' }
  /** The visitor's consent forbids it now. */
  | { readonly kind: 'withheld' }
  | {
      readonly kind: 'failed';
      /** Short, for the operator; nothing of the visitor. */
      readonly reason: string;
      /** The receiver said no, so that trying soon is of no use. */
      readonly isSlow: boolean;
      /** How long the receiver asks to be left alone. */
      readonly retryAfterMs: number | null;
    }
  /** Its time has not come: it is tried then, which counts as no attempt. */
  | { readonly kind: 'later'; readonly at: number }
  /** The receiver wants nothing any more. */
  | { readonly kind: 'ended'; readonly reason: string };

export type Receiver = {
  /** Unique in its site, for example `webhook:crm`. */
  readonly name: string;
  wants(entry: LoggedEntry): boolean;
  /** Entries with the same lane are sent one after the other. */
  laneOf(entry: NamedEntry): string;
  /** Never rejects for what the receiver did; gives up when the signal says so. */
  send(entry: NamedEntry, signal: AbortSignal): Promise<SendOutcome>;
};
