/** A disk of a few megabytes that a test can fill or make read-only. Needs root; elsewhere tests say why they skip. */
import { spawnSync } from 'node:child_process';
import { onTestFinished } from 'vitest';
import { makeDataFolder } from './data-folder.ts';

type SmallDisk = { readonly ok: true; readonly path: string } | { readonly ok: false; readonly why: string };

const run = (command: string, ...words: string[]) => spawnSync(command, words, { encoding: 'utf8' });

/** @example const disk = mountSmallDisk(4); if (!disk.ok) return skip(disk.why); */
export function mountSmallDisk(megabytes: number): SmallDisk {
  const path = makeDataFolder();
  const { status, stderr } = run('mount', '-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0700`, 'tmpfs', path);
  if (status !== 0)
    return { ok: false, why: `a small disk cannot be mounted here (${stderr ?? 'no mount'})`.trim() };
  onTestFinished(() => void run('umount', '--lazy', path));
  return { ok: true, path };
}

export function remountReadOnly(path: string): void {
  const { status, stderr } = run('mount', '-o', 'remount,ro', path);
  if (status !== 0) throw new Error(`cannot make ${path} read-only: ${stderr}`);
}
