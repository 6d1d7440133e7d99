/** Segments that are written as tags, and are no more: by the API, the command line, a plan or the app. */
import type { Engine } from '../../../core/engine.ts';
import type { SiteId } from '../../../core/entry.ts';
import { newestEntries } from '../../../core/segments/catalog.ts';
import { PLATFORM } from '../installation/shops.ts';
import type { ChoiceBook } from './choices.ts';

/**
 * Chooses them no more, so that one of the same key that comes later is not written unless somebody chooses it. May be repeated.
 *
 * @returns Their keys.
 */
export async function dropGone(
  site: SiteId,
  choices: Pick<ChoiceBook, 'change'>,
  { segments, audit }: Pick<Engine, 'segments' | 'audit'>,
): Promise<readonly string[]> {
  const catalog = segments.of(site)?.catalog;
  if (catalog === undefined) return [];
  const known = newestEntries(catalog);
  let gone: readonly string[] = [];
  await choices.change(site, (now) => {
    gone = now.segments.filter((key) => !known.has(key));
    return gone.length === 0 ? null : { segments: now.segments.filter((key) => known.has(key)) };
  });
  if (gone.length > 0)
    await audit.write(site, {
      act: 'segments written to customers no more',
      by: PLATFORM,
      detail: { segments: [...gone] },
    });
  return gone;
}
