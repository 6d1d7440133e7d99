/** The bundle of a site, made where the zip is built or in a connected server: what a page cannot keep is refused here. */
import type { OnPageTreatment, Rendered } from '../decisions/treatment.ts';
import { BECAUSE, readWords } from '../decisions/words.ts';
import { minorDigits } from '../events/currency.ts';
import { bakePoints } from './baking.ts';
import type { LocalBundle, LocalCampaign, LocalModel, LocalSegment } from './bundle.ts';
import { hearsOf } from './hears.ts';
import { type LocalRefusal, refuseCampaign, refuseCap, refuseCondition } from './refusing.ts';

export type BundleParts = {
  readonly site: Omit<LocalBundle['site'], 'digits'>;
  readonly segments: readonly LocalSegment[];
  readonly campaigns: readonly LocalCampaign[];
  readonly model: LocalModel | null;
};

export type BundleOutcome =
  | { readonly ok: true; readonly value: LocalBundle }
  | { readonly ok: false; readonly refusals: readonly LocalRefusal[] };

/** A page knows lines alone. */
const ISOTONIC: LocalRefusal = {
  code: 'not_available',
  at: 'model.served.calibrator',
  hint: 'calibrate it by Platt, or leave the model out: the page keeps its prior',
};

const KINDS = [
  'message',
  'banner',
  'content',
  'trust',
  'bundle',
  'coupon',
  'chat',
  'tour',
  'survey',
] as const;

/** @example makeBundle({ site, segments, campaigns, model: null }) */
export function makeBundle({ site, segments, campaigns, model }: BundleParts): BundleOutcome {
  const around = { keys: new Set(segments.map(({ key }) => key)), label: model?.label ?? null };
  const refusals = [
    ...segments.flatMap(({ key, when }) => refuseCondition(when, `segments.${key}.when`, around)),
    ...campaigns.flatMap((campaign) => refuseCampaign(campaign, `campaigns.${campaign.key}`, around)),
    ...(model?.served.calibrator?.kind === 'isotonic' ? [ISOTONIC] : []),
    ...site.caps.flatMap(({ per }, place) => refuseCap(per, `site.caps[${place}].per`)),
  ];
  if (refusals.length > 0) return { ok: false, refusals };
  return {
    ok: true,
    value: {
      v: 1,
      site: { ...site, digits: minorDigits(site.currency) ?? 2 },
      hears: hearsOf({ segments, campaigns, model }),
      segments: segments.map(({ key, name, when }) => ({ key, name, when })),
      model: model && bakePoints(model),
      campaigns,
      words: Object.fromEntries(KINDS.map((kind) => [kind, wordsOf(kind)])),
      because: BECAUSE,
    },
  };
}

function wordsOf(kind: OnPageTreatment['kind']): NonNullable<Rendered['words']> {
  return readWords(kind);
}
