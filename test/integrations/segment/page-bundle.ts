/** What a shop's own bundler makes of a page's code that imports a library. */
import { build } from 'esbuild';

/** @example response.end(await bundlePage(`import { AnalyticsBrowser } from '@segment/analytics-next'`)) */
export async function bundlePage(code: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: import.meta.dirname },
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    define: { 'process.env.NODE_ENV': '"production"', global: 'window' },
    logLevel: 'error',
  });
  return outputFiles[0]?.text ?? '';
}
