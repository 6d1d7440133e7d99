/** The campaign templates as documentation, so that the page never says something else than the code. */
import { FAMILIES, type TemplateFamily } from '../../segments/templates/index.ts';
import { describeAudience, describeLimits, describeTrigger } from '../describe.ts';
import { CAMPAIGN_TEMPLATES, type CampaignTemplate, fillableOf } from './index.ts';

const TITLES: Readonly<Record<TemplateFamily, string>> = { shop: 'Shop', saas: 'SaaS', content: 'Content' };

/**
 * Markdown: for each family one table for the merchant, and what to do with each template before it goes live.
 *
 * @example campaignTemplatesMarkdown().startsWith('### Shop') // true
 */
export function campaignTemplatesMarkdown(): string {
  return FAMILIES.map(familySection).join('\n');
}

function familySection(family: TemplateFamily): string {
  const templates = CAMPAIGN_TEMPLATES[family];
  return [
    `### ${TITLES[family]}`,
    '',
    '| template | what it does | when it is worth it | measured by | control arm |',
    '| --- | --- | --- | --- | --- |',
    ...templates.map(row),
    '',
    'Who gets it, and what to do before it goes live:',
    '',
    ...templates.map(details),
    '',
  ].join('\n');
}

function row({ key, does, worth, measure, control, draft }: CampaignTemplate): string {
  return `| ${[`${draft.name}<br>\`${key}\`, ${placeOf(draft)}`, does, worth, measure, control].join(' | ')} |`;
}

function placeOf({ channel, trigger }: CampaignTemplate['draft']): string {
  if (channel === 'email') return 'e-mail';
  if (channel === 'flow') return 'Shopify Flow';
  return 'slot' in trigger ? 'in the page' : 'over the page';
}

function details(template: CampaignTemplate): string {
  const { key, draft, before } = template;
  const fillable = fillableOf(template).map((name) => `\`${name}\``);
  const values = fillable.length === 0 ? '' : ` Takes ${fillable.join(' and ')}.`;
  return [
    `- \`${key}\`: who ${[describeTrigger(draft.trigger), ...others(draft)].join('; ')}.`,
    `${capitalize(describeLimits(draft).join('; '))}.`,
    `**Before:** ${before.join(' ')}${values}`,
  ].join(' ');
}

/** Whoever enters a segment is in it. */
function others({ trigger, audience }: CampaignTemplate['draft']): readonly string[] {
  const { all, ...rest } = audience;
  const more = all?.filter((key) => !('entry' in trigger && trigger.entry === key)) ?? [];
  const left = { ...(more.length > 0 && { all: more }), ...rest };
  return Object.keys(left).length === 0 ? [] : [describeAudience(left)];
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
