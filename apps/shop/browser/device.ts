/** What the tracker keeps on the device of somebody who asked to be remembered. */
export type Remembered = { readonly device: string };

/**
 * The one place of the shop that looks at the device; it never writes. Answers null where nobody asked to be
 * remembered, and where the browser keeps its storage shut.
 */
export function readRemembered(): Remembered | null {
  try {
    const entry: unknown = JSON.parse(localStorage.getItem('inkling') ?? 'null');
    const device = typeof entry === 'object' && entry !== null && 'd' in entry ? entry.d : null;
    return typeof device === 'string' ? { device } : null;
  } catch {
    return null;
  }
}
