/**
 * Everything held of a visitor, as one document: a head that is made at once, and lists of entries that are read page by
 * page while they are written, so that a long history costs no more memory than a short one.
 */
import type { Engine } from '../../engine.ts';
import type { LoggedEntry, SiteId, VisitorId } from '../../entry.ts';
import type { Recorded } from '../../identity/links.ts';
import type { Position, Store } from '../../ports.ts';
import { decodeBase } from '../../profiles/base-codec.ts';
import { endOfProfile, isDeviceAlone, type Kinship, owns, recordedIds } from '../../profiles/kinship.ts';
import type { Profile } from '../../profiles/profile.ts';
import type { ProfileView } from '../../profiles/view.ts';
import { type EntryView, viewEntry } from '../../profiles/visitors.ts';
import type { Site, SiteSettings } from '../../sites/site.ts';
import { nextTurn } from '../../turn.ts';
import { readContacts } from './contacts.ts';
import { readLimits, readMails, readSuppressions } from './kept.ts';
import { listForetold, listLinks, listOrders, listSegments } from './parts.ts';
import {
  EXPORT_FORMAT,
  EXPORT_LISTS,
  EXPORT_VERSION,
  type ExportHead,
  type ExportListName,
} from './schema.ts';

/** So many entries are in memory at once. */
const PAGE_ENTRIES = 200;

export type VisitorExport = {
  readonly head: ExportHead;
  /** A list, a page at a time: the next one is read when it is asked for. */
  pages(list: ExportListName): AsyncIterable<readonly EntryView[]>;
};

export type ExportPorts = {
  readonly engine: Pick<
    Engine,
    'book' | 'history' | 'intent' | 'now' | 'segments' | 'vault' | 'visitors' | 'campaigns'
  >;
  readonly store: Pick<
    Store,
    'readVisitor' | 'readBases' | 'readPlaces' | 'getRecord' | 'putRecord' | 'deleteRecord' | 'listRecords'
  >;
};

/** Whose it is, and under which ids it stands. */
type Subject = {
  readonly site: Site;
  readonly scope: ExportHead['scope'];
  readonly visitor: VisitorId;
  readonly ids: readonly VisitorId[];
  readonly kinship: Kinship;
  readonly view: ProfileView;
  /** Null to whoever shows an id that others answer for: nothing of theirs is in the document. */
  readonly profile: Profile | null;
};

/**
 * All that is held, whichever of a visitor's ids is named.
 *
 * @returns null where nothing is held.
 * @example const found = await exportVisitor({ engine, store }, site, visitor)
 */
export async function exportVisitor(
  ports: ExportPorts,
  site: Site,
  named: VisitorId,
): Promise<VisitorExport | null> {
  const { book, visitors, now } = ports.engine;
  const view = await visitors.view(site.siteId, named);
  if (view === null) return null;
  const { visitor } = view;
  const { kinship, slot } = await book.read(site.siteId, visitor, now());
  const { profile } = slot.timeline;
  return open(ports, {
    site,
    scope: 'visitor',
    visitor,
    ids: recordedIds(kinship),
    kinship,
    view,
    profile,
  });
}

/**
 * The part that was recorded under one id, and the page loads on which a device consented: for whoever can show no more
 * than that. What others did under ids that are linked to it is left out, and so is what was made of both.
 *
 * @returns null where nothing is held.
 */
export async function exportOwnPart(
  ports: ExportPorts,
  site: Site,
  visitor: VisitorId,
): Promise<VisitorExport | null> {
  const { book, visitors, now } = ports.engine;
  const own = await visitors.own(site.siteId, visitor, 1);
  if (own === null) return null;
  const { kinship, slot } = await book.read(site.siteId, visitor, now());
  const subject = { site, scope: 'device', visitor, kinship } as const;
  if (slot.visitor !== visitor || !isDeviceAlone(kinship))
    return open(ports, { ...subject, ids: [visitor], view: own.profile, profile: null });
  const view = (await visitors.view(site.siteId, visitor)) ?? own.profile;
  return open(ports, { ...subject, ids: recordedIds(kinship), view, profile: slot.timeline.profile });
}

/** Whether it is in the document: under a device's own id whoever owns it, under the day's the device's alone. */
function isShown({ scope, visitor, kinship }: Subject, recorded: Recorded): boolean {
  return (scope === 'device' && recorded.visitor === visitor) || owns(kinship, recorded);
}

async function open(ports: ExportPorts, subject: Subject): Promise<VisitorExport> {
  return {
    head: await readHead(ports, subject),
    pages: (list) => readPages(ports.store, subject, list),
  };
}

async function* readPages(
  store: Pick<Store, 'readVisitor'>,
  subject: Subject,
  list: ExportListName,
): AsyncGenerator<readonly EntryView[]> {
  const { site, ids } = subject;
  const isOwn = (entry: LoggedEntry): boolean => isShown(subject, entry);
  const types = [EXPORT_LISTS[list]];
  for (let after: Position | null = null; ; ) {
    const range = { types, limit: PAGE_ENTRIES, ...(after === null ? {} : { after }) };
    const slice: readonly LoggedEntry[] = await store.readVisitor(site.siteId, ids, range);
    const own = slice.filter(isOwn);
    if (own.length > 0) yield own.map(viewEntry);
    const last = slice.at(-1);
    if (last === undefined || slice.length < PAGE_ENTRIES) return;
    after = { t: last.t, id: last.id };
    await nextTurn();
  }
}

async function readHead(ports: ExportPorts, subject: Subject): Promise<ExportHead> {
  const { engine, store } = ports;
  const { site, scope, visitor, ids, kinship, view, profile } = subject;
  const { siteId, settings } = site;
  const { sessions, orders, traits, consent, objection } = view;
  const { events, aggregates, otherEvents, context, page, account, campaigns, flags } = view;
  const endsAt = profile && endOfProfile(kinship, profile);
  const isLasting = endsAt === null;
  // Limits and marks of a day count for whoever shares its number.
  const whose = { site: siteId, ids: scope === 'device' ? [visitor] : ids };
  const kept = await readContacts(engine.vault, { ...whose, isShown: scope === 'visitor' });
  return {
    format: EXPORT_FORMAT,
    version: EXPORT_VERSION,
    madeAt: iso(engine.now()),
    scope,
    site: { name: settings.name, timezone: settings.timezone, currency: settings.currency },
    visitor: { id: visitor, kind: isLasting ? 'lasting' : 'anonymous', recordedUnder: [...ids] },
    profile: {
      events,
      aggregates,
      ...(otherEvents && { otherEvents }),
      context: { ...context } as ExportHead['profile']['context'],
      page,
      account,
      campaigns,
      flags: { ...flags },
    },
    traits: { ...traits } as ExportHead['traits'],
    sessions: { ...sessions, recent: [...sessions.recent] },
    orders: { ...orders, items: listOrders(profile, settings.currency) },
    consent,
    objection,
    links: listLinks(kinship, ids),
    segments: profile === null ? [] : await listSegments(engine, siteId, visitor),
    scores: profile === null ? [] : listForetold(engine, site, await engine.intent.of(site, visitor)),
    contacts: kept,
    suppressions: await readSuppressions(store, site, kept),
    limits: await readLimits(store, whose),
    mails: await readMails(store, whose),
    retention: { ...termsOf(settings), endsAt: endsAt === null ? null : iso(endsAt) },
    removed: await readRemoved(store, siteId, subject),
  };
}

/** A profile never ends before its raw events do. */
function termsOf({ eventDays, retention: { resultDays, noticeDays, idleDays } }: SiteSettings) {
  return { eventDays, resultDays, noticeDays, idleDays: Math.max(idleDays, eventDays) };
}

/** What retention left: counts and sums, of which the profile above is made as well. */
async function readRemoved(
  store: Pick<Store, 'readBases'>,
  site: SiteId,
  subject: Subject,
): Promise<ExportHead['removed']> {
  const bases = (await store.readBases(site, subject.ids))
    .filter(({ visitor, since }) => isShown(subject, { visitor, t: since }))
    .map(decodeBase);
  const upTo = bases.reduce((last, { removed }) => Math.max(last, removed?.last ?? 0), 0);
  if (upTo === 0) return null;
  const events = bases.reduce((sum, base) => sum + (base.events?.count ?? 0), 0);
  return { events, upTo: iso(upTo) };
}

function iso(t: number): string {
  return new Date(t).toISOString();
}
