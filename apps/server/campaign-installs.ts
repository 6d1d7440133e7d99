/** Campaign templates of a site: what each needs there, and the draft that is made of one. */

import { describeAudience, describeTrigger } from '../../core/decisions/describe.ts';
import { type Gap, listGaps } from '../../core/decisions/placeholders.ts';
import {
  CAMPAIGN_TEMPLATES,
  type CampaignTemplate,
  draftOf,
  fillableOf,
  findCampaignTemplate,
  needsOf,
  type TemplateValues,
} from '../../core/decisions/templates/index.ts';
import type { Engine } from '../../core/engine.ts';
import type { SiteId } from '../../core/entry.ts';
import { accept, type Outcome, refuse } from '../../core/errors.ts';
import { NO_CATALOG, newestEntries } from '../../core/segments/catalog.ts';
import type { SegmentDefinition } from '../../core/segments/condition.ts';
import { AVAILABLE_NEEDS, FAMILIES, findTemplate, installable } from '../../core/segments/templates/index.ts';
import { type CampaignLine, presentCampaign } from './campaign-answers.ts';
import { auditPut } from './campaign-changes.ts';
import { putSegments } from './segment-changes.ts';

type Installing = Pick<Engine, 'campaigns' | 'segments' | 'audit'>;

export type Installed = {
  readonly campaign: CampaignLine;
  /** Segments that came with it. */
  readonly segments: readonly string[];
  /** What has to be filled in before it goes live. */
  readonly toFill: readonly Gap[];
  /** What else to do before that. */
  readonly before: readonly string[];
};

export type TemplateLine = ReturnType<typeof presentTemplate>;
export type OfferedTemplate = TemplateLine & { readonly missing: string | null };

/** By family; `missing` says what stands in the way on this site. */
export function listTemplates(engine: Pick<Engine, 'segments'>, site: SiteId): readonly OfferedTemplate[] {
  return FAMILIES.flatMap((family) =>
    CAMPAIGN_TEMPLATES[family].map((template) => {
      const needed = readNeeds(engine, site, template);
      return { ...presentTemplate(family, template), missing: needed.ok ? null : needed.hint };
    }),
  );
}

/** As the API and the command line answer it. */
export function presentTemplate(family: string, template: CampaignTemplate) {
  const { key, does, worth, measure, control, before, draft } = template;
  const { name, channel, trigger, audience } = draft;
  return {
    key,
    name,
    family,
    channel,
    does,
    worth,
    measure,
    control,
    before,
    /** Segments; those that are not there come with it. */
    needs: needsOf(template),
    /** Values that an installation may fill in. */
    takes: fillableOf(template),
    trigger: describeTrigger(trigger),
    audience: describeAudience(audience),
  };
}

/**
 * Puts the draft, and before it the segments that it needs and the site lacks. Segments of these keys that are there
 * stay as they are.
 *
 * @returns `not_found`, `conflict` where the key is taken, `not_available` where a segment needs what is not there yet.
 * @example await installTemplate(engine, site, 'cart-reminder', {}, 'command line')
 */
export async function installTemplate(
  engine: Installing,
  site: SiteId,
  {
    template: name,
    values,
    by,
  }: { readonly template: string; readonly values: TemplateValues; readonly by: string },
): Promise<Outcome<Installed>> {
  const template = findCampaignTemplate(name);
  if (template === undefined)
    return refuse('not_found', 'template', 'see GET /v1/campaigns/templates for those there are');
  const draft = draftOf(template, values);
  if (!draft.ok) return draft;
  const { key } = draft.value;
  if (engine.campaigns.get(site, key) !== null)
    return refuse('conflict', 'key', `there is a campaign "${key}": give this one another key`);
  const needed = readNeeds(engine, site, template);
  if (!needed.ok) return needed;
  const segments = needed.value;
  if (segments.length > 0) {
    const put = await putSegments(engine, site, { segments }, by);
    if (!put.ok) return put;
  }
  const put = await engine.campaigns.put(site, draft.value);
  if (!put.ok) return put;
  await auditPut(engine, site, put.value, { by, template: name });
  return accept({
    campaign: presentCampaign(put.value),
    segments: segments.map((segment) => segment.key),
    toFill: listGaps(draft.value),
    before: template.before,
  });
}

/** The segments that have to be put with it. */
function readNeeds(
  { segments }: Pick<Engine, 'segments'>,
  site: SiteId,
  template: CampaignTemplate,
): Outcome<readonly SegmentDefinition[]> {
  const known = newestEntries(segments.of(site)?.catalog ?? NO_CATALOG);
  const definitions: SegmentDefinition[] = [];
  for (const key of needsOf(template).filter((need) => !known.has(need))) {
    const own = readSegment(key);
    if (!own.ok) return own;
    definitions.push(own.value);
  }
  return accept(definitions);
}

function readSegment(key: string): Outcome<SegmentDefinition> {
  const own = findTemplate(key);
  const read =
    own === undefined
      ? refuse('not_available', 'needs', `there is no segment "${key}"`)
      : installable(own, AVAILABLE_NEEDS);
  if (read.ok) return read;
  return { ...read, hint: `${read.hint}; or put a segment "${key}" of your own` };
}
