/** Our web pixel as Shopify's command line bundles it. */
import { join } from 'node:path';
import { build } from 'esbuild';

const EXTENSION = join(import.meta.dirname, '../../../extensions/inkling-pixel');

/** @example new Worker(URL.createObjectURL(new Blob([await bundlePixel()]))) */
export async function bundlePixel(): Promise<string> {
  const built = await build({
    stdin: { contents: "import './src/index.ts'", resolveDir: EXTENSION, loader: 'ts' },
    bundle: true,
    minify: true,
    write: false,
    target: 'es6',
    define: { 'process.env.NODE_ENV': '"production"' },
    loader: { '.esnext': 'ts', '.js': 'jsx' },
    legalComments: 'none',
    resolveExtensions: ['.tsx', '.ts', '.js', '.json', '.esnext', '.mjs', '.ejs'],
    logLevel: 'error',
    tsconfigRaw: '{}',
  });
  return built.outputFiles.map(({ text }) => text).join('');
}
