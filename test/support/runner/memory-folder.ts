import { accessSync, constants, mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';

/** Where Linux keeps files in memory for whoever asks. https://docs.kernel.org/filesystems/tmpfs.html */
const MEMORY = '/dev/shm';
const TMPFS = 0x01_02_19_94;
/** Ten times what all suites at once were seen to hold. A container has 64 MB of it unless told otherwise. */
const LEAST_BYTES = 1024 ** 3;

const NAME = 'inkling-tests-';

/**
 * A folder in memory for the files of tests: a store confirms each commit with a write to the disk, and suites that open
 * some thousand stores spend a quarter of their time on that. What a killed process has written is there for the next
 * one either way; only a machine that loses its power would tell them apart. What a killed run left of its own goes with the next.
 *
 * @returns null where there is no memory to keep files in, or too little.
 * @example process.env.TMPDIR ??= makeMemoryFolder() ?? tmpdir();
 */
export function makeMemoryFolder(path: string = MEMORY, leastBytes: number = LEAST_BYTES): string | null {
  try {
    const { type, bavail, bsize } = statfsSync(path);
    if (type !== TMPFS || bavail * bsize < leastBytes) return null;
    accessSync(path, constants.W_OK);
    sweep(path);
    return mkdtempSync(join(path, `${NAME}${process.pid}-`));
  } catch {
    return null;
  }
}

function sweep(path: string): void {
  for (const name of readdirSync(path)) {
    const owner = Number(new RegExp(`^${NAME}(\\d+)-`).exec(name)?.[1]);
    if (owner > 0 && !isRunning(owner)) rmSync(join(path, name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (fault) {
    // Somebody else's is running all the same.
    return (fault as NodeJS.ErrnoException).code === 'EPERM';
  }
}
