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
import type { SaltShelf } from '../ports.ts';

const MODE = 0o600;

/** @example const shelf = createSaltFile('data'); // data/salts */
export function createSaltFile(dataDir: string): SaltShelf {
  const path = join(dataDir, 'salts');
  const nextPath = `${path}.next`;
  return {
    load: async () => readWhole(path) ?? readWhole(nextPath),
    save: async (text) => {
      writeWhole(nextPath, Buffer.from(text, 'utf8'));
      if (existsSync(path)) writeWhole(path, Buffer.alloc(statSync(path).size), 'r+');
      renameSync(nextPath, path);
      syncFolder(dataDir);
    },
  };
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
