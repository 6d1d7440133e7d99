/**
 * The Admin API of a shop: one document with its variables, and what Shopify says to it. Waits where the API's cost answer
 * asks for it, tries again where that can help, and takes a new token once where Shopify does not know the old one.
 * https://shopify.dev/docs/api/usage/limits
 */
import * as z from 'zod';
import { accept, type Outcome, type Refusal, refuse } from '../../../core/errors.ts';
import type { Clock } from '../../../core/ports.ts';
import type { Shop } from '../installation/shops.ts';
import type { Tokens } from '../installation/tokens.ts';
import type { Operation } from '../operations/operation.ts';
import type { Reply, ShopifyApi } from './api.ts';
import { within } from './deadline.ts';

const TIMEOUT_MS = 15_000;
const MOST_ATTEMPTS = 5;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;

/** How long somebody may wait for it. */
export type Patience = { readonly tries: number; readonly timeoutMs: number };

/** Somebody looks at a page meanwhile: what cannot be asked at once is not known. */
export const WHILE_LOOKED_AT: Patience = { tries: 1, timeoutMs: 5_000 };

const USUAL: Patience = { tries: MOST_ATTEMPTS, timeoutMs: TIMEOUT_MS };

export type Admin = {
  /**
   * Never rejects for what Shopify did. An idempotent document may be sent more than once; one that is not has to carry
   * its own key (a code, a handle) by which Shopify refuses the second.
   */
  run<V extends Readonly<Record<string, unknown>>, D>(
    shop: Shop,
    operation: Operation<V, D>,
    variables: V,
    patience?: Patience,
  ): Promise<Outcome<D>>;
};

export type AdminPorts = {
  readonly clock: Clock;
  readonly tokens: Pick<Tokens, 'read' | 'discard'>;
  readonly api: () => Promise<Pick<ShopifyApi, 'query'>>;
};

const costSchema = z.object({
  requestedQueryCost: z.number(),
  throttleStatus: z.object({ currentlyAvailable: z.number(), restoreRate: z.number().positive() }),
});
const errorsSchema = z.array(
  z.object({ message: z.string(), extensions: z.object({ code: z.string() }).partial().optional() }),
);
const userErrorsSchema = z.object({
  userErrors: z
    .array(
      z.object({ field: z.array(z.string()).nullish(), message: z.string(), code: z.string().nullish() }),
    )
    .min(1),
});

type Verdict =
  | { readonly kind: 'answer'; readonly outcome: Outcome<unknown> }
  | Again
  | { readonly kind: 'expired' };
type Again = { readonly kind: 'again'; readonly waitMs: number | null; readonly refusal: Refusal };

/** @example const made = await admin.run(shop, CREATE_COUPON, { input }) */
export function createAdmin({ clock, tokens, api }: AdminPorts): Admin {
  async function attempt(
    shop: Shop,
    operation: Operation<never, unknown>,
    variables: Readonly<Record<string, unknown>>,
    timeoutMs: number,
  ): Promise<Verdict> {
    const token = await tokens.read(shop).catch(() => undefined);
    if (token === undefined) return again(operation, 'Shopify gave no token');
    if (token === null) return answer(refuseToken(shop));
    const { accessToken } = token;
    const { query } = await api();
    const reply = await within(clock, timeoutMs, (signal) =>
      query({ shop: shop.domain, accessToken, text: operation.text, variables }, signal),
    );
    const verdict = judge(operation, reply);
    if (verdict.kind === 'expired') await tokens.discard(shop, accessToken);
    return verdict;
  }

  async function run(
    shop: Shop,
    operation: Operation<never, unknown>,
    variables: Readonly<Record<string, unknown>>,
    { tries: most, timeoutMs }: Patience,
  ): Promise<Outcome<unknown>> {
    let hasNewToken = false;
    for (let tries = 1; ; tries += 1) {
      const verdict = await attempt(shop, operation, variables, timeoutMs);
      if (verdict.kind === 'answer') return verdict.outcome;
      if (verdict.kind === 'expired') {
        if (hasNewToken) return refuseToken(shop);
        hasNewToken = true;
        continue;
      }
      if (tries >= most) return verdict.refusal;
      const waitMs = Math.min(verdict.waitMs ?? FIRST_WAIT_MS * 2 ** (tries - 1), LONGEST_WAIT_MS);
      await new Promise<void>((resolve) => void clock.after(waitMs, resolve));
    }
  }

  return {
    run: (shop, operation, variables, patience = USUAL) =>
      run(shop, operation as Operation<never, unknown>, variables, patience) as Promise<Outcome<never>>,
  };
}

/** Shopify takes no token of ours: the app has gone from there, or has come back and was not opened since. */
function refuseToken({ domain }: Shop): Refusal {
  return refuse('unknown_key', domain, 'open the app in the Shopify admin once');
}

type Named = { readonly name: string };

function judge(operation: Named, reply: Reply): Verdict {
  if (reply.kind === 'none') return again(operation, 'it did not answer');
  if (reply.kind === 'status') return judgeStatus(operation, reply);
  if (reply.kind === 'data') return answer(judgeData(operation, reply.data));
  const errors = errorsSchema.safeParse(reply.errors);
  const codes = errors.success ? errors.data.map(({ extensions }) => extensions?.code ?? '') : [];
  if (codes.includes('THROTTLED'))
    return { ...again(operation, 'it is asked too often'), waitMs: waitOf(reply.cost) };
  if (codes.includes('INTERNAL_SERVER_ERROR')) return again(operation, 'it broke off');
  if (codes.includes('RESOURCE_NOT_FOUND'))
    return answer(refuse('not_found', operation.name, 'Shopify has no such thing'));
  if (codes.includes('ACCESS_DENIED'))
    return answer(
      refuse(
        'not_available',
        operation.name,
        'grant the permission that is missing: see the checklist of the app',
      ),
    );
  return answer(
    refuse('internal', operation.name, 'Shopify does not take the request; the log has no more of it'),
  );
}

function judgeStatus(operation: Named, { status, retryAfterS }: Extract<Reply, { kind: 'status' }>): Verdict {
  if (status === 401) return { kind: 'expired' };
  const isPassing = status === 429 || status >= 500;
  if (isPassing)
    return {
      ...again(operation, `it answered ${status}`),
      waitMs: retryAfterS === null ? null : retryAfterS * 1_000,
    };
  if (status === 402 || status === 403 || status === 404 || status === 423)
    return answer(refuse('not_available', operation.name, `the shop is closed to the app (${status})`));
  return answer(refuse('internal', operation.name, `Shopify answered ${status}`));
}

/** What a mutation refuses stands beside its result; the words are Shopify's, the values in them ours. */
function judgeData(operation: Named, data: unknown): Outcome<unknown> {
  for (const part of Object.values((data ?? {}) as Record<string, unknown>)) {
    const refused = userErrorsSchema.safeParse(part);
    if (!refused.success) continue;
    const [first] = refused.data.userErrors;
    const code = first?.code === 'TAKEN' ? 'conflict' : 'invalid_value';
    return refuse(
      code,
      `${operation.name}.${first?.field?.join('.') ?? ''}`,
      first?.code ?? 'Shopify refuses it',
    );
  }
  return accept(data);
}

/** Until the bucket holds what the document costs. */
function waitOf(cost: unknown): number | null {
  const read = costSchema.safeParse(cost);
  if (!read.success) return null;
  const { requestedQueryCost, throttleStatus } = read.data;
  const lacking = Math.max(0, requestedQueryCost - throttleStatus.currentlyAvailable);
  return Math.ceil((lacking / throttleStatus.restoreRate) * 1_000);
}

function answer(outcome: Outcome<unknown>): Verdict {
  return { kind: 'answer', outcome };
}

function again({ name }: Named, why: string): Again {
  return {
    kind: 'again',
    waitMs: null,
    refusal: refuse('interrupted', name, `Shopify: ${why}; try again later`),
  };
}
