import { buildSync } from 'esbuild';
import { describe, expect, it } from 'vitest';

/** Of the 20,000 bytes of the file that a page loads; the rest is what ties it to the tracker. */
const MOST_BYTES = 16_700;

const built = buildSync({
  entryPoints: [new URL('../../../core/local/engine.ts', import.meta.url).pathname],
  bundle: true,
  minify: true,
  write: false,
  metafile: true,
  format: 'esm',
  platform: 'browser',
  target: 'es2021',
  charset: 'utf8',
  tsconfigRaw: '{}',
});
const text = built.outputFiles[0]?.text ?? '';

describe('the engine of a page', () => {
  it(`has at most ${MOST_BYTES} bytes, minified`, () => {
    expect(Buffer.byteLength(text)).toBeGreaterThan(5_000);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(MOST_BYTES);
  });

  it('loads no parser, no compiler of a server, no explanation and no trees', () => {
    const loaded = Object.keys(built.metafile.inputs);
    expect(loaded.some((path) => path.endsWith('core/local/conditions.ts'))).toBe(true);
    expect(
      loaded.filter((path) => /zod|compile-node|program\.ts|explain|boosting|spec\.ts|node:/.test(path)),
    ).toEqual([]);
  });

  it('asks for nothing that browsers of the last five years lack', () => {
    expect(text).not.toMatch(
      /\.(toSorted|toSpliced|toReversed|findLast|findLastIndex|with|groupBy|hasOwn)\(/,
    );
  });

  it('reads no clock, throws no dice and keeps nothing', () => {
    expect(text).not.toMatch(/Date\.now|new Date\(|Math\.random|localStorage|document|fetch\(/);
  });
});
