/** Bundles the browser files and puts a site's public settings around the tracker. */
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import type { TrackerSettings } from './settings.ts';

export type BuiltTracker = {
  /** Minified tracker without settings. */
  readonly tracker: string;
  /** Minified identity file, served as `/t/identity.js`. */
  readonly identity: string;
};

export function buildTracker(): BuiltTracker {
  return { tracker: bundle('tracker.ts'), identity: bundle('identity.ts') };
}

export function trackerFile(built: BuiltTracker, settings: TrackerSettings): string {
  return `(settings=>{${built.tracker}})(${JSON.stringify(settings)});`;
}

function bundle(entry: string): string {
  const built = buildSync({
    entryPoints: [fileURLToPath(new URL(`browser/${entry}`, import.meta.url))],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    target: 'es2020',
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'error',
  });
  return built.outputFiles[0]?.text.trimEnd() ?? '';
}
