/** Sites and their settings. */
import type { Engine } from '../../../core/engine.ts';
import type { SiteId } from '../../../core/entry.ts';
import { type Outcome, type Refusal, refuse } from '../../../core/errors.ts';
import { currentKeys } from '../../../core/sites/registry.ts';
import {
  type NewSite,
  newSiteSchema,
  type Site,
  type SiteSettings,
  siteSettingsSchema,
} from '../../../core/sites/site.ts';
import { type Answer, ok } from '../answer.ts';
import {
  describeOldKeys,
  type RotationRequest,
  refuseOldKey,
  rotateSiteKeys,
  rotationSchema,
} from '../key-rotation.ts';
import type { Caller, Route } from '../route.ts';

/** What segments are told under. */
const SEGMENT_SETTINGS = ['timezone', 'currency', 'sessionGapMinutes', 'eventDays'];

export function siteRoutes(engine: Engine): readonly Route[] {
  const { sites, audit } = engine;
  return [
    {
      method: 'POST',
      path: '/v1/sites',
      key: 'operator',
      summary: 'Creates a site; its keys are in this answer and in no other',
      body: newSiteSchema,
      handle: async ({ body }) => {
        const created = await sites.create(body as NewSite);
        if (!created.ok) return created;
        const { serverConsent, policy } = created.value.settings;
        await audit.write(created.value.siteId, {
          act: 'site created',
          by: 'operator',
          detail: { policy, serverConsent },
        });
        return ok({ ...presentSite(created.value), ...currentKeys(created.value, engine.now()) }, 201);
      },
    },
    {
      method: 'GET',
      path: '/v1/sites/{site}',
      key: 'secret or operator',
      summary: 'A site and its settings, by its name or its permanent id',
      handle: async ({ caller, params }) => {
        const site = findSite(engine, caller, params.site);
        return site.ok ? ok(presentSite(site.value)) : site;
      },
    },
    {
      method: 'PATCH',
      path: '/v1/sites/{site}',
      key: 'secret or operator',
      summary: 'Changes settings of a site',
      body: siteSettingsSchema,
      handle: async ({ caller, params, body }) => {
        const site = findSite(engine, caller, params.site);
        if (!site.ok) return site;
        const settings = body as Partial<SiteSettings>;
        const changed = await sites.change(site.value.site, settings);
        if (!changed.ok) return changed;
        if (SEGMENT_SETTINGS.some((name) => name in settings)) engine.segments.refresh(site.value.siteId);
        const by = nameCaller(caller);
        await audit.write(site.value.siteId, { act: 'settings changed', by, detail: Object.keys(settings) });
        return ok(presentSite(changed.value));
      },
    },
    {
      method: 'POST',
      path: '/v1/sites/{site}/rotate-keys',
      key: 'secret or operator',
      summary: 'New keys, in this answer and in no other; the old ones open their doors for the overlap',
      body: rotationSchema,
      handle: ({ caller, params, body }) => rotate(engine, caller, params.site, body as RotationRequest),
    },
  ];
}

async function rotate(
  engine: Engine,
  caller: Caller,
  name: string | undefined,
  request: RotationRequest,
): Promise<Answer | Refusal> {
  const site = findSite(engine, caller, name);
  if (!site.ok) return site;
  if ('isOld' in caller && caller.isOld) return refuseOldKey();
  const rotated = await rotateSiteKeys(engine, site.value.site, request, nameCaller(caller));
  if (!rotated.ok) return rotated;
  const now = engine.now();
  const { writeKey, secretKey } = currentKeys(rotated.value, now);
  const oldKeys = describeOldKeys(rotated.value, now).map(({ kind, until }) => ({ kind, until }));
  return ok({
    site: rotated.value.site,
    ...(request.only !== 'secret' && { writeKey }),
    ...(request.only !== 'write' && { secretKey }),
    oldKeys,
  });
}

function nameCaller({ kind }: Caller): string {
  return kind === 'operator' ? 'operator' : 'secret key';
}

/**
 * By its name or its permanent id: whoever was given the id and a key has no use for the name. A secret key sees its own
 * site and does not learn whether another exists.
 */
function findSite({ sites }: Engine, caller: Caller, named = ''): Outcome<Site> {
  const site = sites.get(named) ?? sites.byId(named as SiteId);
  const isOwn = caller.kind === 'operator' || ('site' in caller && caller.site.siteId === site?.siteId);
  if (site === undefined || !isOwn)
    return refuse('unknown_site', 'site', 'check the name with `inkling site list`');
  return { ok: true, value: site };
}

function presentSite({
  site,
  siteId,
  platform,
  createdAt,
  sampleOf,
  settings,
}: Site): Record<string, unknown> {
  return {
    ...(sampleOf !== null && { isSample: true }),
    site,
    siteId,
    platform,
    createdAt: new Date(createdAt).toISOString(),
    ...settings,
  };
}
