/** What a sample shop has beside its visitors: segments by intent, and a campaign that they were drawn for. */

import type { Campaign } from '../../../core/decisions/campaign.ts';
import { parseCampaign } from '../../../core/decisions/parse.ts';
import type { Outcome } from '../../../core/errors.ts';
import {
  AVAILABLE_NEEDS,
  findTemplate,
  INIT_SETS,
  installable,
  STAGES,
} from '../../../core/segments/templates/index.ts';

const KEYS = [
  ...INIT_SETS.shop,
  'early-exploration',
  'product-comparison',
  'checkout-intent',
  'new-visitor-one-product',
];

/** The body of `POST /v1/segments`. */
export function sampleSegments() {
  const segments = KEYS.flatMap((key) => {
    const template = findTemplate(key);
    const read = template === undefined ? null : installable(template, AVAILABLE_NEEDS);
    return read?.ok === true ? [read.value] : [];
  });
  return { segments, stages: STAGES.shop };
}

/** @example const campaign = sampleCampaign(); campaign.ok && campaign.value.key // 'delivery-and-returns' */
export function sampleCampaign(): Outcome<Campaign> {
  return parseCampaign({
    key: 'delivery-and-returns',
    name: 'Delivery and returns, said on the product page',
    state: 'live',
    channel: 'onsite',
    audience: { none: ['checkout-intent'] },
    trigger: { slot: 'trust' },
    variants: [
      { key: 'control', weight: 1, treatment: null },
      {
        key: 'signals',
        weight: 1,
        treatment: {
          kind: 'trust',
          signals: [
            {
              icon: 'delivery',
              text: { en: 'With you in 2 to 3 working days', de: 'In 2 bis 3 Werktagen bei Ihnen' },
            },
            {
              icon: 'returns',
              text: { en: 'Send it back within 30 days', de: 'Rückgabe innerhalb von 30 Tagen' },
            },
          ],
        },
      },
    ],
    goal: { kind: 'conversion', event: 'Product Added', within: '14d' },
  });
}
