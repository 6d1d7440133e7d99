/**
 * The document that the console frames to show a treatment: a pretended page, on which the files that real pages load draw it.
 * Its policy lets it ask nobody anything; the treatment comes by a message of its own origin.
 */
import type { IncomingMessage } from 'node:http';
import { type Refusal, refuse } from '../../../core/errors.ts';
import { html } from '../../shop/html.ts';
import { CONSOLE_PATH } from './guard.ts';

export const PREVIEW_PATH = '/preview';
export const PICTURE_PATH = `${PREVIEW_PATH}/picture.svg`;

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  // The console alone.
  "frame-ancestors 'self'",
].join('; ');

export const PREVIEW_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': POLICY,
  'x-frame-options': 'SAMEORIGIN',
  'cache-control': 'no-store',
};

export const PICTURE_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'image/svg+xml',
  'cache-control': 'no-store',
};

/** Stands where the merchant's own picture would. */
export const PICTURE =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 9"><path fill="#9aa3ae" d="M0 0h16v9H0z"/><path fill="#d5dae1" d="m2 8 4-5 3 4 2-2 3 3zM11 2a1 1 0 1 0 .1 0z"/></svg>';

/**
 * Whether it is asked for by a page of ours, as far as a browser says so: what is framed cannot send our header.
 *
 * @example const refusal = refuseStranger(request); if (refusal !== null) return refusal
 */
export function refuseStranger({ headers }: IncomingMessage): Refusal | null {
  const from = headers['sec-fetch-site'];
  if (from === undefined || from === 'same-origin') return null;
  return refuse('cross_site', '', `open ${CONSOLE_PATH} of this server: a preview stands in it`);
}

const LINES = [1, 2, 3, 4, 5, 6, 7, 8, 9];

/** @example renderPreview({ script: 'preview-1a2b3c4d.js', styles: 'preview-1a2b3c4d.css' }) */
export function renderPreview({
  script,
  styles,
}: {
  readonly script: string;
  readonly styles: string;
}): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Preview</title>
<link rel="stylesheet" href="${CONSOLE_PATH}/assets/${styles}">
<script type="module" src="${CONSOLE_PATH}/assets/${script}"></script>
</head>
<body>
<main>
<h1 id="heading"></h1>
<p id="text"></p>
<button id="button" type="button"></button>
<p id="chat" role="status"></p>
<div class="place" id="place" hidden><p id="place-text"></p></div>
<div class="lines" aria-hidden="true">${LINES.map(() => html`<span></span>`)}</div>
</main>
</body>
</html>`.markup;
}
