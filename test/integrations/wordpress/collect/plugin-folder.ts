/** The plugin as it lies on a site, without one. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packInkling, unpackInto } from '../plugin.ts';

export type PluginFolder = { readonly path: string; remove(): void };

/** Unpacks the zip that sites are given. @example const plugin = unpackInkling(); afterAll(plugin.remove); */
export function unpackInkling(): PluginFolder {
  const home = mkdtempSync(join(tmpdir(), 'inkling-plugin-'));
  unpackInto(home, packInkling());
  return { path: join(home, 'inkling'), remove: () => rmSync(home, { recursive: true, force: true }) };
}
