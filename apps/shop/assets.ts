import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { keepBuild } from '../kept-build.ts';
import { drawAll } from './art/art.ts';
import { PRODUCTS } from './catalogue.ts';

export type Asset = { readonly type: string; readonly body: string };

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

function bundleScript(onSource: (path: string) => void): string {
  onSource(import.meta.filename);
  const result = buildSync({
    entryPoints: [at('./browser/shop.ts')],
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    absWorkingDir: at('.'),
    format: 'iife',
    target: 'es2022',
  });
  for (const source of Object.keys(result.metafile.inputs)) onSource(at(source));
  return result.outputFiles[0]?.text ?? '';
}

/** In the order in which later ones refine earlier ones. */
const STYLES = ['base', 'frame', 'browse', 'product', 'basket', 'drawer', 'narrow'] as const;

function joinStyles(): string {
  return STYLES.map((name) => readFileSync(at(`./styles/${name}.css`), 'utf8')).join('\n');
}

/** The files of this process: from the same sources, so the same for every shop in it. */
let kept: ReadonlyMap<string, Asset> | null = null;

/** Every file the shop serves beside its pages, by path below its mount path. Made once, at the first start. */
export function createAssets(): ReadonlyMap<string, Asset> {
  kept ??= makeAssets();
  return kept;
}

function makeAssets(): ReadonlyMap<string, Asset> {
  const pictures = [...drawAll(PRODUCTS)].map(
    ([path, body]) => [path, { type: 'image/svg+xml; charset=utf-8', body }] as const,
  );
  return new Map<string, Asset>([
    ['/assets/shop.css', { type: 'text/css; charset=utf-8', body: joinStyles() }],
    ['/assets/shop.js', { type: 'text/javascript; charset=utf-8', body: keepBuild('shop', bundleScript) }],
    ...pictures,
  ]);
}
