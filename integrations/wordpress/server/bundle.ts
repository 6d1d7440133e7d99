/**
 * What a site's pages decide by, and whom the site is still to forget: one document, got again only when it has changed. A page
 * knows of a session what a server knows of a life, so it gets the segments and campaigns that a session is enough for.
 */
import { createHash } from 'node:crypto';
import type { Campaign } from '../../../core/decisions/campaign.ts';
import type { Engine } from '../../../core/engine.ts';
import { accept } from '../../../core/errors.ts';
import type { LocalBundle, LocalModel, LocalSegment } from '../../../core/local/bundle.ts';
import { PURCHASE_PRIOR } from '../../../core/local/defaults/models.ts';
import { type BundleParts, makeBundle } from '../../../core/local/make-bundle.ts';
import type { LocalRefusal } from '../../../core/local/refusing.ts';
import type { PlatformPorts } from '../../../core/ports.ts';
import { toServedLogistic } from '../../../core/scoring/model.ts';
import type { Site } from '../../../core/sites/site.ts';
import type { Door } from './doors.ts';
import type { Forgetting } from './forgetting.ts';

type BundlePorts = Pick<PlatformPorts, 'engine'> & Pick<Forgetting, 'waiting'>;

const MOST_LEFT = 100;

export function createBundleDoor({ engine, waiting }: BundlePorts): Door {
  return async ({ site }) => {
    const { rules, left } = rulesOf(site, engine);
    const body = { rules, left, forget: waiting(site.siteId) };
    const version = createHash('sha256').update(JSON.stringify(body), 'utf8').digest('hex').slice(0, 32);
    return accept({ body: { version, ...body }, version });
  };
}

type Rules = {
  /** Null: there is nothing that a page could do, and the site goes on with rules of its own. */
  readonly rules: LocalBundle | null;
  /** What only the server can do, and why. */
  readonly left: readonly Pick<LocalRefusal, 'at' | 'hint'>[];
};

/** @example rulesOf(site, engine).rules?.segments */
export function rulesOf(
  site: Site,
  { segments, campaigns, intent }: Pick<Engine, 'segments' | 'campaigns' | 'intent'>,
): Rules {
  const { siteId, settings } = site;
  const { timezone: zone, currency, sessionGapMinutes, decisions } = settings;
  const ready = segments.of(siteId)?.catalog.segments.filter(({ state }) => state === 'live') ?? [];
  const live = campaigns.list(siteId).filter(({ campaign }) => isOnPages(campaign));
  const made = narrow({
    site: {
      ...{ zone, currency, sessionGapMs: sessionGapMinutes * 60_000 },
      ...{ holdout: decisions.holdout, caps: decisions.caps },
    },
    segments: ready.map(
      ({ definition: { key, name, when } }): LocalSegment => ({ key, name: name ?? key, when }),
    ),
    campaigns: live.map(({ campaign }) => campaign),
    model: modelOf(site, intent),
  });
  const isEmpty = made.rules === null || made.rules.segments.length + made.rules.campaigns.length === 0;
  return { ...made, rules: isEmpty ? null : made.rules };
}

function isOnPages({ channel, state }: Campaign): boolean {
  return channel === 'onsite' && state === 'live';
}

/** Leaves out what a page cannot do, and then what stood on that, until the rest stands by itself. */
function narrow(given: BundleParts): Rules {
  const left: LocalRefusal[] = [];
  for (let parts = given; ; ) {
    const made = makeBundle(parts);
    if (made.ok)
      return { rules: made.value, left: left.slice(0, MOST_LEFT).map(({ at, hint }) => ({ at, hint })) };
    left.push(...made.refusals);
    const next = without(parts, made.refusals);
    if (next === null) return { rules: null, left: left.slice(0, MOST_LEFT) };
    parts = next;
  }
}

/** Null where nothing is left out by it. */
function without(
  { site, segments, campaigns, model }: BundleParts,
  refusals: readonly LocalRefusal[],
): BundleParts | null {
  const places = refusals.map(({ at }) => at);
  const isFine = (place: string): boolean => !places.some((at) => at === place || at.startsWith(`${place}.`));
  const next = {
    site: { ...site, caps: site.caps.filter((_, n) => isFine(`site.caps[${n}]`)) },
    segments: segments.filter(({ key }) => isFine(`segments.${key}`)),
    campaigns: campaigns.filter(({ key }) => isFine(`campaigns.${key}`)),
    model,
  };
  const sizeOf = (parts: Pick<BundleParts, 'site' | 'segments' | 'campaigns'>): number =>
    parts.site.caps.length + parts.segments.length + parts.campaigns.length;
  return sizeOf(next) === sizeOf({ site, segments, campaigns }) ? null : next;
}

/** The site's own where a page can read all that it asks for; else what every shop begins with. */
function modelOf({ siteId }: Site, { models }: Pick<Engine['intent'], 'models'>): LocalModel {
  const own = models.served(siteId, PURCHASE_PRIOR.label);
  const served = own === null ? null : toServedLogistic(own.model);
  if (served === null) return PURCHASE_PRIOR;
  const known = new Map(
    PURCHASE_PRIOR.served.model.terms.map(({ name }, n) => [name, PURCHASE_PRIOR.terms[n]]),
  );
  const terms = served.model.terms.map(({ name }) => known.get(name));
  if (!terms.every((term) => term !== undefined)) return PURCHASE_PRIOR;
  return { ...PURCHASE_PRIOR, basis: 'own', served, terms };
}
