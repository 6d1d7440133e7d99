/** What the plugin holds beside its own files: the browser's files, and the rules that a new site begins with, built. */
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { defaultBundle } from '../../core/local/defaults/index.ts';
import { buildLocalFiles, buildTracker } from '../../core/tracker/build.ts';
import { botsFile, knownEventsFile } from './generated.ts';

/** By path in the plugin. */
export type BuiltFiles = ReadonlyMap<string, string>;

/** @example buildFiles().get('assets/treatments.js') */
export function buildFiles(): BuiltFiles {
  const built = buildTracker();
  const local = buildLocalFiles();
  return new Map([
    ['assets/rules.json', JSON.stringify(defaultBundle('shop'))],
    ['assets/rules-reading.json', JSON.stringify(defaultBundle('reading'))],
    ['assets/inkling.js', local.tracker],
    ['assets/local.js', local.local],
    ['assets/preview.js', local.preview],
    ['assets/consent.js', buildBrowserFile('consent', 'iife')],
    ['assets/woo-cart.js', buildBrowserFile('woo-cart', 'esm')],
    ['assets/privacy.js', local.privacy],
    ['assets/identity.js', built.identity],
    ['assets/json-ld.js', built.jsonLd],
    ['assets/treatments.js', built.treatments],
    ['assets/blocks.js', built.blocks],
    ['assets/offers.js', built.offers],
    ['assets/products.js', built.products],
    ['assets/tour.js', built.tour],
    ['includes/collect/bots.php', botsFile()],
    ['includes/collect/known-events.php', knownEventsFile()],
  ]);
}

/** Of the folder `browser`: what WordPress alone needs. */
function buildBrowserFile(name: string, format: 'iife' | 'esm'): string {
  const { outputFiles } = buildSync({
    entryPoints: [join(import.meta.dirname, `browser/${name}.ts`)],
    bundle: true,
    minify: true,
    write: false,
    absWorkingDir: import.meta.dirname,
    format,
    platform: 'browser',
    // As the tracker: browsers of the last five years.
    target: 'es2021',
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'error',
    tsconfigRaw: '{}',
  });
  return outputFiles.map(({ text }) => text.trimEnd()).join('');
}
