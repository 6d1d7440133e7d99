/**
 * The local file, of a site that answers by itself: finds out in the page what a server would, by the rules of the site and
 * by what its answers tell of the session, and shows what the site grants. Nothing is kept on the device.
 */
import type { LocalSettings } from '../settings.ts';
import { handOver } from './hand-over.ts';
import { decideWith, rehearseWith } from './local/deciding.ts';
import type { Heard, TakeSession, Tracker } from './wire.ts';

const takeSession: TakeSession = (heard) => {
  const [site, tracker] = heard.shift() as readonly [LocalSettings, Tracker];
  const hear = (site.preview ? rehearseWith : decideWith)(site, tracker);
  heard.push = (...newer: Heard[]) => {
    for (const one of newer) hear(one);
    return 0;
  };
  heard.push(...heard.splice(0));
};

handOver(takeSession);
