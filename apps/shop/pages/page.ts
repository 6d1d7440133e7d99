import { type Html, html } from '../html.ts';
import { type Visit, visitLink, visitParameters } from '../visit.ts';

/** What every page knows of where it is. */
export type Page = {
  /** Address the shop is mounted at, for example `/shop`; empty at the root. */
  readonly base: string;
  readonly visit: Visit;
  readonly writeKey: string;
  readonly siteName: string;
};

/** A link inside the shop that carries the visit along; `path` starts with a slash. */
export function linkTo(page: Page, path: string, extra?: Readonly<Record<string, string>>): string {
  return visitLink(page.visit, page.base + path, extra);
}

/** The visit as hidden fields, for forms. */
export function visitFields(page: Page): Html {
  const fields = visitParameters(page.visit).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  );
  return html`${fields}`;
}
