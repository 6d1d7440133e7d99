/** Consent and log-in: what a visitor allows, and what of it is remembered. The only code that touches storage. */
import { randomHex } from './ids.ts';
import { guard } from './listen.ts';
import { meetFirst } from './meeting.ts';
import { push, tell } from './outbox.ts';
import { load } from './part.ts';
import { isSilent, readReach, sender } from './sender.ts';
import { parse, site, stringify } from './site.ts';
import type { Claim, Consent, LogIn } from './wire.ts';

/** What stands in the one entry of localStorage, `inkling`; without `d` it marks an opt-out. */
type Stored = { readonly d?: string; readonly c?: Consent };

/** Whether the page runs analytics.js as well: core/tracker/build.ts says so. */
declare const BRIDGED: boolean;

/** A log-in that waits for consent, or for the identity file. */
let claim: Claim | undefined;

/**
 * Takes what a consent source says; purposes it does not name stay as they were.
 *
 * @param said Left out at page load, to take up the choice of an earlier visit.
 * @param options `remember` keeps an opt-out on the device, so that it need not be asked again.
 */
export function consent(said?: Consent, options?: { readonly remember?: boolean }): void {
  let stored: Stored = {};
  guard(() => (stored = parse(localStorage.inkling)))();
  const given = said ?? stored.c;
  if (!given) return;
  if (BRIDGED && meetFirst(given, () => consent(said, options), { identify, reset })) return;
  const before = { ...stored.c, ...sender.c };
  const now = { ...before, ...given };
  const isDenied = now.analytics === false;
  // A source that repeats itself on each page does not make the choice younger.
  sender.c = stringify(now) === stringify(before) ? before : { ...now, at: Date.now(), ...given };
  sender.dev ??= stored.d;
  if (isDenied) forgetPerson();
  else if (now.analytics && !isSilent) {
    sender.dev ??= randomHex();
    sender.z = Intl.DateTimeFormat().resolvedOptions().timeZone;
    identify();
  }
  if (sender.dev) tell();
  if (isDenied ? options?.remember : sender.dev)
    localStorage.inkling = stringify({ d: isDenied ? undefined : sender.dev, c: sender.c });
  else if (isDenied) delete localStorage.inkling;
}

/** The person has logged out; the device stays. */
export function reset(): void {
  forgetPerson();
  if (sender.dev) push('Signed Out');
}

function forgetPerson(): void {
  claim = sender.h = sender.pr = sender.m = undefined;
}

/**
 * Names the person, once analytics is allowed: before that nothing is hashed, loaded or sent.
 *
 * @param details Left out to go on with a log-in that waited.
 */
export function identify(...details: Claim | []): void {
  if (details.length) claim = details;
  const asked = claim;
  if (!asked || !sender.dev || !readReach()) return;
  load('identity', (logIn: LogIn) => {
    // Logged out, or somebody else logged in, while the file was loading.
    if (claim !== asked) return;
    claim = undefined;
    logIn(sender, push, [site.s, ...asked]);
    tell();
  });
}
