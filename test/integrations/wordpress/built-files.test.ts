import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildFiles } from '../../../integrations/wordpress/built-files.ts';

const PLUGIN = join(import.meta.dirname, '../../../integrations/wordpress/plugin');
/** Names that look like addresses, and are asked for by nobody. */
const NAMES = ['http://www.w3.org/2000/svg'];
/** WordPress's own check of plugins warns of more. */
const MOST_SCRIPT_BYTES = 300_000;

describe('what the zip holds beside the plugin’s own files', () => {
  const files = [...buildFiles()];

  it.each(files)('%s is whole, and lies in the sources of the plugin nowhere', (path, text) => {
    expect(text.length).toBeGreaterThan(0);
    expect(Buffer.byteLength(text)).toBeLessThan(MOST_SCRIPT_BYTES);
    expect(existsSync(join(PLUGIN, path))).toBe(false);
  });

  it('is the same from the same sources', () => {
    expect([...buildFiles()]).toEqual(files);
  });

  it.each(files.filter(([path]) => path.endsWith('.js')))('%s asks nobody but the site', (_, text) => {
    const addresses = text.match(/https?:\/\/[^"'`$ ]+/g) ?? [];
    expect(addresses.filter((address) => !NAMES.includes(address))).toEqual([]);
  });

  it.each(['assets/rules.json', 'assets/rules-reading.json'])(
    'a new site begins with %s, and shows nothing before its owner wants it',
    (path) => {
      const { v, campaigns, segments } = JSON.parse(new Map(files).get(path) ?? '{}');
      expect([v, segments.length > 0, campaigns.length > 0]).toEqual([1, true, true]);
      expect(new Set(campaigns.map(({ state }: { state: string }) => state))).toEqual(new Set(['draft']));
    },
  );
});
