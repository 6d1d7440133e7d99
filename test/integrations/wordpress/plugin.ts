/** The plugin for the sites of tests. Only the suites about its upload take the way through WordPress's own pages. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { once } from '../../../core/once.ts';
import { packInkling as pack } from '../../../integrations/wordpress/zip.ts';
import type { WordPressSite } from '../../support/wordpress/site.ts';

/** Its zip: built once a process. */
export const packInkling = once(pack);

/** Writes the plugin's folder into another. */
export function unpackInto(folder: string, zip: Uint8Array): void {
  for (const [name, bytes] of Object.entries(unzipSync(zip))) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  }
}

/**
 * Lays the plugin into a site and activates it: on a network, for all of it.
 *
 * @throws Error with what WordPress says when it does not activate it.
 * @example await installInkling(site);
 */
export async function installInkling(site: WordPressSite, zip = packInkling()): Promise<void> {
  unpackInto(join(site.folder, 'wp-content/plugins'), zip);
  await site.evaluate(`
    require_once ABSPATH . 'wp-admin/includes/plugin.php';
    $fault = activate_plugin( 'inkling/inkling.php', '', is_multisite() );
    if ( is_wp_error( $fault ) ) throw new Exception( $fault->get_error_message() );
  `);
}
