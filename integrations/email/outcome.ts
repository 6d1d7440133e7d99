/** What the mail server's answer means for the delivery and for the mailbox. */
import type { SendOutcome } from '../../core/deliveries/receiver.ts';
import type { HandOver } from './transport.ts';

export type Judgement = {
  readonly outcome: SendOutcome;
  /** There is no such mailbox, or it takes nothing any more. */
  readonly isDead: boolean;
};

/** RFC 3463: the address is wrong (5.1.x), the mailbox is closed (5.2.1). */
const DEAD_CODES = /^5\.(?:1\.(?:0|1|2|3|6|10)|2\.1)$/;
/** RFC 5321 without an enhanced code: no such mailbox, not local, name not allowed. */
const DEAD_REPLIES: ReadonlySet<number> = new Set([550, 551, 553]);
/** A refusal of us, not of the mailbox: then a whole list would look dead. */
const ABOUT_SENDER = /relay|spam|block|polic|denied|auth|reputation|dmarc|spf|dkim|listed|banned|rate/i;

/** @example judgeHandOver({ kind: 'taken' }).outcome // { kind: 'sent' } */
export function judgeHandOver(handOver: HandOver): Judgement {
  if (handOver.kind === 'taken') return { outcome: { kind: 'sent' }, isDead: false };
  if (handOver.kind === 'unreached')
    return { outcome: failed(`no answer of the mail server (${handOver.fault})`, false), isDead: false };
  if (isDeadMailbox(handOver)) return { outcome: { kind: 'withheld' }, isDead: true };
  const { code, enhanced } = handOver;
  const reason = `the mail server answered ${code}${enhanced === null ? '' : ` ${enhanced}`}`;
  return { outcome: failed(reason, code >= 500), isDead: false };
}

function isDeadMailbox({
  code,
  enhanced,
  isAtRecipient,
  text,
}: Extract<HandOver, { kind: 'refused' }>): boolean {
  if (!isAtRecipient || code < 500) return false;
  if (enhanced !== null) return DEAD_CODES.test(enhanced) && !/relay/i.test(text);
  return DEAD_REPLIES.has(code) && !ABOUT_SENDER.test(text);
}

function failed(reason: string, isSlow: boolean): SendOutcome {
  return { kind: 'failed', reason, isSlow, retryAfterMs: null };
}
