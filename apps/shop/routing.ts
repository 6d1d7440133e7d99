import type { Request, Response } from 'express';
import { answerHtml } from './answers.ts';
import { type Content, renderLayout } from './pages/layout.ts';
import type { Page } from './pages/page.ts';
import type { ShopPort } from './port.ts';
import { type Fields, readVisit } from './visit.ts';

/** A request as the pages see it. */
export type Asked = { readonly page: Page; readonly fields: Fields };
export type Read = (request: Request) => Asked;

/** Reads where the visitor is from the form or, without one, from the address. */
export function createReader(port: ShopPort): Read {
  return (request) => {
    const fields: Fields = request.method === 'POST' ? (request.body ?? {}) : request.query;
    // The key is asked for each time: it may have been rotated since the last page.
    const { writeKey, siteName } = port;
    return { page: { base: request.baseUrl, visit: readVisit(fields), writeKey, siteName }, fields };
  };
}

export function showPage(response: Response, page: Page, content: Content, status = 200): void {
  answerHtml(response, renderLayout(page, content), status);
}
