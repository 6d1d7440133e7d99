/** Where replayed events go in: the door of a running server, or the engine in this process. */
import * as z from 'zod';
import type { Engine } from '../../../../core/engine.ts';
import type { Json } from '../../../../core/entry.ts';
import { InklingError, REFUSALS } from '../../../../core/errors.ts';

export type SentEvent = { readonly id: string; readonly [field: string]: Json | undefined };

export type ItemRefusal = { readonly at: string; readonly code: string; readonly hint: string };

export type SinkAnswer =
  | {
      readonly kind: 'taken';
      readonly accepted: number;
      /** Of those, how many were there before. */
      readonly duplicates: number;
      /** Of those, how many are kept without a visitor. */
      readonly counted: number;
      readonly refused: readonly ItemRefusal[];
    }
  /** Nothing of it was taken; send it again, not before `afterMs`. */
  | { readonly kind: 'busy'; readonly afterMs: number; readonly reason: string }
  | { readonly kind: 'refused'; readonly code: string; readonly hint: string };

export type Sink = { send(events: readonly SentEvent[]): Promise<SinkAnswer> };

const takenSchema = z.object({
  accepted: z.number(),
  duplicates: z.number(),
  counted: z.number(),
  refused: z.array(z.object({ at: z.string(), code: z.string(), hint: z.string() })),
});
const errorSchema = z.object({ error: z.object({ code: z.string(), hint: z.string() }) });

const BUSY: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);

/** `POST /v1/events` with the site's secret key. Never throws for what the network or the server does. */
export function createDoorSink(url: string, secretKey: string): Sink {
  return {
    send: async (events) => {
      try {
        const response = await fetch(`${url}/v1/events`, {
          method: 'POST',
          headers: { authorization: `Bearer ${secretKey}`, 'content-type': 'application/json' },
          body: JSON.stringify({ events }),
        });
        return await readResponse(response);
      } catch (error) {
        if (error instanceof TypeError)
          return { kind: 'busy', afterMs: 0, reason: 'the server does not answer' };
        throw error;
      }
    },
  };
}

async function readResponse(response: Response): Promise<SinkAnswer> {
  const text = await response.text();
  if (BUSY.has(response.status)) {
    const afterMs = Number(response.headers.get('retry-after') ?? 0) * 1_000;
    const reason = `the server answers ${response.status}`;
    return { kind: 'busy', afterMs: Number.isFinite(afterMs) ? afterMs : 0, reason };
  }
  const body: unknown = readJson(text);
  if (response.ok) {
    const taken = takenSchema.safeParse(body);
    if (taken.success) return { kind: 'taken', ...taken.data };
  }
  const refusal = errorSchema.safeParse(body);
  if (refusal.success) return { kind: 'refused', ...refusal.data.error };
  return {
    kind: 'refused',
    code: 'internal',
    hint: `the server answered ${response.status} in words of its own`,
  };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** The same way in without a server: the engine's own door. */
export function createEngineSink(engine: Engine, name: string): Sink {
  return {
    send: async (events) => {
      const site = engine.sites.get(name);
      if (site === undefined)
        return { kind: 'refused', code: 'unknown_site', hint: 'run `inkling site list`' };
      try {
        const answer = await engine.ingest(site, { events });
        if (!answer.ok) return { kind: 'refused', code: answer.code, hint: answer.hint };
        return { kind: 'taken', ...answer.value };
      } catch (error) {
        if (isRetryable(error)) return { kind: 'busy', afterMs: 0, reason: error.message };
        throw error;
      }
    },
  };
}

function isRetryable(error: unknown): error is InklingError {
  if (!(error instanceof InklingError) || !Object.hasOwn(REFUSALS, error.code)) return false;
  return REFUSALS[error.code as keyof typeof REFUSALS].retryable;
}
