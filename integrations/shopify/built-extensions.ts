/**
 * The files of the extensions that are made, and not written. They are kept in the repository, because Shopify's command line
 * takes an extension's folder as it lies there; a test makes them anew and compares.
 */
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { buildFirstPartyTracker } from '../../core/tracker/build.ts';

const EMBED = 'extensions/inkling-embed/assets/inkling.js';

/**
 * The file of the app embed: the adapter, and the tracker as the function that it starts with a shop's settings. What the tracker
 * loads when a page needs it is not among the assets: it comes from the server that reads what it sends, so that both are of
 * one version, and a shop gets what is new without a release of the app.
 *
 * @returns text by path below the project's folder.
 * @example buildExtensions().get('extensions/inkling-embed/assets/inkling.js')
 */
export function buildExtensions(): ReadonlyMap<string, string> {
  const tracker = buildFirstPartyTracker();
  const adapter = bundle('storefront/embed.ts');
  return new Map([[EMBED, `(startTracker=>{${adapter}})(settings=>{try{${tracker}}catch{}});\n`]]);
}

function bundle(entry: string): string {
  const { outputFiles } = buildSync({
    entryPoints: [join(import.meta.dirname, entry)],
    bundle: true,
    minify: true,
    write: false,
    absWorkingDir: import.meta.dirname,
    format: 'esm',
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
