/** What an HTTP receiver's answer, or its silence, says of a delivery. */
import type { SendOutcome } from './receiver.ts';

/** As a POST ended. */
export type PostResult =
  | { readonly kind: 'answered'; readonly status: number; readonly retryAfter: string | undefined }
  /** No answer; `isForbidden` when the connection was not allowed. */
  | { readonly kind: 'unanswered'; readonly reason: string; readonly isForbidden: boolean };

/** Not the receiver's last word: it was slow, too early or too often. */
const PASSING = new Set([408, 425, 429]);

/** @example judgeAnswer({ kind: 'answered', status: 204, retryAfter: undefined }, now).kind // 'sent' */
export function judgeAnswer(result: PostResult, now: number): SendOutcome {
  if (result.kind === 'unanswered')
    return { kind: 'failed', reason: result.reason, isSlow: result.isForbidden, retryAfterMs: null };
  const { status, retryAfter } = result;
  if (status >= 200 && status < 300) return { kind: 'sent' };
  const isSlow = status >= 300 && status < 500 && !PASSING.has(status);
  const reason = `answered ${status}`;
  return { kind: 'failed', reason, isSlow, retryAfterMs: readRetryAfter(retryAfter, now) };
}

/** Seconds, or a date (RFC 9110, section 10.2.3). */
function readRetryAfter(text: string | undefined, now: number): number | null {
  if (text === undefined) return null;
  if (/^\d{1,9}$/.test(text.trim())) return Number(text) * 1_000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}
