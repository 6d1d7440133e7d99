/** Campaigns: definitions, the schema for editors, and decisions for servers. */
import * as z from 'zod';
import { exposureSchema } from '../../../core/decisions/exposures.ts';
import { parseCampaign } from '../../../core/decisions/parse.ts';
import { campaignJsonSchema } from '../../../core/decisions/schema.ts';
import type { Engine } from '../../../core/engine.ts';
import { type Refusal, refuse } from '../../../core/errors.ts';
import { ok } from '../answer.ts';
import { presentCampaign } from '../campaign-answers.ts';
import { type Route, readCursor, readLimit, siteOf, writeCursor } from '../route.ts';

const BY = 'secret key';

export function campaignRoutes(engine: Engine): readonly Route[] {
  return [...languageRoutes(), ...definitionRoutes(engine), exposureRoute(engine)];
}

/** Keys hold no dot, so that none is hidden by these addresses. */
function languageRoutes(): readonly Route[] {
  const schema = campaignJsonSchema();
  return [
    {
      method: 'GET',
      path: '/v1/campaigns/schema.json',
      key: 'none',
      summary: 'JSON Schema of a campaign, for editors',
      handle: async () => ok(schema),
    },
    {
      method: 'POST',
      path: '/v1/campaigns/check',
      key: 'secret',
      summary: 'Reads a campaign and answers with everything that was left out; nothing is kept',
      takesBody: true,
      readsItems: true,
      handle: async ({ body }) => {
        const read = parseCampaign(body);
        return read.ok ? ok({ ok: true, campaign: read.value }) : read;
      },
    },
  ];
}

function definitionRoutes({ campaigns, audit }: Engine): readonly Route[] {
  return [
    {
      method: 'PUT',
      path: '/v1/campaigns/{key}',
      key: 'secret',
      summary: 'Creates or changes a campaign; see schema.json. A draft until its state is live',
      takesBody: true,
      readsItems: true,
      handle: async ({ caller, params, body }) => {
        const { siteId } = siteOf(caller);
        const read = parseCampaign(body, params.key);
        if (!read.ok) return read;
        const put = await campaigns.put(siteId, read.value);
        if (!put.ok) return put;
        const { campaign, version } = put.value;
        const detail = { key: campaign.key, version, state: campaign.state };
        await audit.write(siteId, { act: 'campaign put', by: BY, detail });
        return ok(presentCampaign(put.value));
      },
    },
    {
      method: 'GET',
      path: '/v1/campaigns',
      key: 'secret',
      summary: 'All campaigns by key',
      query: { limit: '1 to 1,000', cursor: 'of the page before' },
      handle: async ({ caller, query }) => {
        const limit = readLimit(query);
        const cursor = readCursor(query, z.string());
        if (!limit.ok) return limit;
        if (!cursor.ok) return cursor;
        const after = cursor.value ?? '';
        const rest = campaigns.list(siteOf(caller).siteId).filter(({ campaign }) => campaign.key > after);
        const items = rest.slice(0, limit.value).map(presentCampaign);
        const next = rest.length > limit.value ? (items.at(-1)?.key ?? null) : null;
        return ok({ items, next: writeCursor(next) });
      },
    },
    {
      method: 'GET',
      path: '/v1/campaigns/{key}',
      key: 'secret',
      summary: 'A campaign with its versions',
      handle: async ({ caller, params: { key = '' } }) => {
        const entry = campaigns.get(siteOf(caller).siteId, key);
        return entry === null ? unknownCampaign() : ok(presentCampaign(entry));
      },
    },
    {
      method: 'DELETE',
      path: '/v1/campaigns/{key}',
      key: 'secret',
      summary: 'Deletes a campaign; what is under way is not carried out',
      handle: async ({ caller, params: { key = '' } }) => {
        const { siteId } = siteOf(caller);
        const removed = await campaigns.remove(siteId, key);
        if (!removed.ok) return removed;
        await audit.write(siteId, { act: 'campaign deleted', by: BY, detail: { key } });
        return ok({ deleted: key });
      },
    },
  ];
}

/** Who knows the id of a decision was answered with it: the write key is enough. */
function exposureRoute({ campaigns }: Engine): Route {
  return {
    method: 'POST',
    path: '/v1/exposures',
    key: 'write or secret',
    summary: 'What became of a decision: {"decision", "shown"}, and what was done with it',
    body: exposureSchema,
    handle: async ({ caller, body }) => {
      const reported = await campaigns.report(siteOf(caller).siteId, body as z.infer<typeof exposureSchema>);
      return reported.ok ? ok({ ok: true }) : reported;
    },
  };
}

export function unknownCampaign(): Refusal {
  return refuse('not_found', 'key', 'see GET /v1/campaigns for the campaigns of this site');
}
