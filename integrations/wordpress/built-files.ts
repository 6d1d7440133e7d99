/** What the plugin holds beside its own files: the browser's files of core, built. */
import { buildTracker } from '../../core/tracker/build.ts';
import { botsFile, knownEventsFile } from './generated.ts';

/** By path in the plugin. */
export type BuiltFiles = ReadonlyMap<string, string>;

/** @example buildFiles().get('assets/treatments.js') */
export function buildFiles(): BuiltFiles {
  const built = buildTracker();
  return new Map([
    ['assets/identity.js', built.identity],
    ['assets/json-ld.js', built.jsonLd],
    ['assets/treatments.js', built.treatments],
    ['assets/blocks.js', built.blocks],
    ['assets/offers.js', built.offers],
    ['assets/products.js', built.products],
    ['assets/tour.js', built.tour],
    ['assets/privacy.js', built.privacy],
    ['includes/collect/bots.php', botsFile()],
    ['includes/collect/known-events.php', knownEventsFile()],
  ]);
}
