export function handOver(use: unknown): void {
  Object.assign(document.currentScript ?? {}, { use });
}
