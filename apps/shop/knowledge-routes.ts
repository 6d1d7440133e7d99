import type { Request, Response, Router } from 'express';
import { answerHtml } from './answers.ts';
import { type Finding, heldPage, receiptPage, renderFinding, renderReceipt } from './pages/held.ts';
import { refusalPage } from './pages/missing.ts';
import type { ShopPort } from './port.ts';
import { type Read, showPage } from './routing.ts';
import { type Fields, readField } from './visit.ts';

/** A device id as the tracker makes it, or null. */
function readDevice(fields: Fields): string | null {
  const device = readField(fields, 'device');
  return /^[0-9a-f]{32}$/.test(device) ? device : null;
}

/** What is held is shown to, and erased by, its own visitor only: no other site may send a form here. */
function isFromElsewhere(request: Request): boolean {
  const site = request.headers['sec-fetch-site'];
  return site !== undefined && site !== 'same-origin' && site !== 'none';
}

const wantsFragment = (request: Request): boolean => request.is('application/json') !== false;

/** The drawer's questions, and the same as pages for browsers without scripts. */
export function addKnowledge(router: Router, read: Read, port: ShopPort): void {
  const find = async (request: Request, device: string | null): Promise<Finding> => ({
    held: await port.held(request, device),
    hasSignal: request.headers['sec-gpc'] === '1',
  });
  const refuseElsewhere = (request: Request, response: Response): boolean => {
    if (!isFromElsewhere(request)) return false;
    showPage(response, read(request).page, refusalPage('This can only be asked from the shop itself.'), 403);
    return true;
  };
  router.get('/held', async (request, response) => {
    const { page } = read(request);
    showPage(response, page, heldPage(page, await find(request, null)));
  });
  router.post('/held', async (request, response) => {
    if (refuseElsewhere(request, response)) return;
    const finding = await find(request, readDevice(read(request).fields));
    answerHtml(response, renderFinding(finding).markup);
  });
  router.post('/forget', async (request, response) => {
    if (refuseElsewhere(request, response)) return;
    const { page, fields } = read(request);
    const counts = await port.forget(request, readDevice(fields));
    if (wantsFragment(request)) answerHtml(response, renderReceipt(counts).markup);
    else showPage(response, page, receiptPage(page, counts));
  });
}
