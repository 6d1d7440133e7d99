/** A mailbox for trying things out: `INKLING_SMTP_URL=sink` keeps the latest mails in memory and shows them on this machine. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { html, type Markup } from './markup.ts';
import { isLoopback } from './smtp-url.ts';
import type { ComposedMail, MailTransport } from './transport.ts';

export const INBOX_PATH = '/dev/inbox';
const MOST_KEPT = 50;

type Arrived = { readonly to: string; readonly mail: ComposedMail };

export type DevInbox = {
  readonly transport: MailTransport;
  /** Answers true when the request was its own. */
  handle(request: IncomingMessage, response: ServerResponse): boolean;
};

/** A mail brings its own styles and pictures, and may do nothing else. */
const MAIL_POLICY =
  "default-src 'none'; img-src https: http: data:; style-src 'unsafe-inline'; sandbox allow-popups; frame-ancestors 'none'";
const PAGE_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const HTML_TYPE = 'text/html; charset=utf-8';

/** @example const inbox = createDevInbox(); createEmailChannel({ transport: inbox.transport, … }) */
export function createDevInbox(): DevInbox {
  const kept: Arrived[] = [];
  return {
    transport: {
      send: async (to, mail, signal) => {
        if (signal.aborted) return { kind: 'unreached', fault: 'broken off' };
        kept.unshift({ to, mail });
        kept.length = Math.min(kept.length, MOST_KEPT);
        return { kind: 'taken' };
      },
      close: () => undefined,
    },
    handle: (request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'http://localhost');
      if (!isLocal(request) || (request.method !== 'GET' && request.method !== 'HEAD')) return false;
      if (pathname === INBOX_PATH) {
        answer(response, { type: HTML_TYPE, policy: PAGE_POLICY, body: writeList(kept) });
        return true;
      }
      const [, reference, form] = /^\/dev\/inbox\/([0-9a-f]{32})\.(html|txt)$/.exec(pathname) ?? [];
      const found = kept.find(({ mail }) => referenceOf(mail) === reference);
      if (found === undefined) return false;
      answer(
        response,
        form === 'html'
          ? { type: HTML_TYPE, policy: MAIL_POLICY, body: found.mail.html }
          : { type: 'text/plain; charset=utf-8', policy: PAGE_POLICY, body: found.mail.text },
      );
      return true;
    },
  };
}

/** From this machine, for this machine, and through nobody: mails hold addresses. */
function isLocal({ socket, headers }: IncomingMessage): boolean {
  const from = (socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  const host = (headers.host ?? '').replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
  const isPassedOn = headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined;
  return isLoopback(from) && isLoopback(host) && !isPassedOn;
}

function referenceOf({ messageId }: ComposedMail): string {
  return messageId.slice(1, messageId.indexOf('@'));
}

function writeList(kept: readonly Arrived[]): string {
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>Mails that were not sent</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem}li{margin:0 0 1rem}small{opacity:.75}</style></head>
<body><main><h1>Mails that were not sent</h1>
<p>INKLING_SMTP_URL is <code>sink</code>: mails end here. The latest ${MOST_KEPT} are kept until the server stops.</p>
${kept.length === 0 ? html`<p>None yet.</p>` : html`<ol reversed>${kept.map(writeItem)}</ol>`}</main></body></html>`
    .markup;
}

function writeItem({ to, mail }: Arrived): Markup {
  const path = `${INBOX_PATH}/${referenceOf(mail)}`;
  return html`<li><strong>${mail.subject}</strong> <small>to ${to}, ${new Date(mail.at).toISOString()}</small><br>
<a href="${path}.html">HTML</a> <a href="${path}.txt">text</a></li>`;
}

function answer(
  response: ServerResponse,
  { type, policy, body }: { readonly type: string; readonly policy: string; readonly body: string },
): void {
  response
    .writeHead(200, {
      'content-type': type,
      'content-security-policy': policy,
      'content-length': Buffer.byteLength(body),
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    })
    .end(body);
}
