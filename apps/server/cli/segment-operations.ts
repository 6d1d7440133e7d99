/** What the command line does with segments, on a running server or on the folder. */
import * as z from 'zod';
import { createEgress, type MaySend } from '../../../core/deliveries/egress.ts';
import type { Engine } from '../../../core/engine.ts';
import type { SiteId, VisitorId } from '../../../core/entry.ts';
import { accept, type Outcome, refuse } from '../../../core/errors.ts';
import { isVisitorId } from '../../../core/identity/hash.ts';
import { MOST_INSTANTS } from '../../../core/measurement/grid.ts';
import type { SizesSlice, SpanSlice } from '../../../core/measurement/segment-sizes.ts';
import type { Site } from '../../../core/sites/site.ts';
import {
  type ExplanationLine,
  presentExplanation,
  presentSegment,
  readAt,
  type SegmentLine,
} from '../segment-answers.ts';
import { deleteSegment, putSegments } from '../segment-changes.ts';
import { BY, reading } from './reading.ts';

export type SegmentCalls = {
  readonly listSegments: {
    request: { site: string };
    answer: { readonly items: readonly SegmentLine[] };
  };
  /** As one change. */
  readonly putSegments: {
    request: { site: string; segments: readonly unknown[]; stages?: unknown };
    answer: { readonly items: readonly SegmentLine[] };
  };
  readonly deleteSegment: { request: z.input<typeof oneSchema>; answer: { readonly deleted: string } };
  readonly listStages: { request: { site: string }; answer: { readonly stages: readonly string[] } };
  /** Segments of a site that are being built, and how much of that is done, from 0 to 1. */
  readonly buildingOf: {
    request: { site: string };
    answer: { readonly segments: number; readonly share: number };
  };
  readonly listMembers: {
    request: z.input<typeof membersSchema>;
    answer: { readonly items: readonly VisitorId[]; readonly next: VisitorId | null };
  };
  readonly explain: { request: z.input<typeof explainSchema>; answer: ExplanationLine };
  /** When things happened, a slice of visitors at a time. */
  readonly readSpan: {
    request: z.input<typeof spanSchema>;
    answer: SpanSlice & { readonly now: number };
  };
  /** Sizes at instants, a slice of visitors at a time. */
  readonly countSizes: { request: z.input<typeof sizesSchema>; answer: SizesSlice };
};

type Operations = {
  readonly [Name in keyof SegmentCalls]: (
    request: SegmentCalls[Name]['request'],
  ) => Promise<Outcome<SegmentCalls[Name]['answer']>>;
};

export const SEGMENT_OPERATIONS = [
  'listSegments',
  'putSegments',
  'deleteSegment',
  'listStages',
  'buildingOf',
  'listMembers',
  'explain',
  'readSpan',
  'countSizes',
] as const satisfies readonly (keyof SegmentCalls)[];

const MEMBERS_A_PAGE = 1_000;

const site = z.string().min(1);
const visitor = z.custom<VisitorId>(isVisitorId, 'write a visitor id of 32 hex digits');
const siteSchema = z.strictObject({ site });
const changeSchema = z.strictObject({ site, segments: z.array(z.unknown()), stages: z.unknown().optional() });
const oneSchema = z.strictObject({ site, segment: z.string() });
const membersSchema = z.strictObject({
  site,
  segment: z.string(),
  after: visitor.nullable(),
  /** Without those who deny passing on: they leave the house. */
  shared: z.boolean().optional(),
});
const after = visitor.nullable();
const spanSchema = z.strictObject({ site, after });
const sizesSchema = z.strictObject({
  site,
  after,
  instants: z.array(z.number().int()).min(1).max(MOST_INSTANTS),
});
const explainSchema = z.strictObject({ site, visitor, segment: z.string(), at: z.string().optional() });

/** @param wake Done before the first of them, where nobody keeps segments true while time passes. */
export function createSegmentOperations(engine: Engine, wake = async (): Promise<void> => {}): Operations {
  const { segments, sites, book, now } = engine;
  const maySend = createEgress(book, { now });
  /** The site by its short name, with its segments as of now. */
  const on: OnSite = async (name, work) => {
    const found = sites.get(name);
    if (found === undefined) return refuse('unknown_site', 'site', 'check the name with `inkling site list`');
    await wake();
    return work(found);
  };
  return {
    listSegments: reading(siteSchema, (request) =>
      on(request.site, async ({ siteId }) =>
        accept({ items: (await segments.list(siteId)).map(presentSegment) }),
      ),
    ),
    putSegments: reading(changeSchema, ({ site: name, ...change }) =>
      on(name, ({ siteId }) => putSegments(engine, siteId, change, BY)),
    ),
    deleteSegment: reading(oneSchema, ({ site: name, segment }) =>
      on(name, ({ siteId }) => deleteSegment(engine, siteId, segment, BY)),
    ),
    listStages: reading(siteSchema, (request) =>
      on(request.site, async ({ siteId }) =>
        accept({ stages: (segments.of(siteId)?.catalog.stages ?? []).map(({ key }) => key) }),
      ),
    ),
    buildingOf: reading(siteSchema, (request) =>
      on(request.site, async ({ siteId }) => accept(segments.buildingOf(siteId))),
    ),
    listMembers: reading(membersSchema, ({ site: name, segment, after, shared = false }) =>
      on(name, async ({ siteId }) => {
        const found = await segments.members(siteId, segment, after, MEMBERS_A_PAGE);
        if (found === null) {
          return refuse('not_found', 'KEY', 'see `inkling segments list` for the segments of this site');
        }
        const next = found.length === MEMBERS_A_PAGE ? (found.at(-1) ?? null) : null;
        return accept({ items: shared ? await keepShared(found, siteId, maySend) : found, next });
      }),
    ),
    explain: reading(explainSchema, ({ site: name, visitor: id, segment, at }) =>
      on(name, async ({ siteId }) => {
        const t = readAt(at, engine.now());
        if (!t.ok) return t;
        const explained = await engine.history.explain(siteId, id, segment, t.value);
        return explained.ok ? accept(presentExplanation(explained.value, t.value)) : explained;
      }),
    ),
    ...createSizeOperations(engine, on),
  };
}

/** Those who do not deny passing on. */
async function keepShared(visitors: readonly VisitorId[], site: SiteId, maySend: MaySend) {
  const kept: VisitorId[] = [];
  for (const visitor of visitors) if (await maySend(site, visitor)) kept.push(visitor);
  return kept;
}

type OnSite = <T>(name: string, work: (found: Site) => Promise<Outcome<T>>) => Promise<Outcome<T>>;

function createSizeOperations(
  { sizes, now }: Engine,
  on: OnSite,
): Pick<Operations, 'readSpan' | 'countSizes'> {
  return {
    readSpan: reading(spanSchema, ({ site: name, after: from }) =>
      on(name, async ({ siteId }) => {
        const span = await sizes.readSpan(siteId, from);
        return accept({ ...span, now: now() });
      }),
    ),
    countSizes: reading(sizesSchema, ({ site: name, instants, after: from }) =>
      on(name, ({ siteId }) => sizes.countAt(siteId, instants, from)),
    ),
  };
}
