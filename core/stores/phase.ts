/** A window into the writing and the copying thread: numbers in shared memory, read without asking them. */

/** What the writer is doing: the value of `phase[STATE]`. */
export const IDLE = 0;
export const WRITING = 1;
export const COMMITTING = 2;
export const CHECKPOINTING = 3;

/** Places in the array. */
export const STATE = 0;
/** Entries accepted and not yet durable. */
export const QUEUED = 1;
export const COMMITS = 2;
export const CHECKPOINTS = 3;
/** What the copying thread is doing: `IDLE` or `CHECKPOINTING`. */
export const COPYING = 4;

/** @example const phase = createPhase(); */
export function createPhase(): Int32Array<SharedArrayBuffer> {
  return new Int32Array(new SharedArrayBuffer(5 * Int32Array.BYTES_PER_ELEMENT));
}

export function setPhase(phase: Int32Array, place: number, value: number): void {
  Atomics.store(phase, place, value);
  Atomics.notify(phase, place);
}

export function countUp(phase: Int32Array, place: number): void {
  Atomics.add(phase, place, 1);
  Atomics.notify(phase, place);
}
