/**
 * What the bundler made, kept for the next start: beside the packages as compiled code is (`server/compile-cache.js`),
 * where only those can write who could change the program as well. Where nobody can, each start builds.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { version as bundlerVersion } from 'esbuild';

/** @param onSource Hears the path of every file that what is built depends on. */
type Build<Built> = (onSource: (path: string) => void) => Built;

type Kept<Built> = {
  readonly bundler: string;
  /** SHA-256 of each source's bytes by its path below the program's folder: a copy of the program asks its own files. */
  readonly sources: Readonly<Record<string, string>>;
  readonly built: Built;
};

const PROGRAM = join(import.meta.dirname, '..');
const FOLDER = join(PROGRAM, 'node_modules/.cache/inkling');

/**
 * Builds, or takes what was built before from the same bytes of the same files by the same bundler.
 *
 * @param build Its result has to be JSON. Its own module is a source too where it decides what is built.
 * @example const { tracker } = keepBuild('tracker', buildTracker)
 */
export function keepBuild<Built>(name: string, build: Build<Built>, folder = FOLDER): Built {
  const path = join(folder, `${name}.json`);
  const kept = readKept<Built>(path);
  if (kept !== null) return kept.built;
  const sources = new Set<string>();
  const built = build((source) => sources.add(relative(PROGRAM, source)));
  const hashes = Object.fromEntries([...sources].map((source) => [source, hashOf(source)]));
  write(path, { bundler: bundlerVersion, sources: hashes, built });
  return built;
}

function readKept<Built>(path: string): Kept<Built> | null {
  try {
    const kept = JSON.parse(readFileSync(path, 'utf8')) as Kept<Built>;
    const isSame =
      kept.bundler === bundlerVersion &&
      Object.entries(kept.sources).every(([source, hash]) => hashOf(source) === hash);
    return isSame ? kept : null;
  } catch {
    // Not there, cut short, or a source that is gone: all the same, it is built.
    return null;
  }
}

function write(path: string, kept: Kept<unknown>): void {
  const own = `${path}.${process.pid}`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(own, JSON.stringify(kept));
    renameSync(own, path);
  } catch {
    // A folder that nobody may write to: the next start builds as this one did.
  }
}

function hashOf(source: string): string {
  return createHash('sha256')
    .update(readFileSync(join(PROGRAM, source)))
    .digest('hex');
}
