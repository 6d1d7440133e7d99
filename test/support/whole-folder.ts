import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

export type WholeFolder = {
  /** The folder that it lies in. */
  readonly cache: string;
  readonly name: string;
  /** Fills `into`, which is not there yet; whatever else it writes to `scratch` is removed. */
  readonly build: (place: { readonly scratch: string; readonly into: string }) => Promise<void>;
};

/**
 * A folder that is there whole or not at all: it is built under another name, of which a process that is killed leaves
 * one behind for the next to remove. Of several that build it at once the first wins.
 *
 * @returns Its path.
 * @example const folder = await keepWhole({ cache, name: 'trixie', build: async ({ into }) => { … } });
 */
export async function keepWhole({ cache, name, build }: WholeFolder): Promise<string> {
  const folder = join(cache, name);
  mkdirSync(cache, { recursive: true });
  removeAbandoned(cache);
  if (existsSync(folder)) return folder;
  const scratch = mkdtempSync(join(cache, `building-${process.pid}-`));
  try {
    const into = join(scratch, 'whole');
    await build({ scratch, into });
    moveOrYield(into, folder);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return folder;
}

/** What another process has put there meanwhile is as good. */
function moveOrYield(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (!existsSync(to)) throw error;
  }
}

function removeAbandoned(cache: string): void {
  for (const name of readdirSync(cache)) {
    const pid = /^building-(\d+)-/.exec(name)?.[1];
    if (pid === undefined || isAlive(Number(pid))) continue;
    rmSync(join(cache, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
