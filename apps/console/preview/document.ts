/**
 * The document that the console frames to show a treatment: a pretended page, on which the files that real pages load draw it. No data
 * is in it; the treatment comes by a message of its own origin. Its files are named as seen from its own address, so that each host of
 * the console can have it beside its `assets/`.
 */
import { html } from '../../shop/html.ts';

/** Stands where the merchant's own picture would. */
export const PICTURE =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 9"><path fill="#9aa3ae" d="M0 0h16v9H0z"/><path fill="#d5dae1" d="m2 8 4-5 3 4 2-2 3 3zM11 2a1 1 0 1 0 .1 0z"/></svg>';

/** Names of files. */
export type PreviewFiles = { readonly script: string; readonly styles: string; readonly picture: string };

const LINES = [1, 2, 3, 4, 5, 6, 7, 8, 9];

/** @example renderPreview({ script: 'preview-1a2b3c4d.js', styles: 'preview-1a2b3c4d.css', picture: 'preview-1a2b3c4d.svg' }) */
export function renderPreview({ script, styles, picture }: PreviewFiles): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Preview</title>
<link rel="stylesheet" href="assets/${styles}">
<script type="module" src="assets/${script}"></script>
</head>
<body data-picture="assets/${picture}">
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
