/**
 * Before a consent takes effect on a page that analytics.js runs on as well, so that both know the visitor by one id. In
 * the tracker of sites that say so alone: core/tracker/build.ts.
 */
import { load } from './part.ts';
import { isSilent, sender } from './sender.ts';
import type { Consent, Meet, Meeting } from './wire.ts';

let hasMet = false;
/** Counts words of the visitor: what was allowed before the latest does not take effect any more. */
let latest = 0;

/**
 * @param goOn Called once analytics.js has said whom it knows, or was waited for in vain.
 * @returns Whether the consent has to wait for that.
 */
export function meetFirst(given: Consent, goOn: () => void, calls: Omit<Meeting, 'take'>): boolean {
  const turn = ++latest;
  if (hasMet || !given.analytics || isSilent) return false;
  const take = (device?: string): void => {
    if (turn !== latest) return;
    hasMet = true;
    sender.dev = device ?? sender.dev;
    goOn();
  };
  load<Meet>('analytics', (meet) => meet({ ...calls, take }));
  return true;
}
