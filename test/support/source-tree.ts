import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The repository's top folder, absolute. */
export const ROOT = join(import.meta.dirname, '..', '..');

/** What .gitignore names, and git itself: not ours, or made anew by a command. */
const NOT_OURS = new Set(['node_modules', '.git', '.cache', 'data', 'dist', 'coverage']);

/**
 * Every file of the project, relative to {@link ROOT}, with forward slashes, sorted.
 * It walks the folders instead of asking git, so it also works in an unpacked archive.
 *
 * @example listFiles().filter((path) => path.endsWith('.ts'))
 */
export function listFiles(): readonly string[] {
  return walk('').sort();
}

/** Folders at the top that hold something of ours, without the hidden ones. */
export function listTopFolders(): readonly string[] {
  return readdirSync(ROOT, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !NOT_OURS.has(entry.name) && !entry.name.startsWith('.'))
    .map((entry) => entry.name)
    .sort();
}

function walk(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    if (NOT_OURS.has(entry.name) || entry.name.endsWith('.log')) return [];
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    return entry.isDirectory() ? walk(path) : [path];
  });
}
