/** Which key came with a request, and whether it opens the route. */

import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Engine } from '../../core/engine.ts';
import { accept, type Outcome, refuse } from '../../core/errors.ts';
import type { OperatorKey } from './operator-key.ts';
import type { Caller, RouteKey } from './route.ts';

export type Authorize = (
  request: IncomingMessage,
  query: URLSearchParams,
  key: RouteKey,
  /** The key that the body names, where nothing else does. */
  inBody?: string,
) => Outcome<Caller> | Promise<Outcome<Caller>>;

const SITE_HEADER = 'x-inkling-site';

export function createAuthorize(engine: Engine, operatorKey: Pick<OperatorKey, 'current'>): Authorize {
  return (request, query, key, inBody = '') => {
    if (key === 'none') return accept({ kind: 'none' });
    const given = findKey(request, query) || inBody;
    if (given === '') return refuse('missing_key', 'authorization', 'send "Authorization: Bearer KEY"');
    const opened = open(given, key, engine, operatorKey.current());
    return opened.ok && isForAnother(request, opened.value) ? OTHER_SITE : opened;
  };
}

const OTHER_SITE = refuse(
  'unknown_site',
  SITE_HEADER,
  'the ID key is not the one of this site: check it with `inkling site list`',
);

/** Whoever hashes ids elsewhere says with which site's id: under another one the same people would be others. */
function isForAnother({ headers }: IncomingMessage, caller: Caller): boolean {
  const named = headers[SITE_HEADER];
  return named !== undefined && caller.kind === 'secret' && caller.site.siteId !== named;
}

function open(given: string, key: RouteKey, engine: Engine, operatorKey: string): Outcome<Caller> {
  const wrong = refuse('wrong_key_kind', 'authorization', `this door takes the ${key} key`);
  if (given.startsWith('op_')) {
    if (!key.includes('operator')) return wrong;
    return isEqual(given, operatorKey)
      ? accept({ kind: 'operator' })
      : refuse('unknown_key', 'authorization', 'check the key with `inkling site list`');
  }
  const kind = given.startsWith('wk_') ? 'write' : 'secret';
  const site = kind === 'write' ? engine.sites.byWriteKey(given) : engine.sites.bySecretKey(given);
  if (!site.ok) return site;
  if (!key.includes(kind)) return wrong;
  return accept({ kind, site: site.value, isOld: engine.sites.isOld(kind, given) });
}

/**
 * From the Authorization header, as Bearer or as the user of Basic; from the address public write keys alone, for
 * addresses are written down everywhere.
 *
 * @returns Empty where the request has none.
 */
export function findKey({ headers }: IncomingMessage, query: URLSearchParams): string {
  const [, scheme = '', credentials = ''] =
    /^(Bearer|Basic)\s+(\S+)$/i.exec(headers.authorization ?? '') ?? [];
  if (scheme !== '') return scheme.toLowerCase() === 'bearer' ? credentials : userOf(credentials);
  const key = query.get('k') ?? query.get('writeKey') ?? '';
  return key.startsWith('wk_') ? key : '';
}

/** RFC 7617: the user stands before the first colon; what is after it is nothing here. */
function userOf(credentials: string): string {
  const [user = ''] = Buffer.from(credentials, 'base64').toString('utf8').split(':');
  return user;
}

function isEqual(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest();
  return timingSafeEqual(digest(a), digest(b));
}
