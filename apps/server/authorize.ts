/** Which key came with a request, and whether it opens the route. */

import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Engine } from '../../core/engine.ts';
import { accept, type Outcome, refuse } from '../../core/errors.ts';
import type { OperatorKey } from './operator-key.ts';
import type { Caller, RouteKey } from './route.ts';

export type Authorize = (request: IncomingMessage, query: URLSearchParams, key: RouteKey) => Outcome<Caller>;

export function createAuthorize(engine: Engine, operatorKey: Pick<OperatorKey, 'current'>): Authorize {
  return (request, query, key) => {
    if (key === 'none') return accept({ kind: 'none' });
    const given = readKey(request, query);
    if (given === '') return refuse('missing_key', 'authorization', 'send "Authorization: Bearer KEY"');
    return open(given, key, engine, operatorKey.current());
  };
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

/** From the Authorization header; from `?k=` public write keys alone, for addresses are written down everywhere. */
function readKey({ headers }: IncomingMessage, query: URLSearchParams): string {
  const bearer = /^Bearer\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  if (bearer !== undefined) return bearer;
  const key = query.get('k') ?? '';
  return key.startsWith('wk_') ? key : '';
}

function isEqual(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest();
  return timingSafeEqual(digest(a), digest(b));
}
