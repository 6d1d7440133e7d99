/** A route as data: mounted by app.ts, described by openapi.ts, and walked one by one by the tests. */
import type { IncomingMessage } from 'node:http';
import type * as z from 'zod';
import { accept, type Outcome, type Refusal, refuse } from '../../core/errors.ts';
import type { Site } from '../../core/sites/site.ts';
import type { Answer } from './answer.ts';

/** Which key opens it: `secret` also takes nothing less, `operator` is the installation's own. */
export type RouteKey = 'none' | 'write' | 'secret' | 'operator' | 'secret or operator' | 'write or secret';

export type Caller =
  | { readonly kind: 'none' }
  | { readonly kind: 'operator' }
  | { readonly kind: 'write' | 'secret'; readonly site: Site };

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
  /** Bound of the body in bytes; 1 MB unless said. */
  readonly mostBytes?: number;
  readonly query?: Readonly<Record<string, string>>;
  /** What it answers with when that is no JSON. */
  readonly produces?: string;
  handle(request: RouteRequest): Promise<Answer | Refusal>;
};

/** The one site a caller may act on. Only for routes whose key names one. */
export function siteOf(caller: Caller): Site {
  if ('site' in caller) return caller.site;
  throw new TypeError('a route without a site key asked for the site of its caller');
}

const MOST_LIMIT = 1_000;
const USUAL_LIMIT = 100;

/** `?limit=`: 100 unless said, 1,000 at most. */
export function readLimit(query: URLSearchParams): Outcome<number> {
  const text = query.get('limit');
  if (text === null) return accept(USUAL_LIMIT);
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= MOST_LIMIT) return accept(limit);
  return refuse('invalid_value', 'limit', `write a whole number from 1 to ${MOST_LIMIT}`);
}

/** Cursors are opaque to callers: a JSON value in base64url. */
export function writeCursor(value: unknown): string | null {
  return value === null ? null : Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** @returns null where the page starts at the beginning. */
export function readCursor<T>(query: URLSearchParams, schema: z.ZodType<T>): Outcome<T | null> {
  const text = query.get('cursor');
  if (text === null) return accept(null);
  try {
    const parsed = schema.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
    if (parsed.success) return accept(parsed.data);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return refuse('invalid_value', 'cursor', 'send the `next` of the page before, unchanged');
}

export function isRefusal(value: Answer | Refusal): value is Refusal {
  return 'ok' in value;
}
