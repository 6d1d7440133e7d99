/** What a decision needs from the page or the site, and not before it may be shown: a code of one visitor, products. */
import type { PageDecision } from '../../../decisions/treatment.ts';
import type { LocalSettings } from '../../settings.ts';

/** Of the site: the same decision is given the same code again. `ends` in epoch ms. */
type Made = { readonly code: string; readonly ends: number };

/**
 * @throws the site's answer where it makes no code, and where the page has no products: what would not work is not shown.
 */
export async function addMissing(
  decision: PageDecision,
  { u, products }: LocalSettings,
  device: string | undefined,
): Promise<PageDecision> {
  const { id, treatment } = decision;
  if (treatment?.kind === 'bundle')
    return {
      ...decision,
      treatment: { ...treatment, products: [...(products as NonNullable<typeof products>)] },
    };
  if (treatment?.kind !== 'coupon' || treatment.code) return decision;
  const body = JSON.stringify({ decision: id, device });
  const answer = await fetch(u.replace(/\?.*/, '?rest_route=/inkling/v1/coupon'), { method: 'POST', body });
  if (!answer.ok) throw answer;
  const { code, ends }: Made = await answer.json();
  const endsIn = ends - Date.now();
  return { ...decision, treatment: { ...treatment, code, ends: new Date(ends).toISOString(), endsIn } };
}
