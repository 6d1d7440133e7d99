/** Looking for groups in a thread of its own. */
import { runAside, serveAside } from '../aside.ts';
import type { Matrix } from '../matrix.ts';
import { type Discovery, discoverSegments } from './discover.ts';
import { SESSION_FEATURES } from './session-features.ts';

export type SessionRows = {
  /** Of `SESSION_FEATURES`, a session a row. */
  readonly matrix: Matrix;
  /** By row, a number for whoever it was. */
  readonly visitors: Uint32Array;
};

/**
 * Resolves with what {@link discoverSegments} answers.
 *
 * @throws Error as {@link runAside} does.
 * @example (await discoverAside({ matrix, visitors })).segments
 */
export function discoverAside(rows: SessionRows, signal?: AbortSignal): Promise<Discovery> {
  return runAside(new URL(import.meta.url), rows, signal === undefined ? {} : { signal });
}

serveAside(import.meta.url, ({ matrix, visitors }: SessionRows) =>
  discoverSegments(matrix, { allowed: SESSION_FEATURES, visitors }),
);
