import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listFiles, ROOT } from '../../support/source-tree.ts';

const sources = listFiles()
  .filter((path) => path.startsWith('apps/shop/') && path.endsWith('.ts'))
  .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
const css = readFileSync(join(ROOT, 'apps/shop/styles/base.css'), 'utf8');

describe('nothing is kept on the device', () => {
  it('no source of the shop speaks of cookies or storage, but for one look at the tracker’s entry', () => {
    const storage =
      /document\.cookie|\b(?:local|session)Storage|indexedDB|\bcaches\b|cookieStore|serviceWorker/g;
    const found = sources.flatMap(({ path, text }) =>
      [...text.matchAll(storage)].map(([word]) => `${path} ${word}`),
    );
    expect(found).toEqual(['apps/shop/browser/device.ts localStorage']);
    expect(sources.find(({ path }) => path.endsWith('/device.ts'))?.text).toContain(
      "localStorage.getItem('inkling')",
    );
  });
});

/** Relative luminance and contrast: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(first: string, second: string): number {
  const [light = 0, dark = 0] = [luminance(first), luminance(second)].toSorted((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

describe.each(['light', 'dark'])('colours in %s', (scheme) => {
  const [light = '', dark = ''] = [...css.matchAll(/:root \{([^}]*)\}/g)].map(([, block]) => block);
  const read = (block: string): Record<string, string> =>
    Object.fromEntries(
      [...block.matchAll(/--(\S+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name, value]),
    );
  const colours = read(scheme === 'light' ? light : dark);

  it.each([
    ['ink', 'page', 4.5],
    ['ink', 'sheet', 4.5],
    ['ink', 'line', 4.5],
    ['soft', 'page', 4.5],
    ['soft', 'sheet', 4.5],
    ['accent', 'page', 4.5],
    ['accent', 'sheet', 4.5],
    ['on-accent', 'accent', 4.5],
    ['on-accent', 'accent-strong', 4.5],
    ['warn', 'page', 4.5],
    ['good', 'sheet', 4.5],
    ['edge', 'sheet', 3],
    ['edge', 'page', 3],
  ])('%s on %s reaches %s', (text, ground, least) => {
    expect(contrast(colours[text] ?? '#000000', colours[ground] ?? '#000000')).toBeGreaterThanOrEqual(least);
  });
});
