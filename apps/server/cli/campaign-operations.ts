/** What the command line does with campaigns, on a running server or on the folder. */
import * as z from 'zod';
import { templateValuesSchema } from '../../../core/decisions/templates/index.ts';
import type { Engine } from '../../../core/engine.ts';
import type { SiteId } from '../../../core/entry.ts';
import { accept, type Outcome, refuse } from '../../../core/errors.ts';
import { type CampaignLine, presentCampaign } from '../campaign-answers.ts';
import { deleteCampaign, putCampaigns } from '../campaign-changes.ts';
import { type Installed, installTemplate } from '../campaign-installs.ts';
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
  'installCampaign',
] as const satisfies readonly (keyof CampaignCalls)[];

const site = z.string().min(1);
const siteSchema = z.strictObject({ site });
const putSchema = z.strictObject({ site, campaigns: z.array(z.unknown()) });
const oneSchema = z.strictObject({ site, campaign: z.string() });
const installSchema = z.strictObject({ site, template: z.string(), values: templateValuesSchema });

/** @param wake Done before segments are put, where nobody keeps them true while time passes. */
export function createCampaignOperations(engine: Engine, wake = async (): Promise<void> => {}): Operations {
  const on = async <T>(name: string, work: (siteId: SiteId) => Promise<Outcome<T>>): Promise<Outcome<T>> => {
    const found = engine.sites.get(name);
    if (found === undefined) return refuse('unknown_site', 'site', 'check the name with `inkling site list`');
    return work(found.siteId);
  };
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
    installCampaign: reading(installSchema, ({ site: name, template, values }) =>
      on(name, async (siteId) => {
        await wake();
        return installTemplate(engine, siteId, { template, values, by: BY });
      }),
    ),
  };
}
