/** Campaigns to start from: what there is, and one of them as a draft. */
import { type TemplateValues, templateValuesSchema } from '../../../core/decisions/templates/index.ts';
import type { Engine } from '../../../core/engine.ts';
import { ok } from '../answer.ts';
import { installTemplate, listTemplates } from '../campaign-installs.ts';
import { type Route, siteOf } from '../route.ts';

const BY = 'secret key';

export function campaignTemplateRoutes(engine: Engine): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/v1/campaigns/templates',
      key: 'secret',
      summary: 'Campaigns to start from: what each does, when it is worth it, and what it needs on this site',
      handle: async ({ caller }) => ok({ items: listTemplates(engine, siteOf(caller).siteId), next: null }),
    },
    {
      method: 'POST',
      path: '/v1/campaigns/templates/{template}',
      key: 'secret',
      summary: 'Makes a draft of a template, with the segments that it needs: {"key", "code", "ends", "url"}',
      body: templateValuesSchema,
      handle: async ({ caller, params: { template = '' }, body }) => {
        const values = body as TemplateValues;
        const { siteId } = siteOf(caller);
        const installed = await installTemplate(engine, siteId, { template, values, by: BY });
        return installed.ok ? ok(installed.value) : installed;
      },
    },
  ];
}
