/** What a person sees who follows the link that unsubscribes: one question, one button; without scripts, in their language. */
import { createHash } from 'node:crypto';
import { directionOf, wordsOf } from './language.ts';
import { html, type Markup } from './markup.ts';

const STYLE = `:root{color-scheme:light dark;--page:#f2f4f6;--card:#fff;--ink:#1f2328;--soft:#59636e;--rule:#e3e7eb}
@media (prefers-color-scheme:dark){:root{--page:#0f1216;--card:#181c22;--ink:#e8ebef;--soft:#a3adb9;--rule:#2b313a}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:16px;background:var(--page);color:var(--ink);font:16px/1.55 system-ui,sans-serif}
main{width:100%;max-width:30rem;padding:2rem;background:var(--card);border:1px solid var(--rule);border-radius:12px}
h1{margin:0 0 .75rem;font-size:1.5rem;line-height:1.25;overflow-wrap:anywhere}
p{margin:0 0 1.25rem;color:var(--soft)}
p:last-child{margin:0}
button{font:inherit;font-weight:600;padding:.75rem 1.5rem;min-height:44px;border:1px solid var(--ink);border-radius:8px;background:var(--ink);color:var(--card);cursor:pointer}
button:focus-visible{outline:3px solid #2f81f7;outline-offset:2px}`;

/** Nothing is loaded from anywhere; the one form goes back to where it came from. */
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE, 'utf8').digest('base64')}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': POLICY,
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  // The address of the page is all it takes to unsubscribe: it is told to nobody.
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex',
};

/** RFC 8058, section 3.2: the same pair from a mail program and from the button. */
export const ONE_CLICK = { name: 'List-Unsubscribe', value: 'One-Click' } as const;

/** @example writeQuestion('Heron Shop', 'de').includes('Abbestellen') // true */
export function writeQuestion(shop: string, language: string): string {
  const { asked, askedMore, confirm } = wordsOf(language);
  const button = html`<form method="post"><button name="${ONE_CLICK.name}" value="${ONE_CLICK.value}">${confirm}</button></form>`;
  return writePage(language, asked(shop), html`<p>${askedMore}</p>${button}`);
}

export function writeDone(shop: string, language: string): string {
  const { done, doneMore } = wordsOf(language);
  return writePage(language, done, html`<p role="status">${doneMore(shop)}</p>`);
}

/** The same whatever was wrong, so that trying teaches nothing. */
export function writeNothing(): string {
  return writePage('en', 'Nothing here', html`<p>The link is not complete, or it was never one of ours.</p>`);
}

function writePage(language: string, title: string, inner: Markup): string {
  return html`<!doctype html>
<html lang="${language}" dir="${directionOf(language)}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<title>${title}</title><style>${{ markup: STYLE }}</style></head>
<body><main><h1>${title}</h1>${inner}</main></body></html>`.markup;
}
