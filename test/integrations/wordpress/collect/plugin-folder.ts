/** The plugin as it lies on a site, without one. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { packInkling } from '../../../../integrations/wordpress/zip.ts';

export type PluginFolder = { readonly path: string; remove(): void };

/** Unpacks the zip that sites are given. @example const plugin = unpackInkling(); afterAll(plugin.remove); */
export function unpackInkling(): PluginFolder {
  const home = mkdtempSync(join(tmpdir(), 'inkling-plugin-'));
  for (const [name, bytes] of Object.entries(unzipSync(packInkling()))) {
    const path = join(home, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  }
  return { path: join(home, 'inkling'), remove: () => rmSync(home, { recursive: true, force: true }) };
}
