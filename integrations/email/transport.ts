/** Hands one mail to the mail server, with every wait bounded, and says what became of it. */
import { createTransport } from 'nodemailer';
import type { Clock } from '../../core/ports.ts';
import type { Sender } from './sender.ts';
import type { SmtpTarget } from './smtp-url.ts';

/** A mail as it is handed over. */
export type ComposedMail = {
  readonly from: Sender;
  readonly replyTo: string | null;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** With its angle brackets. */
  readonly messageId: string;
  /** UTC ms. */
  readonly at: number;
  /** Written as they stand. */
  readonly headers: Readonly<Record<string, string>>;
};

export type HandOver =
  | { readonly kind: 'taken' }
  /** The server answered no. `enhanced`: its code by RFC 3463, for example 5.1.1. */
  | {
      readonly kind: 'refused';
      readonly code: number;
      readonly enhanced: string | null;
      readonly isAtRecipient: boolean;
      readonly text: string;
    }
  /** It did not come to an answer; `fault` is a word of ours or of the library's. */
  | { readonly kind: 'unreached'; readonly fault: string };

export type MailTransport = {
  /** Never rejects; gives up when the signal says so. */
  send(to: string, mail: ComposedMail, signal: AbortSignal): Promise<HandOver>;
  close(): void;
};

const SECOND_MS = 1_000;
const CONNECT_MS = 10 * SECOND_MS;
const GREETING_MS = 10 * SECOND_MS;
const SILENCE_MS = 30 * SECOND_MS;
/** A server may trickle its answers without ever being silent for long. */
export const LONGEST_MS = 60 * SECOND_MS;
const MOST_CONNECTIONS = 4;
const IDLE_MS = 20 * SECOND_MS;
const ENHANCED = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/;

/** @example const transport = createSmtpTransport(readSmtpUrl(url, true), clock) */
export function createSmtpTransport(target: SmtpTarget, clock: Clock): MailTransport {
  const pool = createTransport(poolOptions(target));
  return {
    send: async (to, mail, signal) => {
      const bound = new AbortController();
      const cancel = clock.after(LONGEST_MS, () => bound.abort());
      try {
        await pool.sendMail({ ...toMessage(to, mail), signal: AbortSignal.any([signal, bound.signal]) });
        return { kind: 'taken' };
      } catch (error) {
        return bound.signal.aborted ? { kind: 'unreached', fault: 'it took too long' } : readFault(error);
      } finally {
        cancel();
      }
    },
    close: () => pool.close({ force: true }),
  };
}

function poolOptions({ host, port, isTlsFirst, tls, login }: SmtpTarget) {
  return {
    pool: true,
    host,
    port,
    secure: isTlsFirst,
    requireTLS: tls === 'required',
    ignoreTLS: tls === 'none',
    opportunisticTLS: tls === 'optional',
    maxConnections: MOST_CONNECTIONS,
    // What was sent half may have arrived: the outbox decides when it is tried again, never the pool.
    maxRequeues: 0,
    idleTimeout: IDLE_MS,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: GREETING_MS,
    socketTimeout: SILENCE_MS,
    dnsTimeout: CONNECT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(login !== null && { auth: { user: login.user, pass: login.password } }),
  } as const;
}

/** As the library takes it. One recipient each: nobody sees who else was written to. */
export function toMessage(to: string, mail: ComposedMail) {
  const { from, replyTo, subject, text, html, messageId, at, headers } = mail;
  return {
    from: { ...from },
    to: { name: '', address: to },
    ...(replyTo !== null && { replyTo: { name: '', address: replyTo } }),
    subject,
    text,
    html,
    messageId,
    date: new Date(at),
    headers: Object.entries(headers).map(([key, value]) => ({
      key,
      value: { prepared: true, foldLines: false, value },
    })),
    xMailer: false,
  } as const;
}

type Faulty = {
  readonly code?: unknown;
  readonly command?: unknown;
  readonly responseCode?: unknown;
  readonly response?: unknown;
};

/** Codes alone: what the server and the library say in words names the recipient. */
function readFault(error: unknown): HandOver {
  const { code, command, responseCode, response }: Faulty = error instanceof Error ? (error as Faulty) : {};
  if (typeof responseCode !== 'number') {
    return { kind: 'unreached', fault: typeof code === 'string' ? code : 'unknown' };
  }
  const text = typeof response === 'string' ? response : '';
  return {
    kind: 'refused',
    code: responseCode,
    enhanced: ENHANCED.exec(text)?.[1] ?? null,
    isAtRecipient: command === 'RCPT TO',
    text,
  };
}
