/** The frame in which the console shows a treatment, where the console is our own: framed by it alone, and by nobody who is signed out. */
import type { IncomingMessage } from 'node:http';
import { type Refusal, refuse } from '../../../core/errors.ts';
import { previewHeaders } from '../../../integrations/shopify/admin-page/preview.ts';
import { CONSOLE_PATH } from './guard.ts';

export const PREVIEW_PATH = '/preview';

export const PREVIEW_HEADERS: Readonly<Record<string, string>> = {
  ...previewHeaders(''),
  'X-Frame-Options': 'SAMEORIGIN',
};

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
