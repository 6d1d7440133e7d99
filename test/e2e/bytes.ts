/** Every byte of a data folder, searched. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { findCanaries, type Needle } from '../support/canary.ts';

type File = { readonly path: string; readonly bytes: Buffer };

/** The files of a running server's folder: its sockets have no bytes, and one may go while the others are read. */
function readFiles(folder: string): readonly File[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).flatMap((path) => {
    const stats = statSync(join(folder, path), { throwIfNoEntry: false });
    return stats?.isFile() ? [{ path, bytes: readFileSync(join(folder, path)) }] : [];
  });
}

/** Where the needles are, as `file: form of canary`. */
export function searchFolder(folder: string, needles: readonly Needle[]): readonly string[] {
  return readFiles(folder).flatMap(({ path, bytes }) =>
    findCanaries(bytes, needles).map(({ canary, form }) => `${path}: ${form} of ${canary}`),
  );
}

/** Which files hold an id of 32 hex digits, written out or as its 16 bytes. */
export function filesWithId(folder: string, id: string): readonly string[] {
  const raw = Buffer.from(id, 'hex');
  return readFiles(folder).flatMap(({ path, bytes }) =>
    bytes.includes(raw) || bytes.includes(id) || bytes.includes(id.toUpperCase()) ? [path] : [],
  );
}
