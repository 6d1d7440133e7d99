/** Bundles the browser files, and puts a site's public settings around the tracker. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync, transformSync } from 'esbuild';
import type { TrackerSettings } from './settings.ts';

export type BuiltTracker = {
  /** The tracker without settings: what stands inside the function that {@link trackerFile} makes. */
  readonly tracker: string;
  /** The same for pages that analytics.js runs on: with a consent it waits to hear whom that knows. */
  readonly bridged: string;
  /** Served as `/t/analytics.js`, loaded by it. */
  readonly analytics: string;
  /** Served as `/t/identity.js`, loaded on `identify` after consent. */
  readonly identity: string;
  /** Served as `/t/json-ld.js`, loaded where a page has product markup for search engines. */
  readonly jsonLd: string;
  /** Served as `/t/treatments.js`, loaded with the first decision of a page. */
  readonly treatments: string;
  /** Parts of it, loaded with the first decision of their kinds: `/t/blocks.js`, `/t/offers.js`, `/t/products.js`, `/t/tour.js`. */
  readonly blocks: string;
  readonly offers: string;
  readonly products: string;
  readonly tour: string;
  /** Served as `/t/privacy.js`, loaded by pages that have a privacy element. */
  readonly privacy: string;
  /** Served as `/t/intent.js`, loaded by scripts of a site that score in the page. */
  readonly intent: string;
};

type OnSource = (path: string) => void;

const HERE = import.meta.dirname;
/** Browsers of the last five years. */
const TARGET = 'es2021';

/**
 * Takes about a third of a second, so keep what it makes.
 *
 * @param onSource Hears the path of every file that went into it, this one among them.
 * @throws the bundler's own error when a source does not compile.
 * @example const { tracker } = buildTracker()
 */
export function buildTracker(onSource: OnSource = () => undefined): BuiltTracker {
  onSource(import.meta.filename);
  const bundle = (name: string, format: 'esm' | 'iife', styles: readonly string[] = []): string =>
    bundleFile(name, format, { styles: readStyles(styles, onSource) }, onSource);
  return {
    tracker: bundle('tracker', 'esm'),
    bridged: bundleFile('tracker', 'esm', { isBridged: true }, onSource),
    analytics: bundle('analytics', 'iife'),
    identity: bundle('identity', 'iife'),
    jsonLd: bundle('json-ld', 'iife'),
    treatments: bundle('treatments', 'iife', ['host', 'base']),
    blocks: bundle('blocks', 'iife', ['blocks']),
    offers: bundle('offers', 'iife', ['offers']),
    products: bundle('products', 'iife', ['products']),
    tour: bundle('tour', 'iife', ['tour']),
    privacy: bundle('privacy', 'iife', ['host', 'privacy']),
    intent: bundle('intent', 'iife'),
  };
}

/**
 * The tracker for pages of a platform that passes its posts on, from an address of the page's own: they go with the page's
 * cookies, by which the platform knows who is logged in, and which it does not pass on.
 *
 * @returns what stands inside the function that is given the settings.
 * @example buildFirstPartyTracker()
 */
export function buildFirstPartyTracker(): string {
  return bundleFile('tracker', 'esm', { isFirstParty: true }, () => undefined);
}

/** The files of a site whose pages decide by themselves: `tracker.js` and what lies beside it. */
export type BuiltLocal = {
  /** The one file that a page loads: its settings are the page's `window.inklingSite`. */
  readonly tracker: string;
  /** Loaded by it with the first answer that there is something to decide by. */
  readonly local: string;
  /** Loaded by that in preview. */
  readonly preview: string;
  /** Loaded by pages that have a privacy element. */
  readonly privacy: string;
};

/**
 * For a site that needs no server beside it: it answers posts with what it holds of the visitor's session, and the page decides.
 *
 * @example const { tracker, local } = buildLocalFiles()
 */
export function buildLocalFiles(): BuiltLocal {
  const words = { isFirstParty: true, isLocal: true };
  const styles = readStyles(['host', 'privacy'], () => undefined);
  const tracker = bundleFile('tracker', 'esm', words, () => undefined);
  return {
    tracker: `(settings=>{try{${tracker}}catch{}})(self.inklingSite);`,
    local: bundleFile('local', 'iife', words, () => undefined),
    preview: bundleFile('preview', 'iife', words, () => undefined),
    privacy: bundleFile('privacy', 'iife', { ...words, styles }, () => undefined),
  };
}

/**
 * The one file that a page loads. Nothing that fails in it, even at the start, is seen by the page.
 *
 * @param isBridged The page runs analytics.js as well.
 * @example trackerFile(built, { k: 'wk_1', s: 'st_1', p: 'auto' })
 */
export function trackerFile(
  built: Pick<BuiltTracker, 'tracker' | 'bridged'>,
  settings: TrackerSettings,
  isBridged = false,
): string {
  const tracker = isBridged ? built.bridged : built.tracker;
  return `(settings=>{try{${tracker}}catch{}})(${writeLiteral(settings)});`;
}

/** JSON that is safe inside a script, also an inline one: no tag can end in it. */
function writeLiteral(settings: TrackerSettings): string {
  return JSON.stringify(settings).replace(/[<\u2028\u2029]/g, escapeCharacter);
}

function escapeCharacter(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Minified; our own variables, which no page sees, by their first letter. */
function readStyles(names: readonly string[], onSource: OnSource): string {
  const read = (name: string) => {
    const path = fileURLToPath(new URL(`browser/treatments/${name}.css`, import.meta.url));
    onSource(path);
    return readFileSync(path, 'utf8');
  };
  const { code } = transformSync(names.map(read).join('\n'), { loader: 'css', minify: true });
  return code.trim().replace(/(--(?!inkling)\w)\w*(:? ?)/g, (_, variable, end) => variable + end.trim());
}

/** What names stand for in a file: `STYLES`, `BRIDGED`, `CREDENTIALS`, `LOCAL`. */
type Words = {
  readonly styles?: string;
  readonly isBridged?: boolean;
  readonly isFirstParty?: boolean;
  readonly isLocal?: boolean;
};

function bundleFile(
  name: string,
  format: 'esm' | 'iife',
  { styles = '', isBridged = false, isFirstParty = false, isLocal = false }: Words,
  onSource: OnSource,
): string {
  const built = buildSync({
    entryPoints: [fileURLToPath(new URL(`browser/${name}.ts`, import.meta.url))],
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    absWorkingDir: HERE,
    format,
    platform: 'browser',
    target: TARGET,
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'error',
    tsconfigRaw: '{}',
    define: {
      STYLES: JSON.stringify(styles),
      BRIDGED: String(isBridged),
      CREDENTIALS: JSON.stringify(isFirstParty ? 'same-origin' : 'omit'),
      LOCAL: String(isLocal),
    },
  });
  // A module that a package leaves out in browsers stands among the inputs, and is no file.
  const files = Object.keys(built.metafile.inputs).filter((input) => !input.startsWith('(disabled):'));
  for (const file of files) onSource(join(HERE, file));
  return built.outputFiles.map(({ text }) => text.trimEnd()).join('');
}
