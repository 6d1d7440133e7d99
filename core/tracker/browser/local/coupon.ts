/** A code is made for one visitor, and not before the coupon may be shown. */
import type { PageDecision } from '../../../decisions/treatment.ts';
import type { LocalSettings } from '../../settings.ts';

/** Of the site: the same decision is given the same code again. `ends` in epoch ms. */
type Made = { readonly code: string; readonly ends: number };

const DAY_MS = 86_400_000;

/** @throws the site's answer where it makes no code: a coupon that would not work is none. */
export async function addCode(
  decision: PageDecision,
  { u, preview }: LocalSettings,
  device: string | undefined,
): Promise<PageDecision> {
  const { id, treatment } = decision;
  if (treatment?.kind !== 'coupon' || treatment.code) return decision;
  const make = async (): Promise<Made> => {
    const body = JSON.stringify({ decision: id, device });
    const answer = await fetch(u.replace(/\?.*/, '?rest_route=/inkling/v1/coupon'), { method: 'POST', body });
    if (!answer.ok) throw answer;
    return answer.json();
  };
  const { code, ends } = preview ? { code: 'EXAMPLE', ends: Date.now() + DAY_MS } : await make();
  const more = { code, ends: new Date(ends).toISOString(), endsIn: ends - Date.now() };
  return { ...decision, treatment: { ...treatment, ...more } };
}
