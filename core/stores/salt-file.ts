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
import type { SaltShelf, ShelvedSalt } from '../ports.ts';
import { readSalts, writeSalts } from './salt-text.ts';

const MODE = 0o600;

/** Of the one process that has the folder. @example const shelf = createSaltFile('data'); // data/salts */
export function createSaltFile(dataDir: string): SaltShelf {
  const path = join(dataDir, 'salts');
  const nextPath = `${path}.next`;
  /** What the file holds; null before it was read. */
  let held: readonly ShelvedSalt[] | null = null;

  function read(): readonly ShelvedSalt[] {
    held ??= readSalts(onDisk(path, () => readWhole(path) ?? readWhole(nextPath)));
    return held;
  }

  function write(salts: readonly ShelvedSalt[]): void {
    onDisk(path, () => {
      writeWhole(nextPath, Buffer.from(writeSalts(salts), 'utf8'));
      if (existsSync(path)) writeWhole(path, Buffer.alloc(statSync(path).size), 'r+');
      renameSync(nextPath, path);
      syncFolder(dataDir);
    });
    held = salts;
  }

  return {
    list: async (site) => {
      const salts = site === undefined ? read() : read().filter((salt) => salt.site === site);
      return salts.toSorted((a, b) => (a.day < b.day ? -1 : 1));
    },
    put: async (salt) => {
      const lying = read().find(({ site, day }) => site === salt.site && day === salt.day);
      if (lying === undefined) write([...read(), salt]);
      return lying ?? salt;
    },
    destroy: async (madeUntil) => {
      const gone = read().filter(({ createdAt }) => createdAt <= madeUntil);
      if (gone.length > 0) write(read().filter(({ createdAt }) => createdAt > madeUntil));
      return gone.map(({ site, day, createdAt }) => ({ site, day, createdAt }));
    },
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
