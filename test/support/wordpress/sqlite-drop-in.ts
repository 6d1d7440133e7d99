import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { lastWords, runProgram } from './program.ts';

/** It brings WordPress's own drop-in for SQLite as a zip; nothing else of it is used. */
export const CARRIER = '@wp-playground/cli@3.1.56';
/** Of the package's tarball, as a lock file of npm writes it. */
export const CARRIER_INTEGRITY =
  'sha512-JTxl6djPEM2YRYz/w+BUoyoCvhSGHIjqMi4fMV1b8o1UPNvZatLaS7opo57UsrVElXrfdZwvi6IuyS4LswUx9Q==';

const ZIP_IN_TARBALL = 'package/sqlite-database-integration.zip';
const DOWNLOAD_LIMIT_MS = 60_000;

/**
 * WordPress's drop-in for SQLite, unpacked into `into`.
 *
 * @throws Error that says what could not be had, why, and the cure.
 * @example await unpackDropIn({ scratch: '/a/folder', into: '/a/folder/sqlite' });
 */
export async function unpackDropIn(order: {
  readonly scratch: string;
  readonly into: string;
}): Promise<void> {
  const { scratch, into } = order;
  const tarball = await pack(scratch);
  const bytes = readFileSync(tarball);
  const integrity = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
  if (integrity !== CARRIER_INTEGRITY) {
    throw new Error(
      `[inkling] [wordpress] The tarball of ${CARRIER} is not the one that was looked at: ${integrity}. ` +
        'Ask the registry that npm is set to for the right one; after a look at a new one, write its integrity down.',
    );
  }
  const untar = await runProgram({
    file: 'tar',
    args: ['xzf', tarball, ZIP_IN_TARBALL],
    cwd: scratch,
    limitMs: DOWNLOAD_LIMIT_MS,
  });
  if (untar.exitCode !== 0) {
    throw new Error(
      `[inkling] [wordpress] ${CARRIER} holds no ${ZIP_IN_TARBALL}: ${lastWords(untar)}. Pin a version that does.`,
    );
  }
  unzip(readFileSync(join(scratch, ZIP_IN_TARBALL)), into);
}

async function pack(scratch: string): Promise<string> {
  const packed = await runProgram({
    file: 'npm',
    args: ['pack', '--silent', '--ignore-scripts', '--fetch-retries=1', '--fetch-timeout=20000', CARRIER],
    cwd: scratch,
    limitMs: DOWNLOAD_LIMIT_MS,
  });
  const name = packed.stdout.trim().split('\n').at(-1) ?? '';
  if (packed.exitCode === 0 && name.endsWith('.tgz')) return join(scratch, name);
  throw new Error(
    `[inkling] [wordpress] npm cannot get ${CARRIER}: ${lastWords(packed)}. ` +
      'See that the registry that npm is set to can be reached and has that version.',
  );
}

/** Without the one folder that everything in the zip lies in. */
function unzip(zip: Uint8Array, into: string): void {
  for (const [name, bytes] of Object.entries(unzipSync(zip))) {
    const path = name.split('/').slice(1).join('/');
    if (path === '' || path.endsWith('/') || path.split('/').includes('..')) continue;
    mkdirSync(dirname(join(into, path)), { recursive: true });
    writeFileSync(join(into, path), bytes);
  }
}
