/** How much memory a process holds, and whether it goes on growing. */
import { readFileSync } from 'node:fs';

export type MemorySample = { readonly seconds: number; readonly megabytes: number };

/** Resident memory as Linux counts it; null where the system does not tell, or the process is gone. */
export function residentMegabytes(pid: number): number | null {
  try {
    const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1];
    return kilobytes === undefined ? null : Number(kilobytes) / 1_024;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return null;
    throw error;
  }
}

/**
 * Megabytes a minute by which the samples rise: least squares.
 *
 * @example slopeAMinute([{ seconds: 0, megabytes: 100 }, { seconds: 60, megabytes: 103 }]) // 3
 */
export function slopeAMinute(samples: readonly MemorySample[]): number {
  const mean = (pick: (one: MemorySample) => number): number =>
    samples.reduce((sum, one) => sum + pick(one), 0) / samples.length;
  const [meanSeconds, meanMegabytes] = [mean(({ seconds }) => seconds), mean(({ megabytes }) => megabytes)];
  let shared = 0;
  let spread = 0;
  for (const { seconds, megabytes } of samples) {
    shared += (seconds - meanSeconds) * (megabytes - meanMegabytes);
    spread += (seconds - meanSeconds) ** 2;
  }
  return spread === 0 ? 0 : (shared / spread) * 60;
}
