/** Short ways to write a log and ask about it. */
import type { Entry, Properties, Purpose, SiteId, VisitorId } from '../../../../core/entry.ts';
import type { Condition } from '../../../../core/segments/condition.ts';
import type { Question } from './question.ts';

export const SITE = 'st_brute' as SiteId;
export const PERSON = 'a'.repeat(32) as VisitorId;
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** A Wednesday, noon UTC. */
export const START = Date.UTC(2026, 3, 15, 12);

type Parts = Partial<Entry> & { readonly t: number };

/** Its id is made of its name and instant, so that a log is the same wherever it is written. */
export function event(name: string, properties: Properties, parts: Parts): Entry {
  return {
    site: SITE,
    id: `${name.toLowerCase().replaceAll(' ', '-')}-${parts.t}`,
    type: 'event',
    name,
    receivedAt: parts.t,
    visitor: PERSON,
    source: 'web',
    currency: 'EUR',
    properties,
    ...parts,
  };
}

export function fact(name: string, properties: Properties, t: number): Entry {
  return event(name, properties, { t, type: 'fact', visitor: null, source: 'server' });
}

export function score(name: string, p: number, t: number): Entry {
  return event(name, { p }, { t, type: 'score', source: 'server' });
}

export function consent(allowed: boolean, t: number, until?: number, purpose: Purpose = 'analytics'): Entry {
  const properties = {
    purposes: { [purpose]: allowed },
    source: 'page',
    ...(until !== undefined && { until }),
  };
  return event(allowed ? 'granted' : 'denied', properties, { t, type: 'consent' });
}

/** A question about these entries; site facts among them are told apart. */
export function ask(
  condition: Condition,
  log: readonly Entry[],
  t: number,
  more: Partial<Question> = {},
): Question {
  return {
    condition,
    definitions: new Map(),
    stages: [],
    entries: log.filter(({ type }) => type !== 'fact'),
    facts: log.filter(({ type }) => type === 'fact'),
    site: { currency: 'EUR', zone: 'UTC', sessionGapMs: 30 * MINUTE },
    visitorId: PERSON,
    earliestId: PERSON,
    accountFacts: null,
    accountEntries: null,
    ...more,
    t,
  };
}
