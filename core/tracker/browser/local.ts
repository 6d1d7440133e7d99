/**
 * The local file, of a site that answers by itself: finds out in the page what a server would, by the rules of the site and
 * by what its answers tell of the session, and shows what the site grants. Nothing is kept on the device.
 */
import type { LocalSettings } from '../settings.ts';
import { handOver } from './hand-over.ts';
import { decideWith } from './local/deciding.ts';
import type { Heard, TakeSession, Tracker } from './wire.ts';

const takeSession: TakeSession = (heard) => {
  const [first, ...others] = heard.splice(0);
  const hear = decideWith(...(first as readonly [LocalSettings, Tracker]));
  heard.push = (...newer: Heard[]) => newer.map(hear).length;
  heard.push(...others);
};

handOver(takeSession);
