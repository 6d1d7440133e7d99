/** The salts' own file: mode 0600, replaced as a whole, its old bytes overwritten before they are let go. */
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { InklingError } from '../errors.ts';
import type { SaltShelf } from '../ports.ts';

const MODE = 0o600;

/** @example const shelf = createSaltFile('data'); // data/salts */
export function createSaltFile(dataDir: string): SaltShelf {
  const path = join(dataDir, 'salts');
  const nextPath = `${path}.next`;
  return {
    load: async () => onDisk(path, () => readWhole(path) ?? readWhole(nextPath)),
    save: async (text) =>
      onDisk(path, () => {
        writeWhole(nextPath, Buffer.from(text, 'utf8'));
        if (existsSync(path)) writeWhole(path, Buffer.alloc(statSync(path).size), 'r+');
        renameSync(nextPath, path);
        syncFolder(dataDir);
      }),
  };
}

/** A full or read-only disk is the same fault here as in the database: try again when it is cured. */
function onDisk<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    throw new InklingError(
      'store_unavailable',
      'salts',
      `${path} cannot be read or written (${reason})`,
      'free some disk space, or give the server access to this file',
      { cause: error },
    );
  }
}

/** Null when it is missing, or overwritten with zeros by a save that was cut short: then the next file is whole. */
function readWhole(path: string): string | null {
  if (!existsSync(path)) return null;
  chmodSync(path, MODE);
  const bytes = readFileSync(path);
  return bytes.length === 0 || bytes[0] === 0 ? null : bytes.toString('utf8');
}

function writeWhole(path: string, bytes: Buffer, flags: 'w' | 'r+' = 'w'): void {
  const file = openSync(path, flags, MODE);
  try {
    writeSync(file, bytes);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function syncFolder(path: string): void {
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
