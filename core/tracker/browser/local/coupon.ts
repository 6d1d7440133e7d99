/** A code is made for one visitor, and not before the coupon may be shown. */
import type { PageDecision } from '../../../decisions/treatment.ts';

/** Of the site: the same decision is given the same code again. `ends` in epoch ms. */
type Made = { readonly code: string; readonly ends: number };

/**
 * @param url Of the site: posts go to it and a path after it.
 * @throws the site's answer where it makes no code: a coupon that would not work is none.
 */
export async function addCode(
  decision: PageDecision,
  url: string,
  device: string | undefined,
): Promise<PageDecision> {
  const { id, treatment } = decision;
  if (treatment?.kind !== 'coupon' || treatment.code) return decision;
  const body = JSON.stringify({ decision: id, device });
  const answer = await fetch(url.replace(/\?.*/, '?rest_route=/inkling/v1/coupon'), { method: 'POST', body });
  if (!answer.ok) throw answer;
  const { code, ends }: Made = await answer.json();
  const endsIn = ends - Date.now();
  return { ...decision, treatment: { ...treatment, code, ends: new Date(ends).toISOString(), endsIn } };
}
