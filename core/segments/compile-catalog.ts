/** A catalog as a program: with the site's settings that decide beside the definitions. */
import { createHash } from 'node:crypto';
import type { SiteId } from '../entry.ts';
import { minorDigits } from '../events/currency.ts';
import type { SiteSettings } from '../sites/site.ts';
import { type Catalog, type CatalogEntry, surroundingsIn } from './catalog.ts';
import { createProgram, type Program } from './program.ts';
import { shareOf } from './share.ts';

type CompilePorts = { readonly settingsOf: (site: SiteId) => SiteSettings | undefined };

/** The site's settings that decide beside the definitions. */
export function readCircumstances({ settingsOf }: CompilePorts, site: SiteId): Circumstances {
  const { timezone = 'UTC', currency = 'EUR', sessionGapMinutes = null } = settingsOf(site) ?? {};
  return { zone: timezone, currency, circumstances: JSON.stringify([timezone, currency, sessionGapMinutes]) };
}

export type Compiled = Pick<Circumstances, 'circumstances'> & { readonly program: Program };

/** @example compileFor({ settingsOf }, site, catalog).program */
export function compileFor(ports: CompilePorts, site: SiteId, catalog: Catalog): Compiled {
  const read = readCircumstances(ports, site);
  return { program: compileCatalog(catalog, read), circumstances: read.circumstances };
}

type Circumstances = { readonly zone: string; readonly currency: string; readonly circumstances: string };

function compileCatalog(catalog: Catalog, circumstances: Circumstances): Program {
  return compileEntries(catalog, catalog.segments, circumstances);
}

/**
 * Some versions of a catalog, each among what it is read among. The id tells versions apart: whatever a segment builds on,
 * a change of it makes another version.
 *
 * @example compileEntries(catalog, [entry], readCircumstances({ settingsOf }, site)).segments.length // 1
 */
export function compileEntries(
  catalog: Catalog,
  entries: readonly CatalogEntry[],
  { zone, currency, circumstances }: Circumstances,
): Program {
  const surroundingsOf = surroundingsIn(catalog);
  const segments = entries.map((entry) => ({
    definition: entry.definition,
    version: entry.version,
    ...surroundingsOf(entry),
  }));
  const made = segments.map(({ definition, version }) => [definition.key, version, definition.when]);
  return createProgram({
    id: createHash('sha256')
      .update(JSON.stringify([made, circumstances]))
      .digest('hex')
      .slice(0, 12),
    segments,
    stages: catalog.stages,
    zone,
    minorPerMajor: 10 ** (minorDigits(currency) ?? 2),
    shareOf,
  });
}
