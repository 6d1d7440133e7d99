/** What a campaign template is, and the draft that it makes. */
import { z } from 'zod';
import { type Outcome, refuse } from '../../errors.ts';
import type { Campaign, Cap, Variant } from '../campaign.ts';
import { segmentsOf } from '../live.ts';
import { parseCampaign } from '../parse.ts';
import { CODE_TO_FILL, END_TO_FILL, URL_TO_FILL } from '../placeholders.ts';
import { code, instant, url } from '../schema-treatment.ts';
import type { Treatment } from '../treatment.ts';

/** Everything that a merchant has to have thought of; the rest may be left out. */
type Drafted =
  | 'name'
  | 'channel'
  | 'audience'
  | 'trigger'
  | 'variants'
  | 'goal'
  | 'limits'
  | 'priority'
  | 'tags';
type Optional = 'cancel' | 'validFor' | 'reentry' | 'steps' | 'offer' | 'obeys' | 'counts';

/** A campaign to start from, with all that a merchant should know of it. */
export type CampaignTemplate = {
  readonly key: string;
  /** What it does, in a sentence. */
  readonly does: string;
  /** When it is worth having. */
  readonly worth: string;
  /** What it is measured by. */
  readonly measure: string;
  /** How large the control arm is, and why. */
  readonly control: string;
  /** What to change before it goes live, a sentence each. */
  readonly before: readonly string[];
  readonly draft: Pick<Campaign, Drafted> & Partial<Pick<Campaign, Optional>>;
};

/** What an installation may fill in. */
export const templateValuesSchema = z.strictObject({
  /** Of the campaign; the template's own where it is left out. */
  key: z
    .string()
    .regex(/^[a-z0-9-]{1,64}$/, 'write 1 to 64 of a-z, 0-9 and -')
    .exactOptional(),
  code: code.exactOptional(),
  ends: instant.exactOptional(),
  url: url.exactOptional(),
});
export type TemplateValues = z.output<typeof templateValuesSchema>;

const MARKS = { code: CODE_TO_FILL, ends: END_TO_FILL, url: URL_TO_FILL } as const;
type Fillable = keyof typeof MARKS;
const FILLABLE = Object.keys(MARKS) as Fillable[];

/** Segment templates without which it cannot be. @example needsOf(template) // ['cart-abandoned'] */
export function needsOf({ draft }: CampaignTemplate): readonly string[] {
  return segmentsOf({ ...draft, steps: draft.steps ?? [] });
}

/** Which values an installation may give it. @example fillableOf(template) // ['code', 'ends'] */
export function fillableOf({ draft }: CampaignTemplate): readonly Fillable[] {
  const written = JSON.stringify(draft);
  return FILLABLE.filter((name) => written.includes(JSON.stringify(MARKS[name])));
}

/**
 * The campaign that it makes: never live.
 *
 * @returns `invalid_value` at a value that the template has no place for.
 * @example draftOf(template, { key: 'spring', code: 'SPRING10', ends: '2027-04-01T00:00:00Z' })
 */
export function draftOf(template: CampaignTemplate, values: TemplateValues): Outcome<Campaign> {
  const fillable = fillableOf(template);
  const stray = FILLABLE.find((name) => values[name] !== undefined && !fillable.includes(name));
  if (stray !== undefined)
    return refuse('invalid_value', stray, `${template.key} has no place for it: leave it out`);
  const given = new Map(FILLABLE.map((name) => [MARKS[name], values[name] ?? MARKS[name]]));
  const draft = JSON.parse(JSON.stringify(template.draft), (_, value: unknown) =>
    typeof value === 'string' ? (given.get(value as (typeof MARKS)[Fillable]) ?? value) : value,
  );
  return parseCampaign({ ...draft, state: 'draft' }, values.key ?? template.key);
}

/** The arms: the treatment, and a share that sees nothing. */
export function withControl(key: string, treatment: Treatment, percent = 10): readonly Variant[] {
  return [
    { key: 'control', weight: percent, treatment: null },
    { key, weight: 100 - percent, treatment },
  ];
}

/** Once a day, beside at most one other message on the page. */
export const CALM_ON_PAGE: readonly Cap[] = [
  { scope: 'campaign', max: 1, per: 'day' },
  { scope: 'channel', max: 2, per: 'day' },
];

export const CLOSE = { en: 'Close', de: 'Schließen' } as const;
export const NO_THANKS = { en: 'No, thanks', de: 'Nein, danke' } as const;
/** No mail at night, in the person's zone. */
export const NIGHT = { from: '21:00', to: '08:00' } as const;
