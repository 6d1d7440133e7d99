/** What a template is, and when one can be installed. */
import { accept, type Outcome, refuse } from '../../errors.ts';
import type { SegmentDefinition } from '../condition.ts';

/** What comes with later work: a template that needs it stays on the shelf until it is there. */
export type Need = 'scores' | 'email events' | 'campaigns';

/** A score is there from the first event. What became of e-mails nobody reports yet. */
export const AVAILABLE_NEEDS: ReadonlySet<Need> = new Set(['campaigns', 'scores']);

/** A segment to start from, with all that a merchant should know of it. */
export type Template = Required<Omit<SegmentDefinition, 'campaigns'>> & { readonly needs?: readonly Need[] };

export const FAMILIES = ['shop', 'saas', 'content'] as const;
export type TemplateFamily = (typeof FAMILIES)[number];

const REASONS: Readonly<Record<Need, string>> = {
  scores: 'it asks for a score, and no model scores visitors on this site: train one first',
  'email events':
    'it asks what became of e-mails, and nothing reports that on this site: connect the sender first',
  campaigns: 'it asks what a campaign did, and this site runs none: add one first',
};

/**
 * The segment that a template makes, where everything that it needs is there.
 * @returns `not_available` with the reason, at `needs`.
 * @example installable(template, new Set(['scores'])) // { ok: true, value: { key: 'high-intent-low-frequency', … } }
 */
export function installable(template: Template, available: ReadonlySet<Need>): Outcome<SegmentDefinition> {
  const { needs = [], ...definition } = template;
  const missing = needs.find((need) => !available.has(need));
  return missing === undefined
    ? accept(definition)
    : refuse('not_available', 'needs', `${template.key}: ${REASONS[missing]}`);
}
