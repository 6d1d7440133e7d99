/** Lists over HTTP come in pages: a limit, and an opaque cursor that the page before handed out. */
import type * as z from 'zod';
import { findBodyFault } from '../../core/collect/json.ts';
import { accept, type Outcome, type Refusal, refuse } from '../../core/errors.ts';
import { ok } from './answer.ts';
import type { Route, RouteRequest } from './route.ts';

/** @typeParam Place where a page ends, as its cursor carries it */
export type PageWanted<Place> = {
  /** null where the first page is asked for. */
  readonly after: Place | null;
  readonly limit: number;
};

export type Page = {
  readonly items: readonly unknown[];
  /** Place after which the next page begins; null at the end. */
  readonly next: unknown;
};

const MOST_LIMIT = 1_000;
const USUAL_LIMIT = 100;
const DEEPEST_PLACE = 4;

/**
 * The query and the handler of a route that lists. A limit or cursor that is none is refused before
 * anything is read.
 * @param placeSchema what a cursor of this list must hold
 * @example
 * { method: 'GET', path: '/v1/audit', ..., ...inPages(z.string(), ({ caller }, { after, limit }) => ...) }
 */
export function inPages<Place>(
  placeSchema: z.ZodType<Place>,
  read: (request: RouteRequest, wanted: PageWanted<Place>) => Promise<Page | Refusal>,
): Pick<Route, 'query' | 'handle'> {
  return {
    query: { limit: `1 to ${MOST_LIMIT.toLocaleString('en')}`, cursor: 'of the page before' },
    handle: async (request) => {
      const limit = readLimit(request.query);
      const cursor = readCursor(request.query, placeSchema);
      if (!limit.ok) return limit;
      if (!cursor.ok) return cursor;
      const page = await read(request, { after: cursor.value, limit: limit.value });
      if ('ok' in page) return page;
      return ok({ items: page.items, next: writeCursor(page.next) });
    },
  };
}

/**
 * Cuts a page off.
 * @param found what follows the cursor: one more than the limit says that there is a next page
 * @param placeOf where a page that ends with this one ends
 */
export function cutPage<Found>(
  found: readonly Found[],
  limit: number,
  placeOf: (last: Found) => unknown,
  present: (item: Found) => unknown = (item) => item,
): Page {
  const own = found.slice(0, limit);
  const last = own.at(-1);
  const next = found.length > limit && last !== undefined ? placeOf(last) : null;
  return { items: own.map(present), next };
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
    const place: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    const parsed = findBodyFault(place, DEEPEST_PLACE) === null ? schema.safeParse(place) : null;
    if (parsed?.success) return accept(parsed.data);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return refuse('invalid_value', 'cursor', 'send the `next` of the page before, unchanged');
}

function readLimit(query: URLSearchParams): Outcome<number> {
  const text = query.get('limit');
  if (text === null) return accept(USUAL_LIMIT);
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= MOST_LIMIT) return accept(limit);
  return refuse('invalid_value', 'limit', `write a whole number from 1 to ${MOST_LIMIT}`);
}
