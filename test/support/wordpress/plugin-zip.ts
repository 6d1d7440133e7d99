import { strToU8, zipSync } from 'fflate';

/**
 * A plugin as WordPress is given one: a zip with one folder of its name.
 *
 * @example packPlugin('tiny', { 'tiny.php': '<?php // Plugin Name: Tiny' })
 */
export function packPlugin(slug: string, files: Readonly<Record<string, string>>): Uint8Array {
  const entries = Object.entries(files).map(([path, text]) => [`${slug}/${path}`, strToU8(text)] as const);
  return zipSync(Object.fromEntries(entries));
}
