/** Facts of the site: entries without a visitor, such as a price change or a delivery promise that moved. */
import type { KeyObject } from 'node:crypto';
import * as z from 'zod';
import { readEventId } from '../collect/event-id.ts';
import { readInstant } from '../collect/instant.ts';
import { findShapeFault } from '../collect/json.ts';
import { eventTime } from '../collect/skew.ts';
import type { Entry, Json, SiteId } from '../entry.ts';
import { accept, type Outcome, refuse } from '../errors.ts';
import { isWellFormedName } from '../events/names.ts';
import { storedEventId } from '../identity/drafts.ts';
import { derivedId } from '../identity/hash.ts';
import { cleanProperties } from '../identity/properties.ts';
import { NO_SECRETS } from '../identity/secrets.ts';

const MOST_FACTS = 1_000;

export const factsSchema = z.strictObject({
  facts: z
    .array(
      z.strictObject({
        id: z.string().optional(),
        name: z
          .string()
          .refine(isWellFormedName, 'use Object + past-tense verb, for example Price Increased'),
        time: z.union([z.string(), z.number()]).optional(),
        properties: z.record(z.string().max(100), z.json()).default({}),
      }),
    )
    .max(MOST_FACTS),
});

type FactsBody = z.infer<typeof factsSchema>;
type FactsPorts = { append(entries: readonly Entry[]): Promise<unknown>; now(): number };

/** Ids are texts in events, and a fact is about the same product only under the same id. */
function withTextIds(properties: { readonly [key: string]: Json }): { [key: string]: Json } {
  const entries = Object.entries(properties).map(([key, value]): [string, Json] => {
    const isNumber = key.endsWith('_id') && typeof value === 'number' && Number.isSafeInteger(value);
    return [key, isNumber ? String(value) : value];
  });
  return Object.fromEntries(entries);
}

/** @returns how many facts are durable; refuses the whole post at its first fault, for facts belong together. */
export async function recordFacts(
  site: { readonly siteId: SiteId; readonly idKey: KeyObject },
  body: FactsBody,
  ports: FactsPorts,
): Promise<Outcome<{ accepted: number }>> {
  const receivedAt = ports.now();
  const entries: Entry[] = [];
  for (const [i, fact] of body.facts.entries()) {
    const at = `facts[${i}]`;
    const own = fact.id === undefined ? null : readEventId(fact.id, `${at}.id`);
    if (own?.ok === false) return own;
    const given = fact.time === undefined ? receivedAt : readInstant(fact.time);
    const time = given === null ? null : eventTime(given, 0, receivedAt);
    if (time === null)
      return refuse('time_out_of_range', `${at}.time`, 'send ISO 8601 or epoch milliseconds');
    const fault = findShapeFault(fact.properties, `${at}.properties`);
    if (fault !== null) return fault;
    const cleaning = { idKey: site.idKey, secrets: NO_SECRETS };
    const cleaned = cleanProperties(fact.properties, {
      ...cleaning,
      isExempt: (path) => path.endsWith('_id'),
    });
    const properties = withTextIds(cleaned.properties as { [key: string]: Json });
    const id =
      own === null
        ? derivedId('fact', site.siteId, fact.name, time.t, JSON.stringify(properties))
        : storedEventId(own.value, cleaning);
    entries.push({
      site: site.siteId,
      id,
      type: 'fact',
      name: fact.name,
      t: time.t,
      receivedAt,
      visitor: null,
      source: 'server',
      properties,
    });
  }
  if (entries.length > 0) await ports.append(entries);
  return accept({ accepted: entries.length });
}
