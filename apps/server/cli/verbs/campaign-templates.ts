import { describeTrigger } from '../../../../core/decisions/describe.ts';
import {
  CAMPAIGN_TEMPLATES,
  type CampaignTemplate,
  findCampaignTemplate,
  type TemplateValues,
  templateValuesSchema,
} from '../../../../core/decisions/templates/index.ts';
import { accept, type Outcome, refuse } from '../../../../core/errors.ts';
import { FAMILIES } from '../../../../core/segments/templates/index.ts';
import { type Installed, presentTemplate } from '../../campaign-installs.ts';
import { drawBullets, drawGaps } from '../campaign-view.ts';
import { onSite, SITE_OPTION } from '../installation.ts';
import { nearest } from '../nearest.ts';
import { waitUntilBuilt } from '../putting.ts';
import { type Arguments, done, optionText, refused, type Verb } from '../verb.ts';
import { SCREEN_COLUMNS, wrap } from '../wrap.ts';

const KEYS = Object.values(CAMPAIGN_TEMPLATES)
  .flat()
  .map(({ key }) => key);
const FIRST_COLUMNS = 2 + Math.max(...KEYS.map(({ length }) => length)) + 2;

export const campaignsTemplatesVerb: Verb = {
  name: 'campaigns templates',
  summary: 'Campaigns to start from; with TEMPLATE, all about it',
  usage: '[TEMPLATE]',
  options: {},
  positionals: [0, 1],
  run: async ({ positionals: [name] }) => {
    if (name !== undefined) {
      const found = find(name);
      return found.ok ? done(present(found.value), drawTemplate(found.value)) : refused(found);
    }
    const items = Object.values(CAMPAIGN_TEMPLATES).flat().map(present);
    return done({ items }, drawTemplates());
  },
};

function present(template: CampaignTemplate) {
  const family = FAMILIES.find((one) => CAMPAIGN_TEMPLATES[one].includes(template)) ?? 'shop';
  return presentTemplate(family, template);
}

function find(name: string): Outcome<CampaignTemplate> {
  const found = findCampaignTemplate(name);
  if (found !== undefined) return accept(found);
  const meant = nearest(name, KEYS);
  const cure = meant === null ? '`inkling campaigns templates` lists them' : `did you mean "${meant}"?`;
  return refuse('not_found', 'TEMPLATE', cure);
}

function drawTemplates(): string {
  return FAMILIES.flatMap((family) => [
    family,
    ...CAMPAIGN_TEMPLATES[family].map(({ key, does }) => {
      const head = `  ${key}`.padEnd(FIRST_COLUMNS);
      return head + wrap(does, ' '.repeat(FIRST_COLUMNS), SCREEN_COLUMNS, FIRST_COLUMNS);
    }),
  ]).join('\n');
}

function drawTemplate(template: CampaignTemplate): string {
  const { key, name, channel, does, worth, measure, control, before, needs, takes, trigger, audience } =
    present(template);
  return [
    `${key}: ${name}, ${channel}`,
    '',
    ...[does, worth, `Who ${trigger}; ${audience}.`].map((text) => wrap(text)),
    wrap(`Measured by: ${measure}`),
    wrap(`Control arm: ${control}`),
    wrap(`Needs: ${needs.length === 0 ? 'no segment' : `the segments ${needs.join(', ')}`}.`),
    ...(takes.length === 0 ? [] : [`Takes: ${takes.map((value) => `--${value}`).join(', ')}`]),
    '',
    'Before it goes live:',
    ...drawBullets(before),
  ].join('\n');
}

const VALUE_OPTIONS = {
  key: { value: 'KEY', what: 'of the campaign; the name of the template unless said' },
  code: { value: 'CODE', what: 'of a coupon, as your shop takes it' },
  ends: { value: 'T', what: 'when the code stops working, ISO 8601' },
  url: { value: 'URL', what: 'of your page that the template links to' },
} as const;

export const campaignsInstallVerb: Verb = {
  name: 'campaigns install',
  summary: 'Makes a draft of a template, and the segments it needs',
  usage: 'TEMPLATE [--key KEY] [--code CODE] [--ends T] [--url URL] [--site S]',
  options: { ...VALUE_OPTIONS, site: SITE_OPTION },
  positionals: [1, 1],
  details:
    'Segments of the site stay as they are. What is not filled in yet is listed; nothing is shown to anybody before ' +
    'the state of the campaign is live.',
  run: async (args, terminal) => {
    const template = find(args.positionals[0] ?? '');
    if (!template.ok) return refused(template);
    const values = readValues(args);
    if (!values.ok) return refused(values);
    return onSite(args, terminal, async (site, operations) => {
      const request = { site, template: template.value.key, values: values.value };
      const installed = await operations.installCampaign(request);
      if (!installed.ok) return refused(installed);
      if (installed.value.segments.length > 0) await waitUntilBuilt(site, operations, terminal);
      return done({ site, ...installed.value }, drawInstalled(installed.value));
    });
  },
};

function readValues(args: Arguments): Outcome<TemplateValues> {
  const given = Object.keys(VALUE_OPTIONS).map((name) => [name, optionText(args, name)]);
  const read = templateValuesSchema.safeParse(
    Object.fromEntries(given.filter(([, value]) => value !== undefined)),
  );
  if (read.success) return accept(read.data);
  const issue = read.error.issues[0];
  return refuse('invalid_value', `--${issue?.path.join('.')}`, issue?.message ?? 'check it');
}

function drawInstalled({ campaign: { key, trigger }, segments, toFill, before }: Installed): string {
  return [
    wrap(`draft ${key}, for who ${describeTrigger(trigger)}`, '  '),
    ...(segments.length === 0 ? [] : [wrap(`segments that came with it: ${segments.join(', ')}`, '  ')]),
    '',
    'Before it goes live:',
    ...drawBullets([...before, ...drawGaps(toFill)]),
    '',
    wrap(`Change what \`inkling campaigns show ${key} --json\` prints, set its state to live, and put that.`),
  ].join('\n');
}
