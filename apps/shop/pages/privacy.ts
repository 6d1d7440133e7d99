import { html } from '../html.ts';
import type { Content } from './layout.ts';
import { linkTo, type Page } from './page.ts';

/** Where a visitor finds their data and their rights: the element that any page can have. */
export function privacyPage(page: Page): Content {
  return {
    title: 'Your data and your rights',
    main: html`<div class="narrow"><h1>Your data and your rights</h1>
<p class="lead">This part of the page is Inkling’s own privacy element: one line in any page brings it.</p>
<div data-inkling-privacy><p>It needs scripts. Without them nothing is counted; <a href="${linkTo(page, '/held')}">what is held about this visit</a> has a page of its own.</p></div>
<script src="/t/privacy.js" defer></script></div>`,
  };
}
