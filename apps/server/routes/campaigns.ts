/** Campaigns: definitions, the schema for editors, and decisions for servers. */
import * as z from 'zod';
import { isObject } from '../../../core/collect/json.ts';
import { exposureSchema } from '../../../core/decisions/exposures.ts';
import { parseCampaign } from '../../../core/decisions/parse.ts';
import { campaignJsonSchema } from '../../../core/decisions/schema.ts';
import type { Engine } from '../../../core/engine.ts';
import { accept, type Outcome, type Refusal, refuse } from '../../../core/errors.ts';
import { daysNeeded, visitorsNeeded } from '../../../core/measurement/experiment/power.ts';
import { once } from '../../../core/once.ts';
import type { Site } from '../../../core/sites/site.ts';
import { ok } from '../answer.ts';
import { presentCampaign, presentDryRun, presentReport, readAnswered } from '../campaign-answers.ts';
import { deleteCampaign, putCampaign } from '../campaign-changes.ts';
import { cutPage, inPages } from '../paging.ts';
import { type Route, type RouteRequest, siteOf } from '../route.ts';
import { presentUplift } from '../uplift-answers.ts';

const BY = 'secret key';

export function campaignRoutes(engine: Engine): readonly Route[] {
  return [
    ...languageRoutes(),
    ...definitionRoutes(engine),
    reportRoute(engine),
    upliftRoute(engine),
    dryRunRoute(engine),
    planRoute(),
    exposureRoute(engine),
  ];
}

const schema = once(campaignJsonSchema);

/** Keys hold no dot, so that none is hidden by these addresses. */
function languageRoutes(): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/v1/campaigns/schema.json',
      key: 'none',
      summary: 'JSON Schema of a campaign, for editors',
      handle: async () => ok(schema()),
    },
    {
      method: 'POST',
      path: '/v1/campaigns/check',
      key: 'secret',
      summary: 'Reads a campaign and answers with everything that was left out; nothing is kept',
      takesBody: true,
      readsItems: true,
      handle: async ({ body }) => {
        const read = parseCampaign(readAnswered(body));
        return read.ok ? ok({ ok: true, campaign: read.value }) : read;
      },
    },
  ];
}

function definitionRoutes(engine: Engine): readonly Route[] {
  const { campaigns } = engine;
  return [
    {
      method: 'PUT',
      path: '/v1/campaigns/{key}',
      key: 'secret',
      summary: 'Creates or changes a campaign; see schema.json. A draft until its state is live',
      takesBody: true,
      readsItems: true,
      handle: async ({ caller, params, body }) => {
        const put = await putCampaign(engine, siteOf(caller).siteId, body, { by: BY, key: params.key });
        return put.ok ? ok(put.value) : put;
      },
    },
    {
      method: 'GET',
      path: '/v1/campaigns',
      key: 'secret',
      summary: 'All campaigns by key',
      ...inPages(z.string(), async ({ caller }, { after, limit }) => {
        const all = campaigns.list(siteOf(caller).siteId);
        const rest = all.filter(({ campaign }) => campaign.key > (after ?? ''));
        return cutPage(rest, limit, ({ campaign }) => campaign.key, presentCampaign);
      }),
    },
    {
      method: 'GET',
      path: '/v1/campaigns/{key}',
      key: 'secret',
      summary:
        'A campaign with its versions, and when it was last put live: "liveSince" stays while it is paused',
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
        const deleted = await deleteCampaign(engine, siteOf(caller).siteId, key, BY);
        return deleted.ok ? ok(deleted.value) : deleted;
      },
    },
  ];
}

function reportRoute({ campaigns }: Engine): Route {
  return {
    method: 'GET',
    path: '/v1/campaigns/{key}/report',
    key: 'secret',
    summary:
      'Arms, exposures, conversions, lift with intervals, sample ratio and verdict; persons and visitor-days apart',
    query: { version: 'a whole number; the present one unless said' },
    handle: async ({ caller, params: { key = '' }, query }) => {
      const version = readVersion(query);
      if (!version.ok) return version;
      const report = await campaigns.reportOn(siteOf(caller), key, version.value);
      if (report !== null) return ok(presentReport(report));
      return campaigns.get(siteOf(caller).siteId, key) === null ? unknownCampaign() : unknownVersion();
    },
  };
}

function upliftRoute({ campaigns }: Engine): Route {
  return {
    method: 'POST',
    path: '/v1/campaigns/{key}/uplift',
    key: 'secret',
    summary: 'Looks now at whom a campaign changes, and goes by it where that is better than chance',
    handle: async ({ caller, params: { key = '' } }) => {
      const learned = await campaigns.uplift.learn(siteOf(caller), key);
      return learned.ok ? ok(presentUplift(learned.value)) : learned;
    },
  };
}

function readVersion(query: URLSearchParams): Outcome<number | undefined> {
  const text = query.get('version');
  if (text === null) return accept(undefined);
  return /^[1-9]\d{0,8}$/.test(text)
    ? accept(Number(text))
    : refuse('invalid_value', 'version', 'write a whole number from 1 on');
}

const MOST_DAYS = 180;

/** Of a campaign that is kept, or of the one in the body. */
function dryRunRoute({ campaigns }: Engine): Route {
  return {
    method: 'POST',
    path: '/v1/campaigns/{key}/dry-run',
    key: 'secret',
    summary:
      'Whom the campaign would have reached over the last days, and how often; the body may be another draft of it',
    query: { days: `1 to ${MOST_DAYS}; 14 unless said` },
    takesBody: true,
    readsItems: true,
    handle: async ({ caller, params: { key = '' }, query, body }) => {
      const site = siteOf(caller);
      const days = Number(query.get('days') ?? 14);
      if (!Number.isInteger(days) || days < 1 || days > MOST_DAYS)
        return refuse('invalid_value', 'days', `write a whole number from 1 to ${MOST_DAYS}`);
      const kept = campaigns.get(site.siteId, key);
      const isGiven = isObject(body) && Object.keys(body).length > 0;
      const read = isGiven
        ? parseCampaign(readAnswered(body), key)
        : kept === null
          ? unknownCampaign()
          : accept(kept.campaign);
      if (!read.ok) return read;
      return ok(presentDryRun(await campaigns.rehearse(site, read.value, days)));
    },
  };
}

const planSchema = z
  .strictObject({
    goal: z.enum(['conversion', 'revenue', 'count']),
    /** Of the control: a share, or what a visitor brings. */
    mean: z.number().positive(),
    /** Of what one visitor brings; a conversion's follows from its mean. */
    variance: z.number().nonnegative().default(0),
    /** The smallest relative lift that is to be found. */
    lift: z.number().gt(0).max(10).default(0.1),
    arms: z.number().int().min(2).max(10).default(2),
    dailyVisitors: z.number().positive().optional(),
    alpha: z.number().gt(0).lt(0.5).default(0.05),
    power: z.number().gt(0.5).lt(1).default(0.8),
  })
  .superRefine(({ goal, mean, variance, lift }, { addIssue }) => {
    const add = (path: string, message: string) => addIssue({ code: 'custom', path: [path], message });
    if (goal === 'conversion' && mean >= 1) add('mean', 'write the share that converts: 0.03 for 3 %');
    else if (goal === 'conversion' && mean * (1 + lift) > 1)
      add('lift', 'with it more than all would convert: write a smaller one, 0.1 for a tenth more');
    if (goal !== 'conversion' && variance === 0)
      add('variance', 'add it: the variance of what a visitor brings, zeros included');
  });

/** Before the start: how many visitors, and how many days, the smallest lift takes that is worth finding. */
function planRoute(): Route {
  return {
    method: 'POST',
    path: '/v1/experiments/plan',
    key: 'secret',
    summary: 'Visitors and days that a lift takes, looked at once or as often as one likes',
    body: planSchema,
    handle: async ({ body }) => {
      const { goal, mean, variance, lift, arms, dailyVisitors, alpha, power } = body as z.infer<
        typeof planSchema
      >;
      const baseline = { goal, mean, variance };
      const planned = (['fixed', 'sequential'] as const).map((method) => {
        const visitorsPerArm = visitorsNeeded(
          { baseline, method, alpha, power, comparisons: arms - 1 },
          lift,
        );
        const days =
          visitorsPerArm === null || dailyVisitors === undefined
            ? null
            : daysNeeded({ visitorsPerArm, arms, dailyVisitors });
        return [method, { visitorsPerArm, days }] as const;
      });
      return ok({ lift, ...Object.fromEntries(planned) });
    },
  };
}

/** Who knows the id of a decision was answered with it: the write key is enough. */
function exposureRoute({ campaigns }: Engine): Route {
  return {
    method: 'POST',
    path: '/v1/exposures',
    key: 'write or secret',
    summary: 'What became of a decision: {"decision", "shown"}, and what was done with it',
    body: exposureSchema,
    handle: async ({ caller, body, raw }) => {
      const site = siteOf(caller);
      const report = body as z.infer<typeof exposureSchema>;
      const reported = await campaigns.report(site.siteId, report, readSignal(raw, site));
      return reported.ok ? ok({ ok: true }) : reported;
    },
  };
}

function unknownVersion(): Refusal {
  return refuse('not_found', 'version', 'see `versions` of the campaign for those that it has');
}

/** As for the pages of a site: see take-page.ts. */
function readSignal({ headers }: RouteRequest['raw'], { settings }: Site): 'gpc' | 'dnt' | undefined {
  if (headers['sec-gpc'] === '1') return 'gpc';
  return headers.dnt === '1' && settings.honoursDoNotTrack ? 'dnt' : undefined;
}

export function unknownCampaign(): Refusal {
  return refuse('not_found', 'key', 'see GET /v1/campaigns for the campaigns of this site');
}
