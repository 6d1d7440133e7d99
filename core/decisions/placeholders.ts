/** What a merchant still has to fill in: well formed, so that a draft can hold it, and nothing that anybody may see. */
import { type Refusal, refuse } from '../errors.ts';
import { formatPath, type Path } from '../segments/explain-issue.ts';
import type { Campaign } from './campaign.ts';
import { treatmentsOf } from './manners.ts';

export const CODE_TO_FILL = 'YOUR-CODE';
export const END_TO_FILL = '1970-01-01T00:00:00Z';
/** No address ends in `.invalid` (RFC 2606). */
export const URL_TO_FILL = 'https://fill-in.invalid/';

const NO_HOST = '.invalid';
const IN_BRACKETS = /\[\[[^[\]]*\]\]/;

export type Gap = {
  /** As `variants[1].treatment.code`. */
  readonly at: string;
  readonly cure: string;
};

/**
 * Everything that has to be filled in, in the order in which it stands there.
 *
 * @example listGaps(campaign) // [{ at: 'variants[1].treatment.code', cure: 'write the code …' }]
 */
export function listGaps(campaign: Pick<Campaign, 'variants' | 'steps'>): readonly Gap[] {
  return treatmentsOf(campaign).flatMap(({ at, treatment }) =>
    listTexts(treatment, []).flatMap(([path, text]) => {
      const cure = cureFor(text);
      return cure === null ? [] : [{ at: `${at}.${formatPath(path)}`, cure }];
    }),
  );
}

/** The first gap of a campaign that is to go live; null: there is none, or it need not be filled yet. */
export function findGap(campaign: Campaign): Refusal | null {
  const [gap] = campaign.state === 'live' ? listGaps(campaign) : [];
  return gap === undefined ? null : refuse('invalid_value', gap.at, `${gap.cure}, or leave it a draft`);
}

function cureFor(text: string): string | null {
  if (text === CODE_TO_FILL) return 'write the code as your shop takes it';
  if (text === END_TO_FILL) return 'write when the code stops working, like "2027-01-31T23:59:59Z"';
  if (URL.canParse(text) && new URL(text).hostname.endsWith(NO_HOST)) return 'write the address of your page';
  const brackets = IN_BRACKETS.exec(text)?.[0];
  return brackets === undefined ? null : `write what is true of you in place of ${brackets}`;
}

function listTexts(value: unknown, path: Path): readonly (readonly [Path, string])[] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) =>
    listTexts(child, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}
