/** The device as far as it proves anything: the id that the tracker keeps once the visitor allowed it. */

let remembered: string | undefined;

/**
 * Stays known as long as the page does: whoever takes their consent back can still have deleted what it led to, although
 * nothing is on the device any more.
 */
export function readDevice(): string | undefined {
  try {
    remembered = JSON.parse(localStorage.inkling ?? '{}').d ?? remembered;
  } catch {
    // The browser keeps its storage shut: nothing of ours is in it then.
  }
  return remembered;
}

/** After everything was deleted, the id proves nothing any more. */
export function forgetDevice(): void {
  remembered = undefined;
}

/** What the visitor chose, as the device keeps it: nothing while they did not, or take it back without a trace. */
export function readChoice(): { readonly [purpose: string]: unknown } {
  try {
    return JSON.parse(localStorage.inkling).c ?? {};
  } catch {
    return {};
  }
}
