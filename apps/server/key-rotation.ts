/** Rotating a site's keys, as the door and the command line both do it. */
import * as z from 'zod';
import type { Engine } from '../../core/engine.ts';
import { accept, type Outcome, refuse } from '../../core/errors.ts';
import { durationMs, formatDuration } from '../../core/segments/duration.ts';
import { anyDuration } from '../../core/segments/schema-values.ts';
import type { Site } from '../../core/sites/site.ts';
import {
  KEY_KINDS,
  type KeyKind,
  kindsOf,
  LONGEST_OVERLAP_MS,
  listOldKeys,
} from '../../core/sites/site-keys.ts';

export const rotationSchema = z.strictObject({
  /** Both where it is left out. */
  only: z.enum(KEY_KINDS).optional(),
  /** How long old keys go on; `0s` ends them at once. */
  overlap: anyDuration
    .refine(
      (text) => !(durationMs(text) > LONGEST_OVERLAP_MS),
      `write at most ${formatDuration(LONGEST_OVERLAP_MS)}`,
    )
    .optional(),
});
export type RotationRequest = z.infer<typeof rotationSchema>;

/** An old key that opens doors until an instant in ISO 8601. */
export type OldKeyLine = { readonly kind: KeyKind; readonly key: string; readonly until: string };

export function describeOldKeys(site: Site, now: number): readonly OldKeyLine[] {
  return listOldKeys(site, now).map((old) => ({ ...old, until: new Date(old.until).toISOString() }));
}

/** With its line in the audit log, which names kinds and ends and never a key. */
export async function rotateSiteKeys(
  { sites, audit, now }: Pick<Engine, 'sites' | 'audit' | 'now'>,
  site: string,
  { only, overlap }: RotationRequest,
  by: string,
): Promise<Outcome<Site>> {
  const overlapMs = overlap === undefined ? undefined : durationMs(overlap);
  const rotated = await sites.rotateKeys(site, { only, overlapMs });
  if (!rotated.ok) return rotated;
  const kinds = kindsOf({ only });
  const old = describeOldKeys(rotated.value, now()).filter(({ kind }) => kinds.includes(kind));
  const detail = { kinds, oldKeysUntil: old.map(({ kind, until }) => ({ kind, until })) };
  await audit.write(rotated.value.siteId, { act: 'keys rotated', by, detail });
  return accept(rotated.value);
}

/** Whoever found an old key must not get a new one with it that outlives its end. */
export function refuseOldKey() {
  return refuse('rotated_key', 'authorization', 'use the new key of this site: `inkling site list`');
}
