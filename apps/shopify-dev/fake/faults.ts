/** What goes wrong between an app and Shopify, on demand. */

export type Fault =
  /** Answers 503, as when Shopify has an outage. */
  | 'unavailable'
  /** Answers 500 with a page, not with JSON. */
  | 'broken'
  /** Answers 200, and the error stands in the body. */
  | 'internal'
  /** The connection breaks before anything was done. */
  | 'reset'
  /** It is done, and then the connection breaks: trying again does it twice, unless something keeps it from that. */
  | 'lost'
  /** Never answers; ends when the caller gives up. */
  | 'hanging';

export type Faults = {
  /**
   * The next requests meet it. @param only The name of an operation, or `token`; every request without.
   * @example shop.faults.next('lost', { only: 'DiscountCodeBasicCreate' })
   */
  next(fault: Fault, options?: { readonly times?: number; readonly only?: string }): void;
  /** Whatever was due still: all is well again. */
  end(): void;
  /** Takes the one that is due. */
  take(what: string): Fault | null;
};

type Due = { readonly fault: Fault; readonly only: string | undefined; left: number };

export function createFaults(): Faults {
  const due: Due[] = [];
  return {
    next: (fault, { times = 1, only } = {}) => void due.push({ fault, only, left: times }),
    end: () => void due.splice(0),
    take(what) {
      const found = due.find(({ only, left }) => left > 0 && (only ?? what) === what);
      if (!found) return null;
      found.left -= 1;
      return found.fault;
    },
  };
}

/** What the caller meets. @param done Does what was asked. */
export async function meet(
  fault: Fault | null,
  done: () => Promise<Response>,
  signal?: AbortSignal | null,
): Promise<Response> {
  switch (fault) {
    case null:
      return await done();
    case 'unavailable':
      return Response.json({ errors: 'Service Unavailable' }, { status: 503 });
    case 'broken':
      return new Response('<html><body>Something went wrong</body></html>', { status: 500 });
    case 'internal':
      return Response.json({
        errors: [
          {
            message: 'Internal error. Looks like something went wrong on our end.',
            extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'c0ffee' },
          },
        ],
      });
    case 'hanging':
      return await untilAborted(signal);
    case 'lost':
      await done();
      throw new TypeError('fetch failed', {
        cause: Object.assign(new Error('ECONNRESET'), { code: 'ECONNRESET' }),
      });
    case 'reset':
      throw new TypeError('fetch failed', {
        cause: Object.assign(new Error('ECONNRESET'), { code: 'ECONNRESET' }),
      });
  }
}

function untilAborted(signal: AbortSignal | null | undefined): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal?.aborted) reject(signal.reason);
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
