/** What retention takes of one visitor, and what it leaves of that: a base for each id and interval it was recorded in. */
import type { LoggedEntry, SiteId, VisitorId } from '../entry.ts';
import { startOf } from '../identity/link.ts';
import type { AccountBase, Base } from '../ports.ts';
import { accountOf, accountRules, asDeed } from '../profiles/accounts.ts';
import { addBases, BASE_VERSION, baseOf, keepRead, NO_BASE, type Removal } from '../profiles/base.ts';
import { decodeBase, encodeBase } from '../profiles/base-codec.ts';
import type { CampaignTracks } from '../profiles/campaign-tracks.ts';
import { addGains, type Gained, gainsOf } from '../profiles/gains.ts';
import { type Kinship, owns, recordedIds } from '../profiles/kinship.ts';
import { addLeft, leaveCampaigns, startCampaigns } from '../profiles/left-campaigns.ts';
import type { FoldRules } from '../profiles/rules.ts';
import { type PlacedEvent, placeEvents } from '../segments/session-events.ts';
import { placeTreatments } from '../segments/treatment-events.ts';
import { type Before, type Going, isNothing, readGoing, removalOf } from './going.ts';
import type { RetentionPorts } from './retention.ts';

/** Removes what is old of what a visitor did, over all ids it was recorded under; answers what went. */
export async function retireOwner(
  ports: RetentionPorts,
  site: SiteId,
  owner: VisitorId,
  before: Before,
): Promise<Going> {
  const { store, book, clock } = ports;
  const going = await readGoing(ports, site, owner, before);
  if (isNothing(going)) return going;
  // What happened to memberships until now is known by notices alone once the entries are gone.
  await book.retell(site, [owner, ...(await book.sharing(site, owner))], 'event');
  const { slot } = await book.read(site, owner, clock.now());
  const { events, scores, results, exposures, kinship } = going;
  const rules = ports.rulesOf(site);
  const bases = await store.readBases(site, recordedIds(kinship));
  const leaving: Leaving = {
    bases,
    parts: await listParts(ports, site, recordedIds(kinship), [...events, ...scores, ...results]),
    placed: [...placeEvents(events, rules), ...placeTreatments(results, events.length)],
    gains: gainsOf(exposures, events, rules, startOfCampaigns(bases, kinship)),
    known: slot.timeline.profile.campaigns,
    removed: removalOf(going, clock.now()),
  };
  await retireParts(ports, site, leaving, rules);
  return going;
}

function startOfCampaigns(bases: readonly Base[], kinship: Kinship): CampaignTracks {
  const own = bases.filter(({ visitor, since }) => owns(kinship, { visitor, t: since }));
  const left = own.reduce((sum, base) => addLeft(sum, decodeBase(base).campaigns), NO_BASE.campaigns);
  return startCampaigns(left, []);
}

type Leaving = {
  /** Of all recorded ids, as they are before. */
  readonly bases: readonly Base[];
  readonly parts: readonly Part[];
  readonly placed: readonly PlacedEvent[];
  /** Of each event, by its id. */
  readonly gains: ReadonlyMap<string, readonly Gained[]>;
  /** How the visitor stands with campaigns as long as all is there. */
  readonly known: CampaignTracks;
  readonly removed: Removal | null;
};

/** What goes under one recorded id in one interval between log-ins: it goes in one step, with the base that it leaves. */
type Part = {
  readonly visitor: VisitorId;
  readonly since: number;
  readonly entries: readonly LoggedEntry[];
};

async function retireParts(
  { store }: RetentionPorts,
  site: SiteId,
  leaving: Leaving,
  rules: FoldRules,
): Promise<void> {
  const { removed, parts } = leaving;
  const shares = shareOut(leaving.placed, parts);
  for (const part of parts) {
    const { visitor, since, entries } = part;
    const known = leaving.bases.find((base) => base.visitor === visitor && base.since === since);
    const before = known === undefined ? NO_BASE : keepRead(decodeBase(known), rules);
    const gains = entries.reduce((sum, { id }) => addGains(sum, leaving.gains.get(id) ?? []), NO_BASE.gains);
    const campaigns = leaveCampaigns(entries.filter(isResult), leaving.known);
    const left = { ...baseOf(entries, rules, shares.get(part) ?? []), removed, gains, campaigns };
    const data = encodeBase(addBases(before, left, rules));
    const entryIds = entries.map(({ id }) => id);
    const base = { site, visitor, since, version: BASE_VERSION, data };
    const ofAccounts = await listAccountBases(store, site, part, removed, rules);
    await store.retire(site, visitor, entryIds, base, ofAccounts);
  }
}

function isResult({ type }: LoggedEntry): boolean {
  return type === 'decision' || type === 'exposure';
}

/** Of what goes, by the account that it was done for. */
async function listAccountBases(
  store: RetentionPorts['store'],
  site: SiteId,
  { visitor, since, entries }: Part,
  removed: Removal | null,
  rules: FoldRules,
): Promise<readonly AccountBase[]> {
  const { segments: _, ...plain } = rules;
  const own = accountRules(rules) ?? plain;
  const place = { site, visitor, since, version: BASE_VERSION };
  const bases: AccountBase[] = [];
  const deeds = entries.filter((entry) => accountOf(entry) !== null).map(asDeed);
  for (const [account, done] of Map.groupBy(deeds, (deed) => accountOf(deed) ?? '')) {
    const all = await store.readAccountBases(site, account);
    const known = all.find((base) => base.visitor === visitor && base.since === since);
    const before = known === undefined ? NO_BASE : keepRead(decodeBase(known), own);
    const sum = addBases(before, { ...baseOf(done, own), removed }, own);
    bases.push({ ...place, account, data: encodeBase(sum) });
  }
  return bases;
}

async function listParts(
  { book, clock }: RetentionPorts,
  site: SiteId,
  ids: readonly VisitorId[],
  entries: readonly LoggedEntry[],
): Promise<readonly Part[]> {
  const parts: Part[] = [];
  for (const visitor of ids) {
    const { kinship } = await book.read(site, visitor, clock.now());
    const links = kinship.links.filter((link) => link.visitor === visitor);
    const starts = links.map(({ name, t }) => startOf(name, t));
    const own = entries.filter((entry) => entry.visitor === visitor);
    const intervals = Map.groupBy(own, ({ t }) => intervalStart(starts, t));
    for (const [since, recorded] of intervals) parts.push({ visitor, since, entries: recorded });
  }
  return parts;
}

/**
 * What each part counts. What a session makes by itself counts with the last of its parts: where they are cut short
 * before that, it is made again of what is left of the session, and by then counts nowhere else.
 */
function shareOut(
  placed: readonly PlacedEvent[],
  parts: readonly Part[],
): ReadonlyMap<Part, readonly PlacedEvent[]> {
  const places = new Map(
    parts.flatMap(({ entries }, place) => entries.map(({ id }) => [id, place] as const)),
  );
  const placeOf = ({ of }: PlacedEvent): number => places.get(of.id) ?? 0;
  const shares = new Map<Part, PlacedEvent[]>(parts.map((part) => [part, []]));
  for (const session of Map.groupBy(placed, (one) => one.session).values()) {
    const last = Math.max(...session.map(placeOf));
    for (const one of session) {
      const part = parts[one.event === one.of ? placeOf(one) : last];
      if (part !== undefined) shares.get(part)?.push(one);
    }
  }
  return shares;
}

/** The latest start at or before `t`, or 0: before the first log-in there is one interval. */
function intervalStart(starts: readonly number[], t: number): number {
  return starts.reduce((latest, start) => (start <= t && start > latest ? start : latest), 0);
}
