/** Where the links of mails arrive, and where a developer reads them. */
import type { Request, Response } from 'express';
import { refuse } from '../../core/errors.ts';
import { INBOX_PATH } from '../../integrations/email/dev-inbox.ts';
import { DOORS } from '../../integrations/email/links.ts';
import { sendRefusal } from './answer.ts';
import type { Mail } from './mail.ts';

type Mount = (request: Request, response: Response, next: (error?: unknown) => void) => void;

const nothing = (response: Response): void =>
  sendRefusal(response, refuse('not_found', '', 'see /openapi.json for what there is'));

/** The whole path is theirs: what express cuts off below a mount is put back. */
export function mountMail({ door, inbox }: Mail): readonly (readonly [string, Mount])[] {
  const toDoor: Mount = (request, response, next) => {
    request.url = request.originalUrl;
    door(request, response).then((isHandled) => {
      if (!isHandled) nothing(response);
    }, next);
  };
  const toInbox: Mount = (request, response) => {
    request.url = request.originalUrl;
    if (inbox?.handle(request, response) !== true) nothing(response);
  };
  return [...Object.values(DOORS).map((path) => [path, toDoor] as const), [INBOX_PATH, toInbox]];
}
