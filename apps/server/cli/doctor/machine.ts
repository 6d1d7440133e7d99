/** The machine under the installation: versions, disk, clock. */
import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { type Finding, fail, fine, warn } from './finding.ts';

/** Runs TypeScript as it is from here on: https://nodejs.org/en/blog/release/v22.18.0 */
const LEAST_NODE = [22, 18] as const;
const GIGABYTE = 1024 ** 3;
const LITTLE_BYTES = GIGABYTE;
const TOO_LITTLE_BYTES = GIGABYTE / 10;
/** A clock that is stepped while we look is wrong by at least as much. */
const STEP_MS = 500;
const PLAUSIBLE_FROM = Date.UTC(2025, 0, 1);
const PLAUSIBLE_TO = Date.UTC(2100, 0, 1);
/** Writes and reads are not at one instant. */
const TOLERANCE_MS = 1_000;

/** @param versions Of Node and of the SQLite inside it, as `process.versions` says. */
export function checkVersions(versions: {
  readonly node: string;
  readonly sqlite?: string | undefined;
}): Finding {
  const found = `Node ${versions.node}, SQLite ${versions.sqlite ?? 'missing'}`;
  const [major = 0, minor = 0] = versions.node.split('.').map(Number);
  const isOld = major < LEAST_NODE[0] || (major === LEAST_NODE[0] && minor < LEAST_NODE[1]);
  if (isOld) return fail('versions', found, `install Node ${LEAST_NODE.join('.')} or later`);
  if (versions.sqlite === undefined) return fail('versions', found, 'use a Node that was built with SQLite');
  return fine('versions', found);
}

export async function checkDisk(dataDir: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(nearestFolder(resolve(dataDir)));
  return judgeDisk(bavail * bsize);
}

/** @example judgeDisk(50 * 1024 ** 3).state // 'ok' */
export function judgeDisk(freeBytes: number): Finding {
  const found = `${(freeBytes / GIGABYTE).toFixed(1)} GB free`;
  const cure = 'make room; at a full disk events are refused with 503';
  if (freeBytes < TOO_LITTLE_BYTES) return fail('disk', found, cure);
  return freeBytes < LITTLE_BYTES ? warn('disk', found, cure) : fine('disk', found);
}

/** Two readings of the wall clock and of one that never jumps, both in milliseconds. */
export type ClockReading = { readonly wallMs: number; readonly steadyMs: number };

/** @param newestReceivedAt Arrival of the newest entry, or null in an empty log. */
export function judgeClock(
  before: ClockReading,
  after: ClockReading,
  newestReceivedAt: number | null,
): Finding {
  const { wallMs } = after;
  const now = new Date(wallMs).toISOString();
  const cure = 'set the clock, and keep it by NTP (timedatectl set-ntp true)';
  if (wallMs < PLAUSIBLE_FROM || wallMs > PLAUSIBLE_TO) return fail('clock', `it says ${now}`, cure);
  if (newestReceivedAt !== null && wallMs + TOLERANCE_MS < newestReceivedAt) {
    const newest = new Date(newestReceivedAt).toISOString();
    return fail('clock', `it says ${now}, the newest entry came at ${newest}`, cure);
  }
  const stepMs = wallMs - before.wallMs - (after.steadyMs - before.steadyMs);
  if (Math.abs(stepMs) < STEP_MS) return fine('clock', now);
  return warn('clock', `it jumped by ${Math.round(stepMs)} ms while we looked`, cure);
}

function nearestFolder(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : nearestFolder(dirname(path));
}
