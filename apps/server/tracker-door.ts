/** `GET /t/WRITE_KEY.js` and the files that it loads: static text with no validators, so that no cache becomes an id. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Engine } from '../../core/engine.ts';
import { once } from '../../core/once.ts';
import { currentKeys } from '../../core/sites/registry.ts';
import type { Site } from '../../core/sites/site.ts';
import { type BuiltTracker, buildTracker, trackerFile } from '../../core/tracker/build.ts';
import { keepBuild } from '../kept-build.ts';
import { sendRefusal } from './answer.ts';

const MAX_AGE_S = 3_600;
/** Files that are the same for every site: loaded by the tracker when a page needs them. */
const SHARED: ReadonlyMap<string, keyof BuiltTracker> = new Map([
  ['analytics', 'analytics'],
  ['identity', 'identity'],
  ['json-ld', 'jsonLd'],
  ['treatments', 'treatments'],
  ['blocks', 'blocks'],
  ['offers', 'offers'],
  ['products', 'products'],
  ['tour', 'tour'],
  ['privacy', 'privacy'],
  ['intent', 'intent'],
]);

export type TrackerDoorOptions = {
  /** Whether a site has anything live to show on its pages: only then a page asks for decisions. */
  readonly hasPageCampaigns?: (site: Site) => boolean;
  /** Hears of each page that names a write key which was rotated. */
  readonly onOldKey?: (site: Site) => void;
};

/** From the same sources, so the same for every server of a process. */
const builtOnce = once(() => keepBuild('tracker', buildTracker));

/** Has the tracker at hand from the start. Under an old write key it hands out the new one: a cached page moves by itself. */
export function createTrackerDoor(
  engine: Engine,
  { hasPageCampaigns = () => false, onOldKey = () => undefined }: TrackerDoorOptions = {},
): (request: IncomingMessage, response: ServerResponse, name: string) => void {
  const built = builtOnce();
  return (_request, response, name) => {
    const shared = SHARED.get(name);
    if (shared !== undefined) return sendScript(response, built[shared]);
    const site = engine.sites.byWriteKey(name);
    if (!site.ok) return sendRefusal(response, site);
    engine.arrivals.noteTracker(site.value.siteId);
    const isOld = engine.sites.isOld('write', name);
    if (isOld) onOldKey(site.value);
    const key = isOld ? currentKeys(site.value, engine.now()).writeKey : name;
    const settings = publicSettings(site.value, key, hasPageCampaigns(site.value));
    sendScript(response, trackerFile(built, settings, site.value.settings.analyticsJs));
  };
}

function publicSettings({ siteId, settings }: Site, writeKey: string, asksForDecisions: boolean) {
  return {
    k: writeKey,
    s: siteId,
    p: settings.policy,
    ...(settings.hashRouting ? { h: 1 as const } : {}),
    ...(asksForDecisions ? { d: 1 as const } : {}),
    ...(settings.remembersChoice ? { m: 1 as const } : {}),
    ...(settings.honoursDoNotTrack ? { dnt: 1 as const } : {}),
  };
}

function sendScript(response: ServerResponse, text: string): void {
  response.writeHead(200, [
    'content-type',
    'text/javascript; charset=utf-8',
    'content-length',
    String(Buffer.byteLength(text)),
    'cache-control',
    `public, max-age=${MAX_AGE_S}`,
    'x-content-type-options',
    'nosniff',
    'cross-origin-resource-policy',
    'cross-origin',
    'access-control-allow-origin',
    '*',
  ]);
  response.end(text);
}
