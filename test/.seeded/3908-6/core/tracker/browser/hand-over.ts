/**
 * Ends a file that the tracker loads: leaves its one function on the element that loads it (part.ts).
 *
 * @example handOver(logIn)
 */
export function handOver(use: unknown): void {
  Object.assign(document.currentScript ?? {}, { use });
}
