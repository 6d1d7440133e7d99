/** A route as data: mounted by app.ts, described by openapi.ts, and walked one by one by the tests. */
import type { IncomingMessage } from 'node:http';
import type * as z from 'zod';
import type { Refusal } from '../../core/errors.ts';
import type { Site } from '../../core/sites/site.ts';
import type { Answer } from './answer.ts';

/** Which key opens it: `secret` also takes nothing less, `operator` is the installation's own. */
export type RouteKey = 'none' | 'write' | 'secret' | 'operator' | 'secret or operator' | 'write or secret';

export type Caller =
  | { readonly kind: 'none' }
  | { readonly kind: 'operator' }
  | {
      readonly kind: 'write' | 'secret';
      readonly site: Site;
      /** The key was replaced by a newer one and is in its overlap. */
      readonly isOld: boolean;
    };

export type RouteRequest<Body = unknown> = {
  readonly caller: Caller;
  /** Path parameters, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: Body;
  readonly raw: IncomingMessage;
};

export type Route = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With `{name}` for parameters. */
  readonly path: string;
  readonly key: RouteKey;
  readonly summary: string;
  /** Shape of the body; absent: the route takes none, or reads it item by item itself. */
  readonly body?: z.ZodType;
  readonly takesBody?: true;
  /** It gets the body as it came: a signature is made over these very bytes. */
  readonly takesBytes?: true;
  /** It bounds the depth of each item itself, so that a bad one does not reject its neighbours. */
  readonly readsItems?: true;
  /** It takes long, or leaves something for good: with the write key it may be asked seldom. */
  readonly isCostly?: true;
  /** Bound of the body in bytes; 1 MB unless said. Or one for each key: whoever stands in a page sends less. */
  readonly mostBytes?: number | Readonly<Record<'write' | 'secret', number>>;
  /** The body may name the key, as `writeKey`, where nothing else does. */
  readonly takesKeyInBody?: true;
  readonly query?: Readonly<Record<string, string>>;
  /** What it answers with when that is no JSON. */
  readonly produces?: string;
  /** What it answers with beside JSON, where it is asked for. */
  readonly alsoProduces?: string;
  handle(request: RouteRequest): Promise<Answer | Refusal>;
};

/** The one site a caller may act on. Only for routes whose key names one. */
export function siteOf(caller: Caller): Site {
  if ('site' in caller) return caller.site;
  throw new TypeError('a route without a site key asked for the site of its caller');
}

export function isRefusal(value: Answer | Refusal): value is Refusal {
  return 'ok' in value;
}
