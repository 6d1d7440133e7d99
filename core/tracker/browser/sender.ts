/** Who the visitor lets us say they are. In memory only; consent.ts decides what is kept on the device. */
import { site } from './site.ts';
import type { Sender } from './wire.ts';

declare global {
  interface Navigator {
    readonly globalPrivacyControl?: boolean;
  }
}

/** Goes with every post. */
export const sender: Sender = { g: navigator.globalPrivacyControl ? 1 : undefined };

/** The browser asks for silence: nothing about this visit is sent. Do Not Track is `'1'`; any other text is none. */
export const isSilent = sender.g || (site.dnt && navigator.doNotTrack === '1');

/** What may leave the page: 0 nothing, 1 nothing yet (the visitor may still allow it), 2 everything. */
export function readReach(): 0 | 1 | 2 {
  const allowed = sender.c?.analytics;
  if (isSilent || allowed === false) return 0;
  return allowed || site.p !== 'consented-only' ? 2 : 1;
}
