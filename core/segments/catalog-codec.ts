/** How a catalog stands in the store. */
import { z } from 'zod';
import type { Json, SiteId } from '../entry.ts';
import { InklingError, type Outcome } from '../errors.ts';
import { type Catalog, type CatalogEntry, NO_CATALOG } from './catalog.ts';
import type { SegmentDefinition, StageDefinition } from './condition.ts';
import { parseStages, readDefinitionShape } from './parse.ts';

const STORED_ENTRY = z.object({
  definition: z.unknown(),
  version: z.int().min(1),
  state: z.enum(['building', 'live', 'retired']),
  from: z.number().nullable(),
  among: z.object({ segments: z.array(z.unknown()), stages: z.unknown() }).exactOptional(),
});
const STORED = z.object({
  stages: z.unknown(),
  stagesInForce: z.unknown().optional(),
  segments: z.array(STORED_ENTRY),
  versions: z.record(z.string(), z.int()),
  untold: z.array(z.string()),
  foldedUnder: z.string().exactOptional(),
  countedFrom: z.record(z.string(), z.number().nullable()).exactOptional(),
  keptAs: z.record(z.string(), z.string()).exactOptional(),
});

type StoredEntry = z.infer<typeof STORED_ENTRY>;

/** For `store.putRecord`; what is not there is left out. */
export function encodeCatalog(catalog: Catalog): Json {
  return catalog as unknown as Json;
}

/**
 * @param kept Undefined where nothing was ever kept.
 * @throws InklingError `segments_unreadable` where it is no catalog, or one of a later program.
 * @example decodeCatalog(siteId, await store.getRecord('segments', siteId, 'catalog')).segments
 */
export function decodeCatalog(site: SiteId, kept: Json | undefined): Catalog {
  if (kept === undefined) return NO_CATALOG;
  const stored = STORED.safeParse(kept);
  if (!stored.success) {
    const [issue] = stored.error.issues;
    throw unreadable(site, issue?.path.join('.') ?? '', issue?.message ?? 'no catalog');
  }
  const { stages, stagesInForce, segments, ...rest } = stored.data;
  return {
    ...rest,
    stages: readStages(site, 'stages', stages),
    stagesInForce: stagesInForce == null ? null : readStages(site, 'stagesInForce', stagesInForce),
    segments: segments.map((entry, at) => readEntry(site, `segments.${at}`, entry)),
  };
}

function readEntry(site: SiteId, at: string, { definition, among, ...rest }: StoredEntry): CatalogEntry {
  const read = (input: unknown): SegmentDefinition => sure(site, at, readDefinitionShape(input));
  if (among === undefined) return { ...rest, definition: read(definition) };
  const { segments, stages } = among;
  const named = { segments: segments.map(read), stages: readStages(site, at, stages) };
  return { ...rest, definition: read(definition), among: named };
}

function readStages(site: SiteId, at: string, stages: unknown): readonly StageDefinition[] {
  // A list that is put holds at least one; a site may have none.
  return Array.isArray(stages) && stages.length === 0 ? [] : sure(site, at, parseStages(stages));
}

function sure<T>(site: SiteId, at: string, read: Outcome<T>): T {
  if (read.ok) return read.value;
  throw unreadable(site, [at, read.at].filter((part) => part !== '').join('.'), read.hint);
}

function unreadable(site: SiteId, at: string, fault: string): InklingError {
  return new InklingError(
    'segments_unreadable',
    `segments of site ${site}`,
    `what is kept of them cannot be read at ${at} (${fault})`,
    'start the newer program that wrote it, or restore a backup',
  );
}
