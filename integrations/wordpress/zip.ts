/** The plugin as WordPress is given it: one zip, the same bytes from the same sources. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { buildFiles } from './built-files.ts';
import { buildLanguages } from './languages.ts';

const PLUGIN = join(import.meta.dirname, 'plugin');
const SLUG = 'inkling';
/** Zips know no time before 1980; a file's own would make two builds differ. */
const MADE = new Date(1980, 0, 1);

/**
 * Packs the plugin's own files and what is built of core.
 *
 * @returns The zip, with one folder `inkling/` in it.
 * @throws Error when a built file would replace one of the plugin's own.
 * @example writeFileSync('inkling.zip', packInkling())
 */
export function packInkling(): Uint8Array {
  const files = readOwnFiles();
  const languages = buildLanguages(files);
  for (const [path, text] of buildFiles()) {
    if (files.has(path))
      throw new Error(`${path} is built, and lies in integrations/wordpress/plugin as well`);
    files.set(path, strToU8(text));
  }
  for (const [path, bytes] of languages) files.set(path, bytes);
  const entries = [...files].sort(([a], [b]) => (a < b ? -1 : 1));
  return zipSync(Object.fromEntries(entries.map(([path, bytes]) => [`${SLUG}/${path}`, bytes])), {
    mtime: MADE,
  });
}

function readOwnFiles(): Map<string, Uint8Array> {
  const paths = readdirSync(PLUGIN, { recursive: true, encoding: 'utf8' });
  const files = paths.filter((path) => statSync(join(PLUGIN, path)).isFile());
  return new Map(
    files.map((path) => [path.replaceAll('\\', '/'), new Uint8Array(readFileSync(join(PLUGIN, path)))]),
  );
}
