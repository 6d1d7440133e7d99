/** Which of the five modes an envelope is recorded in: semantics.md section 4, as one function. */
import type { PageConsent } from '../collect/envelope.ts';
import type { Policy } from '../sites/site.ts';
import type { StandingConsent } from './person.ts';

export type Mode =
  /** Entries carry no visitor: the hour and the path. */
  | 'counted'
  /** The daily hash: inside the session and the day. */
  | 'anonymous'
  /** A device id the visitor allowed. */
  | 'consented'
  /** Nothing is recorded: the visitor declined. */
  | 'declined'
  /** Nothing is recorded before consent, by the site's policy. */
  | 'waiting';

export type ModeQuestion = {
  readonly policy: Policy;
  readonly hasDevice: boolean;
  /** What the page says. */
  readonly page: PageConsent | null;
  /** What is on record for this device and `analytics`. */
  readonly recorded: StandingConsent | undefined;
  /** Whether the page's grant would count against a denial on record. */
  readonly canGrant: boolean;
};

/**
 * A choice with a time beats an older record; one without a time counts only where nothing is on record, so that a
 * page that repeats an old grant never undoes a withdrawal made elsewhere.
 */
export function effectiveConsent(
  claimed: boolean | undefined,
  chosenAt: number | null,
  recorded: StandingConsent | undefined,
): boolean | undefined {
  if (claimed === undefined) return recorded?.allowed;
  if (recorded === undefined) return claimed;
  if (!claimed && chosenAt === null) return false;
  return chosenAt !== null && chosenAt > recorded.since ? claimed : recorded.allowed;
}

/** @param chosenAt Corrected time of the page's choice. @example decideMode({policy: 'session', hasDevice: false, page: null, recorded: undefined}, null) // 'anonymous' */
export function decideMode(question: ModeQuestion, chosenAt: number | null): Mode {
  const { policy, hasDevice, page, recorded } = question;
  const isVain = recorded?.allowed === false && !question.canGrant;
  const claimed = isVain ? undefined : page?.purposes.analytics;
  const analytics = effectiveConsent(claimed, chosenAt, recorded);
  if (analytics === false) return 'declined';
  if (analytics === true && hasDevice) return 'consented';
  if (policy === 'consented-only') return 'waiting';
  if (policy === 'session') return 'anonymous';
  return policy === 'auto' && page?.notRequired === true ? 'anonymous' : 'counted';
}
