/** How a delivery to Shopify ends, as an outbox takes it. */
import type { SendOutcome } from '../../../core/deliveries/receiver.ts';
import type { Outcome } from '../../../core/errors.ts';
import type { Patience } from './admin-client.ts';

/** The outbox tries again itself, and lets others go first. */
export const ONE_TRY: Patience = { tries: 1, timeoutMs: 10_000 };

/** What Shopify refuses is no better in a minute; what it could not do now is. */
export function sendOutcomeOf(outcome: Outcome<unknown>): SendOutcome {
  if (outcome.ok) return { kind: 'sent' };
  const isSlow = outcome.code !== 'not_available' && outcome.code !== 'interrupted';
  return { kind: 'failed', reason: outcome.code, isSlow, retryAfterMs: null };
}
