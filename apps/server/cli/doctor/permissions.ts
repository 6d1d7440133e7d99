/** Who else on this machine could read what is kept. */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Finding, fail, fine, warn } from './finding.ts';

const OTHERS = 0o077;
const SECRETS = ['master.key', 'master.key.next', 'salts', 'salts.next'];
const FILES = ['inkling.db', 'inkling.db-wal', 'lock.db', 'control.sock', 'control.path', 'erasures.log'];

/** @example checkPermissions('data').state // 'ok' */
export function checkPermissions(dataDir: string): Finding {
  const secrets = openFiles(dataDir, SECRETS);
  if (secrets.length > 0) {
    const cure = `chmod 600 ${secrets.map((file) => join(dataDir, file)).join(' ')}`;
    return fail('permissions', `others may read ${secrets.join(', ')}`, cure);
  }
  if (isOpen(dataDir)) {
    return warn('permissions', `others may look into ${dataDir}`, `chmod 700 ${dataDir}`);
  }
  const files = openFiles(dataDir, FILES);
  if (files.length === 0) return fine('permissions', 'data folder and files are the owner’s alone');
  const cure = `chmod 600 ${files.map((file) => join(dataDir, file)).join(' ')}`;
  return warn('permissions', `others may read ${files.join(', ')}`, cure);
}

function openFiles(dataDir: string, files: readonly string[]): readonly string[] {
  return files.filter((file) => existsSync(join(dataDir, file)) && isOpen(join(dataDir, file)));
}

/** Windows keeps such things elsewhere; its mode bits say nothing. */
function isOpen(path: string): boolean {
  return process.platform !== 'win32' && (statSync(path).mode & OTHERS) !== 0;
}
