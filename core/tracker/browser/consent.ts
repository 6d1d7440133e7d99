/** Consent and log-in: what a visitor allows, and what of it is remembered. The only code that touches storage. */
import { guard } from './listen.ts';
import { discard, push, tell } from './outbox.ts';
import { randomHex } from './random.ts';
import { isSilent, readReach, sender } from './sender.ts';
import { collector, page, parse, site, stringify } from './site.ts';
import type { Consent, IdentityScript, Properties } from './wire.ts';

/** The one entry of localStorage. */
const ENTRY = 'inkling';

/** What stands in it; without `d` it marks an opt-out. */
type Stored = { readonly d?: string; readonly c?: Consent | undefined };

type Claim = readonly [id: unknown, traits?: Properties, proof?: string];

/** A log-in that waits for consent, or for the identity file. */
let claim: Claim | undefined;

/**
 * Takes what a consent source says. Purposes it does not name stay as they were.
 *
 * @param options `remember` keeps an opt-out on the device, so that it need not be asked again.
 */
export function consent(given: Consent, options?: { readonly remember?: boolean }): void {
  if ('analytics' in given && !sender.dev) {
    const stored = recall();
    sender.dev = stored.d;
    sender.c = { ...stored.c, ...sender.c };
  }
  const merged = { ...sender.c, ...given };
  // A source that repeats itself on each page does not make the choice younger.
  if (stringify(merged) !== stringify(sender.c)) sender.c = { ...merged, at: Date.now(), ...given };
  if (merged.analytics === false) withdraw(options?.remember);
  else if (merged.analytics && !isSilent) allow();
  if (sender.dev) tell();
}

/** Takes up the choice that an earlier visit left. */
export function restoreConsent(): void {
  const { c } = recall();
  if (c) consent(c, { remember: true });
}

/** Names the person, once analytics is allowed: before that nothing is hashed, loaded or sent. */
export function identify(...details: Claim): void {
  claim = details;
  logIn();
}

/** The person has logged out; the device stays. */
export function reset(): void {
  forgetPerson();
  if (sender.dev) push('Signed Out');
}

function allow(): void {
  sender.dev ??= randomHex();
  sender.z = Intl.DateTimeFormat().resolvedOptions().timeZone;
  keep({ d: sender.dev, c: sender.c });
  logIn();
}

function withdraw(isRemembered: boolean | undefined): void {
  keep(isRemembered && { c: sender.c });
  forgetPerson();
  discard();
}

function forgetPerson(): void {
  claim = sender.h = sender.pr = sender.m = undefined;
}

function logIn(): void {
  const asked = claim;
  if (!asked || !sender.dev || !readReach()) return;
  const script: IdentityScript = page.createElement('script');
  script.src = `${collector}/t/identity.js`;
  script.onload = guard(() => {
    // Logged out, or somebody else logged in, while the file was loading.
    if (claim !== asked || !script.readLogin) return;
    const { traits, ...login } = script.readLogin(site.s, ...asked);
    claim = undefined;
    Object.assign(sender, login);
    if (traits) push('Traits Updated', traits);
    tell();
  });
  page.head.append(script);
}

function recall(): Stored {
  try {
    return parse(localStorage.getItem(ENTRY) ?? '{}');
  } catch {
    return {};
  }
}

const keep = guard((entry: Stored | false | undefined) => {
  if (entry) localStorage.setItem(ENTRY, stringify(entry));
  else localStorage.removeItem(ENTRY);
});
