/** The log of erasures as a file of its own, mode 0600: appended to, never rewritten. */
import { createReadStream, existsSync } from 'node:fs';
import { chmod, type FileHandle, open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { InklingError } from '../errors.ts';
import type { ErasureLog } from '../ports.ts';

const MODE = 0o600;
const NEWLINE = 10;

/** @example const log = createErasureFile('data/erasures.log'); await log.append(line) */
export function createErasureFile(path: string): ErasureLog {
  let writing: Promise<void> = Promise.resolve();
  return {
    append: (line) => {
      writing = writing.catch(() => undefined).then(() => appendLine(path, line));
      return writing;
    },
    readLines: () => readLines(path),
  };
}

/** Of a log that may lie anywhere: a copy from before a backup was put back. */
export async function* readLines(path: string): AsyncGenerator<string> {
  if (!existsSync(path)) return;
  yield* createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Number.POSITIVE_INFINITY });
}

/** An erasure that cannot be written down is not answered for: the same fault as a full disk under the database. */
async function appendLine(path: string, line: string): Promise<void> {
  try {
    const file = await open(path, 'a+', MODE);
    try {
      await chmod(path, MODE);
      // A line that a crash cut short stays by itself.
      await file.appendFile(`${(await endsInside(file)) ? '\n' : ''}${line}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    throw new InklingError(
      'store_unavailable',
      'log of erasures',
      `${path} cannot be written (${reason})`,
      'free some disk space, or give the server access to this file',
      { cause: error },
    );
  }
}

async function endsInside(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat();
  if (size === 0) return false;
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0] !== NEWLINE;
}
