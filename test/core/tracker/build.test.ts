import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { buildLocalFiles, buildTracker, trackerFile } from '../../../core/tracker/build.ts';
import type { TrackerSettings } from '../../../core/tracker/settings.ts';

const MOST_TRACKER_BYTES = 6_000;
/** On sites that say that they run analytics.js as well: it waits for what that knows. */
const MOST_BRIDGED_BYTES = 6_250;
const MOST_ANALYTICS_BYTES = 1_000;
const MOST_IDENTITY_BYTES = 8_000;
const MOST_TREATMENTS_BYTES = 12_000;
/** Of each file that the treatments file loads for some kinds, and of the intent file. */
const MOST_PART_BYTES = 3_000;
/** On its own: only pages load it that have a privacy element. */
const MOST_PRIVACY_BYTES = 12_750;
const MOST_SETTINGS_BYTES = 500;
/** Of a site that answers by itself: with what it says of the page, and the ear of the file that decides. */
const MOST_LOCAL_TRACKER_BYTES = 6_300;
/** The engine, the rules' reader and what shows its decisions. */
const MOST_LOCAL_BYTES = 20_000;
/** Beside what the element is everywhere: it writes what is held into a file by itself. */
const MOST_LOCAL_PRIVACY_BYTES = 12_850;

const built = buildTracker();
const local = buildLocalFiles();
const LONGEST: TrackerSettings = {
  k: `wk_${'f'.repeat(48)}`,
  s: `st_${'f'.repeat(48)}`,
  p: 'consented-only',
  u: `https://${'collector.'.repeat(12)}shop.example/apps/inkling`,
  h: 1,
  d: 1,
  m: 1,
  dnt: 1,
};

describe('the built files', () => {
  it.each([
    ['the tracker', built.tracker, MOST_TRACKER_BYTES],
    ['the tracker beside analytics.js', built.bridged, MOST_BRIDGED_BYTES],
    ['the analytics file', built.analytics, MOST_ANALYTICS_BYTES],
    ['the identity file', built.identity, MOST_IDENTITY_BYTES],
    ['the treatments file', built.treatments, MOST_TREATMENTS_BYTES],
    ['the blocks file', built.blocks, MOST_PART_BYTES],
    ['the offers file', built.offers, MOST_PART_BYTES],
    ['the products file', built.products, MOST_PART_BYTES],
    ['the tour file', built.tour, MOST_PART_BYTES],
    ['the privacy file', built.privacy, MOST_PRIVACY_BYTES],
    ['the intent file', built.intent, MOST_PART_BYTES],
    ['the tracker of a site that answers by itself', local.tracker, MOST_LOCAL_TRACKER_BYTES],
    ['the file that decides in the page', local.local, MOST_LOCAL_BYTES],
    ['the preview file', local.preview, MOST_PART_BYTES],
    ['the privacy file of a site that answers by itself', local.privacy, MOST_LOCAL_PRIVACY_BYTES],
    ['what the settings add', trackerFile({ ...built, tracker: '' }, LONGEST), MOST_SETTINGS_BYTES],
    [
      'the tracker with the longest settings',
      trackerFile(built, LONGEST),
      MOST_TRACKER_BYTES + MOST_SETTINGS_BYTES,
    ],
  ])('%s keeps to its bytes', (name, text, mostBytes) => {
    const bytes = Buffer.from(text);
    const sizes = {
      raw: bytes.length,
      gzip: gzipSync(bytes, { level: 9 }).length,
      brotli: brotliCompressSync(bytes).length,
    };
    console.log(
      `${name}: ${sizes.raw} B, gzip ${sizes.gzip} B, brotli ${sizes.brotli} B (at most ${mostBytes} B)`,
    );
    expect(sizes.raw).toBeLessThanOrEqual(mostBytes);
  });

  it.each([
    'eval',
    'new Function',
    'innerHTML',
    'outerHTML',
    'document.write',
    'insertAdjacentHTML',
    'unload',
    'document.cookie',
    'sessionStorage',
    'indexedDB',
  ])('none of them holds %s', (word) => {
    expect(Object.values({ ...built, local: Object.values(local).join() }).join()).not.toMatch(
      new RegExp(`\\b${word}\\b`),
    );
  });

  it('docs/tracker.md names the sizes that are built', () => {
    const page = readFileSync(new URL('../../../docs/tracker.md', import.meta.url), 'utf8');
    const shown = [...page.matchAll(/^\| `\/t\/.* \| ([\d,]+) \| [\d,]+ \| [\d,]+ \|$/gm)].map(
      ([, bytes = '']) => Number(bytes.replace(',', '')),
    );
    expect(shown).toEqual(Object.values(built).map((text) => Buffer.byteLength(text)));
  });

  it('a value of the settings cannot end the script or the literal', () => {
    const settings: TrackerSettings = { k: '</script><script>alert(1)//', s: `"'\`\u2028\\`, p: 'auto' };
    const file = trackerFile({ ...built, tracker: 'report(settings)' }, settings);
    let seen: unknown;
    runInNewContext(file, { report: (value: unknown) => (seen = JSON.parse(JSON.stringify(value))) });
    expect(file).not.toContain('<');
    expect(file).not.toContain('\u2028');
    expect(seen).toEqual(settings);
  });

  it('a tracker that cannot start says nothing', () => {
    expect(() => runInNewContext(trackerFile(built, LONGEST), {})).not.toThrow();
  });
});
