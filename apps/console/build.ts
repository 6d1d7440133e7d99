/**
 * Bundles the console in one of its skins, as the tracker and the demo shop are bundled: with esbuild, when the server
 * starts, and kept for the next start.
 */
import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import { type BuildOptions, buildSync, type Metafile } from 'esbuild';
import { keepBuild } from '../kept-build.ts';
import { PICTURE, renderPreview } from './preview/document.ts';

/** Files by what asks for them. */
export type ConsoleBundle<Load extends string> = {
  /** By name, which changes with the content. */
  readonly files: Readonly<Record<string, { readonly type: string; readonly body: string }>>;
  /** Names of what the document asks for itself. */
  readonly script: string;
  readonly styles: string;
  /** Names of what the script asks for next. */
  readonly preloads: Readonly<Record<Load, readonly string[]>>;
  /** The document of the frame that shows a treatment; it stands beside `assets/`. */
  readonly preview: string;
};

type OnSource = (path: string) => void;

const HERE = import.meta.dirname;
const PROGRAM = join(HERE, '../..');
const POLARIS = 'node_modules/@shopify/polaris';
const TYPES = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
} as const;

const COMMON = {
  bundle: true,
  minify: true,
  write: false,
  absWorkingDir: PROGRAM,
  // Those that Shopify's admin itself asks for.
  target: 'es2022',
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'error',
} as const satisfies BuildOptions;

const shopifyPage = (name: string): string => `apps/console/shopify/pages/${name}.tsx`;
const page = (name: string): string => `apps/console/pages/${name}.tsx`;

/** Pages of every console. */
const COMMON_PAGES = {
  overview: page('overview'),
  live: page('live'),
  segments: page('segments'),
  campaigns: page('campaigns'),
  intent: page('intent'),
  journeys: page('journeys'),
  customers: page('customers'),
  privacy: page('privacy'),
  events: page('events'),
  settings: page('settings'),
} as const;

/** By the folders in `skins/`: sources that come in files of their own, by what a document calls them. */
const LOADS = {
  polaris: {
    ...COMMON_PAGES,
    setup: shopifyPage('setup'),
    requests: shopifyPage('requests'),
    switches: shopifyPage('switches'),
    en: `${POLARIS}/locales/en.json`,
    de: `${POLARIS}/locales/de.json`,
  },
  plain: { ...COMMON_PAGES, install: page('install') },
} as const satisfies Readonly<Record<string, Readonly<Record<string, string>>>>;

export type SkinName = keyof typeof LOADS;
type BundleOf<Skin extends SkinName> = ConsoleBundle<Extract<keyof (typeof LOADS)[Skin], string>>;

/** The files of this process: from the same sources, so the same for everybody in it. */
const built = new Map<SkinName, ConsoleBundle<string>>();

/**
 * Every file of the console by name, made once: in about a second, or from what an earlier start kept.
 *
 * @throws the bundler's own error when a source does not compile.
 * @example const { files, script } = buildConsole('polaris')
 */
export function buildConsole<Skin extends SkinName>(skin: Skin): BundleOf<Skin> {
  const known = built.get(skin) ?? keepBuild(`console-${skin}`, (onSource) => bundleConsole(skin, onSource));
  built.set(skin, known);
  return known;
}

function bundleConsole(skin: SkinName, onSource: OnSource): ConsoleBundle<string> {
  onSource(import.meta.filename);
  const { outputFiles, metafile } = bundleScripts(skin, onSource);
  const scripts = outputFiles.map(
    ({ path, text }) => [basename(path), { type: TYPES.js, body: text }] as const,
  );
  const body = bundleStyles(skin, metafile, onSource);
  const styles = `${skin}-${digest(body)}.css`;
  const preview = bundlePreview(onSource);
  const loads = Object.entries(LOADS[skin]).map(([load, source]) => [load, listLoads(metafile, source)]);
  return {
    files: {
      ...Object.fromEntries(scripts),
      [styles]: { type: TYPES.css, body },
      ...preview.files,
    },
    script: listLoads(metafile, startOf(skin))[0] ?? '',
    styles,
    preloads: Object.fromEntries(loads),
    preview: preview.document,
  };
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 8);

/** Of both skins the same: it is a page of a shop, and none of the console. */
function bundlePreview(onSource: OnSource) {
  const read = (name: string): string => {
    const entryPoints = [`apps/console/preview/${name}`];
    const { outputFiles, metafile } = buildSync({
      ...COMMON,
      entryPoints,
      metafile: true,
      tsconfigRaw: '{}',
    });
    for (const input of Object.keys(metafile.inputs)) onSource(join(PROGRAM, input));
    return outputFiles.map(({ text }) => text.trimEnd()).join('');
  };
  onSource(join(HERE, 'preview/document.ts'));
  const [code, css] = [read('start.ts'), read('preview.css')];
  const [script, styles] = [`preview-${digest(code)}.js`, `preview-${digest(css)}.css`];
  const picture = `preview-${digest(PICTURE)}.svg`;
  return {
    document: renderPreview({ script, styles, picture }),
    files: {
      [script]: { type: TYPES.js, body: code },
      [styles]: { type: TYPES.css, body: css },
      [picture]: { type: TYPES.svg, body: PICTURE },
    },
  };
}

const startOf = (skin: SkinName): string => `apps/console/skins/${skin}/start.tsx`;

function bundleScripts(skin: SkinName, onSource: OnSource) {
  const result = buildSync({
    ...COMMON,
    entryPoints: [startOf(skin)],
    outdir: 'assets',
    format: 'esm',
    splitting: true,
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    metafile: true,
    jsx: 'automatic',
    // Polaris' build that says which styles each of its parts needs.
    mainFields: ['esnext', 'module', 'main'],
    resolveExtensions: ['.tsx', '.ts', '.esnext', '.js', '.json'],
    loader: { '.esnext': 'js', '.css': 'empty' },
    define: { 'process.env.NODE_ENV': '"production"' },
    tsconfigRaw: '{}',
  });
  for (const input of Object.keys(result.metafile.inputs)) {
    if (!input.startsWith('(disabled):') && !input.includes('<')) onSource(join(PROGRAM, input));
  }
  return result;
}

/** Styles of the parts that ended up in a script, in the order in which Polaris has them, and the skin's own after them. */
function bundleStyles(skin: SkinName, { inputs, outputs }: Metafile, onSource: OnSource): string {
  const used = new Set(
    Object.values(outputs).flatMap((output) =>
      Object.entries(output.inputs).flatMap(([input, { bytesInOutput }]) =>
        bytesInOutput > 0 ? [input] : [],
      ),
    ),
  );
  const parts = Object.entries(inputs)
    .filter(([input]) => used.has(input))
    .flatMap(([, { imports }]) => imports.map(({ path }) => path).filter((path) => path.endsWith('.css')));
  const own = `apps/console/skins/${skin}/${skin}.css`;
  const paths = [...new Set([...parts, own])];
  const contents = paths.map((path) => `@import ${JSON.stringify(`./${path}`)};`).join('\n');
  const stdin = { contents, resolveDir: PROGRAM, loader: 'css' } as const;
  const result = buildSync({ ...COMMON, stdin, metafile: true });
  for (const input of Object.keys(result.metafile.inputs))
    if (!input.includes('<')) onSource(join(PROGRAM, input));
  return result.outputFiles.map(({ text }) => text.trimEnd()).join('');
}

/** The file that a source begins, and all that it loads at once; none where the source is part of another file. */
function listLoads({ outputs }: Metafile, entry: string): readonly string[] {
  const start = Object.keys(outputs).find((path) => outputs[path]?.entryPoint === entry);
  const found = new Set<string>();
  const add = (path: string): void => {
    if (found.has(path)) return;
    found.add(path);
    for (const { path: next, kind } of outputs[path]?.imports ?? []) {
      if (kind === 'import-statement') add(next);
    }
  };
  if (start !== undefined) add(start);
  return [...found].map((path) => basename(path));
}
