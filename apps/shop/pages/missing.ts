import { html } from '../html.ts';
import type { Content } from './layout.ts';
import { linkTo, type Page } from './page.ts';

/** There is nothing at this address. */
export function missingPage(page: Page): Content {
  return {
    title: 'Not found',
    main: html`<h1>This shelf is empty</h1><p class="lead">There is nothing at this address. It may have been sold, or it never was.</p>
<p class="actions"><a class="button" href="${linkTo(page, '/catalogue')}">See everything</a></p>`,
  };
}

/** The shop could not do what was asked; `reason` says why in one sentence. */
export function refusalPage(reason: string): Content {
  return { title: 'That did not work', main: html`<h1>That did not work</h1><p class="lead">${reason}</p>` };
}
