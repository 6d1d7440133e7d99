import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeDataFolder } from '../data-folder.ts';
import { mountSmallDisk } from '../small-disk.ts';
import { makeMemoryFolder } from './memory-folder.ts';

const MEGABYTE = 1024 ** 2;

describe('a folder in memory', () => {
  it('is a new one each time, that can be written to', ({ skip }) => {
    const disk = mountSmallDisk(4);
    if (!disk.ok) return skip(disk.why);
    const [one, other] = [makeMemoryFolder(disk.path, MEGABYTE), makeMemoryFolder(disk.path, MEGABYTE)];
    if (one === null || other === null) throw new Error('there is memory, and no folder');
    expect(one).not.toBe(other);
    writeFileSync(join(one, 'file'), 'kept');
    expect(readFileSync(join(one, 'file'), 'utf8')).toBe('kept');
  });

  it('takes away what a run left that was killed, and nothing of one that is running', ({ skip }) => {
    const disk = mountSmallDisk(4);
    if (!disk.ok) return skip(disk.why);
    const { pid: gone } = spawnSync(process.execPath, ['-e', '']);
    const others = [`inkling-tests-${process.ppid}-a`, 'inkling-tests-by-hand', 'somebody-else'];
    for (const name of [...others, `inkling-tests-${gone}-b`])
      mkdirSync(join(disk.path, name, 'files'), { recursive: true });
    const own = makeMemoryFolder(disk.path, MEGABYTE) ?? '';
    expect(new Set(readdirSync(disk.path))).toEqual(new Set([...others, basename(own)]));
  });

  it('is not made where the memory is too small for all suites', ({ skip }) => {
    const disk = mountSmallDisk(4);
    if (!disk.ok) return skip(disk.why);
    expect(makeMemoryFolder(disk.path, 5 * MEGABYTE)).toBeNull();
    expect(makeMemoryFolder(disk.path)).toBeNull();
  });

  it('is not made where files go to a disk, nor where nothing is', () => {
    const home = join(import.meta.dirname, '../../..');
    expect(makeMemoryFolder(home, 0)).toBeNull();
    const gone = join(makeDataFolder(), 'gone');
    expect(makeMemoryFolder(gone, 0)).toBeNull();
    expect(existsSync(gone)).toBe(false);
  });
});
