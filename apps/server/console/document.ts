/** The document of the console: nothing inline but data, nothing from anywhere else, and nobody around it. */
import { type Html, html } from '../../shop/html.ts';
import { CONSOLE_PATH } from './guard.ts';

/** What its scripts load first. */
export type ConsoleFiles = {
  readonly script: string;
  readonly styles: string;
  readonly preloads: readonly string[];
};

export type DocumentOptions = {
  readonly files: ConsoleFiles;
  /** Language of what stands in it before any script has run. */
  readonly locale: string;
  /** What the console knows from the start; null: nobody is signed in. */
  readonly session: unknown;
};

/** `style-src` needs no exception: the console sets styles by properties of elements, which are no markup. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  // Previews of treatments.
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export const DOCUMENT_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': POLICY,
  'cache-control': 'no-store',
};

/** @example renderDocument({ files, locale: 'en', session: null }) */
export function renderDocument({ files, locale, session }: DocumentOptions): string {
  const at = (name: string): string => `${CONSOLE_PATH}/assets/${name}`;
  return html`<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>Inkling</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${at(files.styles)}">
${files.preloads.map((name) => html`<link rel="modulepreload" href="${at(name)}">`)}
<script type="module" src="${at(files.script)}"></script>
</head>
<body>
<div id="inkling"></div>
<script type="application/json" id="session">${writeData(session)}</script>
</body>
</html>`.markup;
}

/** JSON that ends no element, whatever stands in it. */
function writeData(data: unknown): Html {
  return { markup: JSON.stringify(data).replaceAll('<', '\\u003c') };
}
