/** A code is made for one visitor, and not before the coupon may be shown. */
import type { PageDecision, Rendered } from '../../../decisions/treatment.ts';

const DAY_MS = 86_400_000;

/** Of the site: the same decision is given the same code again. */
type Made = { readonly code: string; readonly ends: number };

/** @param url Of the site: posts go to it and a path after it. */
export async function addCode(
  decision: PageDecision,
  url: string,
  device: string | undefined,
): Promise<PageDecision> {
  const { id, treatment } = decision;
  if (!lacksCode(treatment)) return decision;
  const body = JSON.stringify({ decision: id, device });
  const answer = await fetch(url.replace(/\?.*/, '?rest_route=/inkling/v1/coupon'), { method: 'POST', body });
  // A coupon that would not work is none.
  if (!answer.ok) throw answer;
  return withCode(decision, await answer.json());
}

/** For whoever looks at what others would be shown. */
export const addExample = (decision: PageDecision): PageDecision =>
  lacksCode(decision.treatment)
    ? withCode(decision, { code: 'EXAMPLE', ends: Date.now() + DAY_MS })
    : decision;

const lacksCode = (treatment: Rendered | null): boolean => treatment?.kind === 'coupon' && !treatment.code;

function withCode(decision: PageDecision, { code, ends }: Made): PageDecision {
  const more = { code, ends: new Date(ends).toISOString(), endsIn: ends - Date.now() };
  return { ...decision, treatment: { ...(decision.treatment as Rendered), ...more } };
}
