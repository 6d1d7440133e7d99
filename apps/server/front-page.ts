/** What a person sees who opens the server's address: where things are. */
import type { ServerResponse } from 'node:http';
import { answerHtml } from '../shop/answers.ts';
import { html } from '../shop/html.ts';
import { CONSOLE_PATH } from './console/guard.ts';
import { SHOP_PATH } from './demo.ts';

/** Nothing of a site stands in it: everybody may open it. */
const PAGE = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Inkling is running</title>
<meta name="color-scheme" content="light dark"><meta name="robots" content="noindex">
<link rel="icon" href="${SHOP_PATH}/art/mark.svg" type="image/svg+xml"><link rel="stylesheet" href="${SHOP_PATH}/assets/shop.css"></head>
<body><main><div class="narrow">
<h1>Inkling is running</h1>
<p class="lead">Intent without identity: what visitors do becomes profiles, segments and timely answers.</p>
<section><h2>What to open</h2>
<p><a href="${CONSOLE_PATH}">The console</a>: sign in with the secret key of a site</p>
<p><a href="${SHOP_PATH}/">The demo shop</a>: walk through it, then open “What does this shop know?”</p>
<p><a href="/openapi.json">The API</a>, as OpenAPI; <a href="/v1/segments/schema.json">the schema of segments</a></p>
<p><a href="/readyz">Whether it can take events</a>, and <a href="/metrics">its numbers</a></p>
</section>
<section><h2>What to read</h2>
<p>The keys are what <code>npm run --silent inkling -- site list</code> prints. How to use them is in the folder that Inkling
was installed from: <code>README.md</code> first, then <code>docs/tracker.md</code> for your pages,
<code>docs/segment.md</code> if you have Segment, <code>docs/segments.md</code> for segments and <code>docs/cli.md</code> for the command line.</p></section></div></main></body></html>`
  .markup;

export function sendFrontPage(response: ServerResponse): void {
  answerHtml(response, PAGE);
}

/** Browsers ask for it by themselves, below every page that names no icon. */
export function sendNoIcon(response: ServerResponse): void {
  response.writeHead(204, { 'cache-control': 'no-store' }).end();
}
