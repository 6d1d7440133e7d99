/** A decision as a page gets it. */
import type { Campaign } from './campaign.ts';
import { SHOWN_WITHIN_MS } from './decision-entries.ts';
import type { Settled } from './settle.ts';
import type { CouponCode, OnPageTreatment, PageDecision, Rendered } from './treatment.ts';
import { BECAUSE, readWords } from './words.ts';

/** @example renderDecision(settled, now).treatment // null in a control arm */
export function renderDecision(
  { candidate, decision, products, coupon }: Settled,
  now: number,
): PageDecision {
  const { live, variant, outcome, slot, trigger, treatment } = candidate;
  const other = treatment === null ? asIfOf(live.campaign) : null;
  return {
    id: decision,
    campaign: live.campaign.key,
    variant: variant?.key ?? outcome,
    ...(slot === undefined ? {} : { slot }),
    trigger,
    expiresIn: SHOWN_WITHIN_MS,
    treatment:
      treatment === null
        ? null
        : render({ ...(treatment as OnPageTreatment), ...coupon }, candidate, products, now),
    ...(other === null ? {} : { asIf: other }),
  };
}

/** What somebody in a control arm would have seen, as far as its moment depends on it. */
function asIfOf({ variants }: Campaign): NonNullable<PageDecision['asIf']> | null {
  const shown = variants.find(({ treatment }) => treatment !== null)?.treatment as
    | OnPageTreatment
    | undefined;
  if (shown === undefined) return null;
  return shown.kind === 'chat' ? { kind: 'chat', provider: shown.provider } : { kind: shown.kind };
}

function render(
  treatment: OnPageTreatment & Partial<CouponCode>,
  { live: { campaign } }: Settled['candidate'],
  products: Settled['products'],
  now: number,
): Rendered {
  const { audience, trigger, saysWhy, uplift } = campaign;
  const isBySegment = Object.keys(audience).length > 0 || 'entry' in trigger || 'exit' in trigger;
  const isByBehaviour = isBySegment || uplift !== undefined;
  return {
    ...(treatment as Rendered),
    words: readWords(treatment.kind),
    ...(products.length === 0 ? {} : { products }),
    ...(treatment.kind === 'coupon' && saysWhy && isByBehaviour ? { because: BECAUSE } : {}),
    ...(treatment.ends === undefined ? {} : { endsIn: Date.parse(treatment.ends) - now }),
  };
}
