/** Where the control socket of a data folder lies. */
import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** `sun_path` holds 104 bytes on BSD systems and 108 on Linux, the closing zero included. */
const LONGEST_PATH = 103;

/** The socket's usual place, or null where that path is longer than a socket's may be. */
export function usualSocketPath(dataDir: string): string | null {
  const path = join(dataDir, 'control.sock');
  return Buffer.byteLength(path) <= LONGEST_PATH ? path : null;
}

/** The file that says where the socket of a folder with a long path lies. */
export function socketPointer(dataDir: string): string {
  return join(dataDir, 'control.path');
}

/** Where to knock: null where no server of this folder ever opened a socket. */
export function findSocketPath(dataDir: string): string | null {
  const usual = usualSocketPath(dataDir);
  if (usual !== null) return usual;
  try {
    return readFileSync(socketPointer(dataDir), 'utf8').trim();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
