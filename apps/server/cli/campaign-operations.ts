/** What the command line does with campaigns, on a running server or on the folder. */
import * as z from 'zod';
import { parseCampaign } from '../../../core/decisions/parse.ts';
import { templateValuesSchema } from '../../../core/decisions/templates/index.ts';
import type { Engine } from '../../../core/engine.ts';
import type { SiteId } from '../../../core/entry.ts';
import { accept, type Outcome, type Refusal, refuse } from '../../../core/errors.ts';
import type { Site } from '../../../core/sites/site.ts';
import {
  type CampaignLine,
  type DryRunView,
  presentCampaign,
  presentDryRun,
  presentReport,
  type ReportView,
  readAnswered,
} from '../campaign-answers.ts';
import { deleteCampaign, putCampaigns } from '../campaign-changes.ts';
import { type Installed, installTemplate } from '../campaign-installs.ts';
import { presentUplift, type UpliftView } from '../uplift-answers.ts';
import { BY, reading } from './reading.ts';

export type CampaignCalls = {
  readonly listCampaigns: {
    request: { site: string };
    answer: { readonly items: readonly CampaignLine[] };
  };
  /** All of them, or none. */
  readonly putCampaigns: {
    request: { site: string; campaigns: readonly unknown[] };
    answer: { readonly items: readonly CampaignLine[] };
  };
  readonly deleteCampaign: {
    request: { site: string; campaign: string };
    answer: { readonly deleted: string };
  };
  readonly reportCampaign: { request: z.input<typeof reportSchema>; answer: ReportView };
  /** Of a campaign of the site, or of a draft. */
  readonly rehearseCampaign: { request: z.input<typeof rehearsalSchema>; answer: DryRunView };
  readonly learnUplift: { request: z.input<typeof oneSchema>; answer: UpliftView };
  readonly installCampaign: { request: z.input<typeof installSchema>; answer: Installed };
};

type Operations = {
  readonly [Name in keyof CampaignCalls]: (
    request: CampaignCalls[Name]['request'],
  ) => Promise<Outcome<CampaignCalls[Name]['answer']>>;
};

export const CAMPAIGN_OPERATIONS = [
  'listCampaigns',
  'putCampaigns',
  'deleteCampaign',
  'reportCampaign',
  'rehearseCampaign',
  'learnUplift',
  'installCampaign',
] as const satisfies readonly (keyof CampaignCalls)[];

const site = z.string().min(1);
const siteSchema = z.strictObject({ site });
const putSchema = z.strictObject({ site, campaigns: z.array(z.unknown()) });
const oneSchema = z.strictObject({ site, campaign: z.string() });
const whole = z
  .string()
  .regex(/^[1-9]\d{0,4}$/, 'write a whole number from 1 on')
  .transform(Number);
const reportSchema = oneSchema.extend({ version: whole.optional() });
const rehearsalSchema = z.strictObject({
  site,
  campaign: z.string().optional(),
  draft: z.unknown().optional(),
  days: whole,
});
const installSchema = z.strictObject({ site, template: z.string(), values: templateValuesSchema });

/** @param wake Done before segments are put, where nobody keeps them true while time passes. */
export function createCampaignOperations(engine: Engine, wake = async (): Promise<void> => {}): Operations {
  const onSite = async <T>(name: string, work: (own: Site) => Promise<Outcome<T>>): Promise<Outcome<T>> => {
    const found = engine.sites.get(name);
    if (found === undefined) return refuse('unknown_site', 'site', 'check the name with `inkling site list`');
    return work(found);
  };
  const on = <T>(name: string, work: (siteId: SiteId) => Promise<Outcome<T>>): Promise<Outcome<T>> =>
    onSite(name, ({ siteId }) => work(siteId));
  return {
    listCampaigns: reading(siteSchema, (request) =>
      on(request.site, async (siteId) =>
        accept({ items: engine.campaigns.list(siteId).map(presentCampaign) }),
      ),
    ),
    putCampaigns: reading(putSchema, ({ site: name, campaigns }) =>
      on(name, (siteId) => putCampaigns(engine, siteId, campaigns, BY)),
    ),
    deleteCampaign: reading(oneSchema, ({ site: name, campaign }) =>
      on(name, (siteId) => deleteCampaign(engine, siteId, campaign, BY)),
    ),
    reportCampaign: reading(reportSchema, ({ site: name, campaign, version }) =>
      onSite(name, async (own) => {
        const report = await engine.campaigns.reportOn(own, campaign, version);
        if (report !== null) return accept(presentReport(report));
        const kept = engine.campaigns.get(own.siteId, campaign);
        return kept === null
          ? unknownCampaign(campaign)
          : refuse('not_found', 'version', `"${campaign}" has 1 to ${kept.version}`);
      }),
    ),
    rehearseCampaign: reading(rehearsalSchema, ({ site: name, campaign = '', draft, days }) =>
      onSite(name, async (own) => {
        const kept = engine.campaigns.get(own.siteId, campaign);
        const read =
          draft !== undefined
            ? parseCampaign(readAnswered(draft))
            : kept === null
              ? unknownCampaign(campaign)
              : accept(kept.campaign);
        return read.ok ? accept(presentDryRun(await engine.campaigns.rehearse(own, read.value, days))) : read;
      }),
    ),
    learnUplift: reading(oneSchema, ({ site: name, campaign }) =>
      onSite(name, async (own) => {
        const learned = await engine.campaigns.uplift.learn(own, campaign);
        if (!learned.ok) return learned.code === 'not_found' ? unknownCampaign(campaign) : learned;
        return accept(presentUplift(learned.value));
      }),
    ),
    installCampaign: reading(installSchema, ({ site: name, template, values }) =>
      on(name, async (siteId) => {
        await wake();
        return installTemplate(engine, siteId, { template, values, by: BY });
      }),
    ),
  };
}

function unknownCampaign(key: string): Refusal {
  return refuse('not_found', 'campaign', `there is no campaign "${key}" here: inkling campaigns list`);
}
