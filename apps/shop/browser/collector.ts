/** The tracker's API as this shop uses it; calls made before its file arrives are queued. */

type Purposes = { readonly analytics: boolean; readonly personalization: boolean };
/** A Segment event, reported by a script. */
type EventName = 'Product Added';
type Command = 'consent' | 'identify' | 'reset';
type Call = readonly [command: Command | EventName, ...values: unknown[]];
type Queue = ((...call: Call) => void) & { q?: Call[] };

declare global {
  interface Window {
    inkling?: Queue;
  }
}

function openQueue(): Queue {
  const calls: Call[] = [];
  return Object.assign((...call: Call) => void calls.push(call), { q: calls });
}

function call(...given: Call): void {
  window.inkling ??= openQueue();
  window.inkling(...given);
}

export function giveConsent(purposes: Purposes): void {
  call('consent', purposes);
}

/** Hashed in the browser before anything leaves it. */
export function logIn(customer: string): void {
  call('identify', customer);
}

export function reportAdded(item: { readonly product_id: string; readonly quantity: number }): void {
  call('Product Added', item);
}

export function logOut(): void {
  call('reset');
}
