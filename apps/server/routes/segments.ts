/** Segments: definitions, members, stages, and the language itself. */
import * as z from 'zod';
import type { Engine } from '../../../core/engine.ts';
import type { VisitorId } from '../../../core/entry.ts';
import { type Refusal, refuse } from '../../../core/errors.ts';
import { isVisitorId } from '../../../core/identity/hash.ts';
import { once } from '../../../core/once.ts';
import { segmentJsonSchema, stagesJsonSchema } from '../../../core/segments/json-schema.ts';
import {
  checkDefinition,
  inStages,
  readDefinition,
  readStages,
} from '../../../core/segments/read-definition.ts';
import { ok } from '../answer.ts';
import { isForLines, LINES_TYPE, type Lines } from '../lines.ts';
import { openMembers } from '../members-file.ts';
import { cutPage, inPages } from '../paging.ts';
import { type Route, siteOf } from '../route.ts';
import { presentPreview, presentSegment, presentStages } from '../segment-answers.ts';
import { deleteSegment, putSegments } from '../segment-changes.ts';

const visitorSchema = z.custom<VisitorId>(isVisitorId);
const BY = 'secret key';
const segmentSchema = once(segmentJsonSchema);
const stagesSchema = once(stagesJsonSchema);

export function segmentRoutes(engine: Engine, lines: Lines): readonly Route[] {
  return [
    ...languageRoutes(),
    previewRoute(engine),
    ...puttingRoutes(engine),
    ...definitionRoutes(engine),
    memberRoute(engine, lines),
    ...stageRoutes(engine),
  ];
}

/** Keys hold no dot, so that none is hidden by these addresses. */
function languageRoutes(): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/v1/segments/schema.json',
      key: 'none',
      summary: 'JSON Schema of a segment, for editors',
      handle: async () => ok(segmentSchema()),
    },
    {
      method: 'GET',
      path: '/v1/stages/schema.json',
      key: 'none',
      summary: 'JSON Schema of the stages of a site, for editors',
      handle: async () => ok(stagesSchema()),
    },
    {
      method: 'POST',
      path: '/v1/segments/check',
      key: 'secret',
      summary: 'Reads a segment, or {"when"} or {"words"} alone, and says it in words; nothing is kept',
      takesBody: true,
      readsItems: true,
      handle: async ({ body }) => {
        const checked = checkDefinition(body);
        return checked.ok ? ok({ ok: true, ...checked.value }) : checked;
      },
    },
  ];
}

function previewRoute({ segmentPreview }: Engine): Route {
  return {
    method: 'POST',
    path: '/v1/segments/preview',
    key: 'secret',
    summary:
      'How many visitors a condition would have in it: {"when"} or {"words"}, and "key" of the segment to change; nothing is kept',
    takesBody: true,
    readsItems: true,
    handle: async ({ caller, body }) => {
      const { key, ...asked } = body as { readonly [name: string]: unknown };
      if (key !== undefined && typeof key !== 'string')
        return refuse('invalid_value', 'key', 'write the key of a segment, or leave it out');
      const checked = checkDefinition(asked);
      if (!checked.ok) return checked;
      const preview = await segmentPreview.read(siteOf(caller), checked.value.when, key);
      return preview.ok ? ok(presentPreview(preview.value)) : preview;
    },
  };
}

function puttingRoutes({ segments, audit }: Engine): readonly Route[] {
  return [
    {
      method: 'POST',
      path: '/v1/segments',
      key: 'secret',
      summary:
        'Creates or changes many segments as one, with the stages: {"segments": [ … ], "stages": [ … ]}',
      takesBody: true,
      readsItems: true,
      handle: async ({ caller, body }) => {
        const put = await putSegments({ segments, audit }, siteOf(caller).siteId, body, BY);
        return put.ok ? ok({ items: put.value.items }) : put;
      },
    },
    {
      method: 'PUT',
      path: '/v1/segments/{key}',
      key: 'secret',
      summary: 'Creates or changes a segment: {"name", "when"} or {"name", "words"}; see schema.json',
      takesBody: true,
      readsItems: true,
      handle: async ({ caller, params, body }) => {
        const { siteId } = siteOf(caller);
        const definition = readDefinition(body, params.key);
        if (!definition.ok) return definition;
        const put = await segments.put(siteId, definition.value);
        if (!put.ok) return put;
        const { key, version } = put.value;
        await audit.write(siteId, { act: 'segment put', by: BY, detail: { key, version } });
        return ok(presentSegment(put.value));
      },
    },
  ];
}

function definitionRoutes({ segments, audit }: Engine): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/v1/segments',
      key: 'secret',
      summary: 'All segments by key, with their sizes as of now',
      ...inPages(z.string(), async ({ caller }, { after, limit }) => {
        const all = await segments.list(siteOf(caller).siteId);
        const rest = all.filter(({ key }) => key > (after ?? ''));
        return cutPage(rest, limit, ({ key }) => key, presentSegment);
      }),
    },
    {
      method: 'GET',
      path: '/v1/segments/{key}',
      key: 'secret',
      summary: 'A segment; while it is building, its members are those of the version before',
      handle: async ({ caller, params }) => {
        const all = await segments.list(siteOf(caller).siteId);
        const segment = all.find(({ key }) => key === params.key);
        return segment === undefined ? unknownSegment() : ok(presentSegment(segment));
      },
    },
    {
      method: 'DELETE',
      path: '/v1/segments/{key}',
      key: 'secret',
      summary: 'Deletes a segment; refused while something builds on it',
      handle: async ({ caller, params: { key = '' } }) => {
        const deleted = await deleteSegment({ segments, audit }, siteOf(caller).siteId, key, BY);
        return deleted.ok ? ok(deleted.value) : deleted;
      },
    },
  ];
}

function memberRoute(engine: Engine, lines: Lines): Route {
  const { segments } = engine;
  const listShared = openMembers(engine);
  const pages = inPages(visitorSchema, async ({ caller, params: { key = '' } }, { after, limit }) => {
    const members = await segments.members(siteOf(caller).siteId, key, after, limit + 1);
    return members === null ? unknownSegment() : cutPage(members, limit, (visitor) => visitor);
  });
  return {
    method: 'GET',
    path: '/v1/segments/{key}/members',
    key: 'secret',
    summary: 'Ids of the visitors in a segment, as of now; as a file without those who deny passing on',
    alsoProduces: LINES_TYPE,
    query: { ...pages.query, format: 'ndjson: all of them as a file, one a line' },
    handle: async (request) => {
      const asked = isForLines(request);
      if (!asked.ok) return asked;
      if (!asked.value) return pages.handle(request);
      const members = await listShared(siteOf(request.caller).siteId, request.params.key ?? '');
      return members === null ? unknownSegment() : lines(members);
    },
  };
}

function stageRoutes({ segments, audit }: Engine): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/v1/stages',
      key: 'secret',
      summary: 'The stages of the site, in order: a visitor is at the last that holds',
      handle: async ({ caller }) =>
        ok(presentStages(segments.of(siteOf(caller).siteId)?.catalog.stages ?? [])),
    },
    {
      method: 'PUT',
      path: '/v1/stages',
      key: 'secret',
      summary: 'Sets the stages: {"stages": [{"key", "when"}]}; see schema.json',
      takesBody: true,
      readsItems: true,
      handle: async ({ caller, body }) => {
        const { siteId } = siteOf(caller);
        const given = (body as { readonly stages?: unknown }).stages;
        const stages = readStages(given);
        if (!stages.ok) return inStages(stages);
        const put = await segments.putStages(siteId, stages.value);
        if (!put.ok) return put;
        const keys = put.value.map(({ key }) => key);
        await audit.write(siteId, { act: 'stages put', by: BY, detail: { stages: keys } });
        return ok(presentStages(put.value));
      },
    },
  ];
}

function unknownSegment(): Refusal {
  return refuse('not_found', 'key', 'see GET /v1/segments for the segments of this site');
}
