/** What a site is installed with, and what has come in of it: for whoever sets it up and wants to see that it works. */
import { addDays } from '../../../core/calendar.ts';
import type { Arrivals, Count, DoorArrivals } from '../../../core/collect/arrivals.ts';
import type { Engine } from '../../../core/engine.ts';
import { currentKeys } from '../../../core/sites/registry.ts';
import type { Site } from '../../../core/sites/site.ts';
import type { ChoiceCounts } from '../../../core/statistics/choices.ts';
import { localDate } from '../../../core/zone.ts';
import { ok } from '../answer.ts';
import { type Route, siteOf } from '../route.ts';
import { readVersion } from '../version.ts';

export type InstallationPorts = {
  readonly engine: Pick<Engine, 'arrivals' | 'statistics' | 'now'>;
  /** The address that visitors use; null where nobody said. */
  readonly publicUrl: string | null;
};

/** Instants in ISO 8601. */
export type InstallationAnswer = {
  readonly site: string;
  readonly siteId: string;
  /** It stands in every page: whoever has the secret key needs no other place to read it. */
  readonly writeKey: string;
  readonly platform: string | null;
  readonly publicUrl: string | null;
  /** Of the server, and of the tracker that it hands out. */
  readonly version: string;
  /** What follows is counted since then. */
  readonly since: string;
  readonly doors: Readonly<Record<string, DoorAnswer>>;
  readonly tracker: CountAnswer;
  readonly consent: CountAnswer;
  readonly decisions: CountAnswer;
  /** Page loads of these days, by every server: no part of what is counted since the start. */
  readonly choices: ChoiceCounts & { readonly days: number };
};
type CountAnswer = { readonly lastAt: string | null; readonly times: number };
type DoorAnswer = Omit<DoorArrivals, 'lastAt' | 'lastRefusal'> & {
  readonly lastAt: string | null;
  readonly lastRefusal: { readonly at: string; readonly code: string } | null;
};

const CHOICE_DAYS = 28;

export function installationRoutes({ engine, publicUrl }: InstallationPorts): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/v1/installation',
      key: 'secret',
      summary: 'The write key for pages, and what has come in by which door since the server started',
      handle: async ({ caller }) => {
        const site = siteOf(caller);
        const { writeKey } = currentKeys(site, engine.now());
        const to = localDate(engine.now(), site.settings.timezone);
        const period = { from: addDays(to, 1 - CHOICE_DAYS), to };
        const { totals } = await engine.statistics.choices.read(site.siteId, period);
        const choices = { days: CHOICE_DAYS, ...totals };
        return ok(present(site, engine.arrivals, { writeKey, publicUrl, choices }));
      },
    },
  ];
}

function present(
  { site, siteId, platform }: Site,
  arrivals: Pick<Arrivals, 'since' | 'of'>,
  given: Pick<InstallationAnswer, 'writeKey' | 'publicUrl' | 'choices'>,
): InstallationAnswer {
  const { doors, tracker, consent, decisions } = arrivals.of(siteId);
  return {
    ...{ site, siteId, platform, ...given },
    version: readVersion(),
    since: iso(arrivals.since),
    doors: Object.fromEntries(Object.entries(doors).map(([door, own]) => [door, presentDoor(own)])),
    tracker: presentCount(tracker),
    consent: presentCount(consent),
    decisions: presentCount(decisions),
  };
}

function presentDoor({ lastAt, lastRefusal, ...counts }: DoorArrivals): DoorAnswer {
  return {
    ...counts,
    lastAt: lastAt === null ? null : iso(lastAt),
    lastRefusal: lastRefusal === null ? null : { code: lastRefusal.code, at: iso(lastRefusal.at) },
  };
}

function presentCount({ lastAt, times }: Count): CountAnswer {
  return { lastAt: lastAt === null ? null : iso(lastAt), times };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
