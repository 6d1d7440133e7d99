/** validate -> append -> fold: the second half of every event's way, whichever door it came through. */
import { dueEntry } from '../decisions/decision-entries.ts';
import type { Entry, Flag, Json, SiteId } from '../entry.ts';
import { type Refusal, refuse } from '../errors.ts';
import type { Plans } from '../events/plans.ts';
import { flagsOfOrder } from '../events/unconfirmed.ts';
import { validate } from '../events/validate.ts';
import type { ViolationLog } from '../events/violation-log.ts';
import type { Draft } from '../identity/draft.ts';
import { loginEntry } from '../identity/entries.ts';
import type { People } from '../identity/person.ts';
import { lineOf, refusedLine, type TailDesk, type TailLine } from '../live/tail.ts';
import type { AppendOutcome, Store } from '../ports.ts';
import { ERASED_HINT } from '../privacy/tombstone.ts';
import type { ProfileBook } from '../profiles/book.ts';
import type { Site } from '../sites/site.ts';

export type RecordPorts = {
  readonly book: Pick<ProfileBook, 'append'>;
  readonly store: Pick<Store, 'readEntry'>;
  readonly plans: Plans;
  readonly violations: ViolationLog;
  readonly people: People;
  /** Whether an event sets off something that no page waits for: it is then written down with the event. */
  readonly setsOff: (event: Entry) => boolean;
  /** Hears what came in while somebody watches. */
  readonly tail: TailDesk;
};

export type Recording = {
  readonly site: Site;
  readonly receivedAt: number;
  readonly drafts: readonly Draft[];
  /** Consent and links that come with them: stored first. */
  readonly entries: readonly Entry[];
};

export type Recorded = {
  /** Durable, those that were in the log before included. */
  readonly accepted: number;
  /** Of those, how many were in the log before, as they are or as a copy that this one superseded. */
  readonly duplicates: number;
  readonly counted: number;
  /** Places of those that were only counted. */
  readonly countedAt: readonly string[];
  readonly refused: readonly Refusal[];
  /** Of those, the ones of a visitor. */
  readonly events: readonly Entry[];
};

/** @throws InklingError `queue_full` or `store_unavailable`: then nothing of the post is acknowledged. */
export async function record(recording: Recording, ports: RecordPorts): Promise<Recorded> {
  const { site, drafts } = recording;
  const refused: Refusal[] = [];
  const events: Entry[] = [];
  const places: string[] = [];
  for (const draft of drafts) {
    const event = toEvent(draft, recording, ports);
    if ('ok' in event) {
      refused.push(event);
      ports.tail.tell(site.siteId, [refusedLine(event, recording.receivedAt, nameOf(draft, event))]);
    } else {
      events.push(event);
      places.push(draft.at);
    }
  }
  const dues = events.flatMap((event) => (isNamed(event) && ports.setsOff(event) ? [dueEntry(event)] : []));
  const hasMore = recording.entries.length + dues.length > 0;
  const entries = hasMore ? [...recording.entries, ...events, ...dues] : events;
  const outcomes = entries.length === 0 ? [] : await ports.book.append(entries);
  const first = recording.entries.length;
  const outcomesOfEvents = outcomes.slice(first, first + events.length);
  if (events.some(isOrder)) await linkOrders(site.siteId, events, outcomesOfEvents, ports);
  const isKept = (at: number): boolean => outcomesOfEvents[at]?.status !== 'erased';
  if (ports.tail.isWatched(site.siteId))
    ports.tail.tell(site.siteId, linesOf(events, outcomesOfEvents, recording));
  const kept = events.filter((_, at) => isKept(at));
  const erased = places.filter((_, at) => !isKept(at));
  const countedAt = places.filter((_, at) => isKept(at) && events[at]?.visitor === null);
  return {
    accepted: kept.length,
    duplicates: outcomesOfEvents.filter(({ status }) => status === 'duplicate' || status === 'replaced')
      .length,
    counted: countedAt.length,
    countedAt,
    refused: [...refused, ...erased.map((at) => refuse('erased', at, ERASED_HINT))],
    events: kept.filter(isNamed),
  };
}

/** A name that is none may be anything. */
function nameOf({ name }: Draft, { code }: Refusal): string | null {
  return code === 'invalid_name' ? null : name;
}

/** What was told before is not told again. */
function linesOf(
  events: readonly Entry[],
  outcomes: readonly AppendOutcome[],
  { receivedAt }: Recording,
): readonly TailLine[] {
  return events.flatMap((event, at) => {
    const status = outcomes[at]?.status;
    if (status === 'duplicate') return [];
    return [status === 'erased' ? refusedLine(refuse('erased', '', ERASED_HINT), receivedAt) : lineOf(event)];
  });
}

function isNamed(event: Entry): event is Entry & { readonly visitor: NonNullable<Entry['visitor']> } {
  return event.visitor !== null;
}

function toEvent(draft: Draft, { site, receivedAt }: Recording, ports: RecordPorts): Entry | Refusal {
  const { siteId, settings } = site;
  for (const { at, kind } of draft.removed) {
    const hint = 'send no personal data in properties; it was dropped';
    ports.violations.count(siteId, { name: draft.name, property: at, rule: `personal_data:${kind}`, hint });
  }
  const valid = validate(ports.plans.of(siteId), {
    name: draft.name,
    // Of what is only counted nothing but the hour and the path is kept.
    properties: draft.visitor === null ? null : (draft.properties as { readonly [key: string]: Json }),
    currency: settings.currency,
    at: draft.at,
  });
  if (!valid.ok) return valid;
  const { name, properties, currency, flags, violations } = valid.value;
  for (const { rule, property, hint } of violations) {
    ports.violations.count(siteId, { name, property, rule, hint });
  }
  const claimed = flagsOfOrder(settings.orders, { source: draft.source, name, id: draft.id });
  const kept = draft.visitor === null ? draft.flags : mergeFlags(draft.flags, mergeFlags(flags, claimed));
  return {
    site: siteId,
    id: draft.id,
    type: 'event',
    name,
    t: draft.t,
    receivedAt: draft.visitor === null ? draft.t : receivedAt,
    visitor: draft.visitor,
    source: draft.source,
    ...(draft.page === undefined ? {} : { page: draft.page }),
    context: draft.context,
    properties,
    ...(currency === undefined ? {} : { currency }),
    ...(kept.length === 0 ? {} : { flags: kept }),
  };
}

function mergeFlags(a: readonly Flag[], b: readonly Flag[]): readonly Flag[] {
  if (b.length === 0) return a;
  return a.length === 0 ? b : [...a, ...b];
}

function isOrder(event: Entry): boolean {
  return event.id.startsWith('order:') && event.visitor !== null;
}

/**
 * A page and a server that report one order saw one person: where the page's visitor allowed to be known, the two are
 * linked, whichever report came first. Anybody can guess the number of an order, so a page that names one claims to be
 * its buyer, and proves nothing.
 */
async function linkOrders(
  site: SiteId,
  events: readonly Entry[],
  outcomes: readonly AppendOutcome[],
  ports: RecordPorts,
): Promise<void> {
  for (const [i, event] of events.entries()) {
    const outcome = outcomes[i];
    if (!isOrder(event) || outcome === undefined) continue;
    if (outcome.status === 'stored' || outcome.status === 'erased') continue;
    const other =
      outcome.status === 'replaced' ? outcome.previous : await ports.store.readEntry(site, event.id);
    if (other === null || other.visitor === event.visitor || other.source === event.source) continue;
    const [page, server] = event.source === 'web' ? [event, other] : [other, event];
    if (page.visitor === null || server.visitor === null) continue;
    const person = await ports.people.read(site, page.visitor);
    const login = person.loginAt(page.t);
    if (person.consent('analytics', event.receivedAt)?.allowed !== true || login?.person === server.visitor)
      continue;
    const stamp = {
      site,
      visitor: page.visitor,
      t: server.t,
      receivedAt: event.receivedAt,
      source: 'web' as const,
    };
    await ports.book.append([loginEntry(stamp, server.visitor, false)]);
  }
}
