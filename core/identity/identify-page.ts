/**
 * identify, for what browsers send: decides the mode, hashes ids, cleans properties. Address, user agent and raw
 * ids end here.
 */
import type { Envelope } from '../collect/envelope.ts';
import { clockOffsetMs, eventTime } from '../collect/skew.ts';
import { type Context, type Entry, PURPOSES, type Purpose, type SiteId, type VisitorId } from '../entry.ts';
import { type Refusal, type RefusalCode, refuse } from '../errors.ts';
import { keysInForce, type Site } from '../sites/site.ts';
import type { Choice } from '../statistics/choices.ts';
import { isZone } from '../zone.ts';
import { anonymousVisitor } from './anonymous.ts';
import { type Circumstances, deviceClass } from './circumstances.ts';
import type { Continuing } from './continuing.ts';
import type { Draft } from './draft.ts';
import { type DraftFrame, draftItem } from './drafts.ts';
import {
  CONSENT_SOURCE,
  consentEntry,
  consentLinkEntry,
  type EntryStamp,
  leavingEntries,
  loginEntry,
  resetEntry,
} from './entries.ts';
import { deviceVisitor, isDeviceId, isInnerHash, isProven, keyedReference, personVisitor } from './hash.ts';
import { isCrowded } from './link-graph.ts';
import { decideMode, effectiveConsent, type Mode } from './mode.ts';
import { readOwnProof } from './own-proof.ts';
import type { ErasedPeople, People, Person } from './person.ts';
import { asRawId, type RawId } from './raw.ts';
import type { SaltBook } from './salts.ts';
import { createSecrets, type Secrets } from './secrets.ts';
import { sourceOfPage } from './vouched-consent.ts';

export type PagePost = {
  readonly site: Site;
  readonly envelope: Envelope;
  readonly seen: Circumstances;
  readonly receivedAt: number;
  readonly exemptOf: DraftFrame['exemptOf'];
};

export type IdentifyPorts = {
  readonly people: People;
  readonly salts: SaltBook;
  readonly continuing: Continuing;
  readonly erased: ErasedPeople;
};

/** An address to be kept in the vault under a visitor. */
export type Contact = { readonly visitor: VisitorId; readonly address: RawId };

export type Identified = {
  readonly mode: Mode;
  readonly visitor: VisitorId | null;
  readonly drafts: readonly Draft[];
  /** Consent and link entries that come with the post. */
  readonly entries: readonly Entry[];
  readonly refused: readonly Refusal[];
  readonly contact: Contact | null;
  /** Hash of the page load; empty where the page says none. */
  readonly page: string;
  /** What was in force for it. */
  readonly choice: Choice;
};

/** Who sends, as far as a request shows it. */
type PageSender = Pick<PagePost, 'site' | 'seen' | 'receivedAt'>;

/** The post with what is known of its device. */
type Case = PagePost & {
  readonly device: VisitorId | null;
  readonly person: Person | null;
  readonly offsetMs: number;
  readonly chosenAt: number | null;
};

export async function identifyPage(post: PagePost, ports: IdentifyPorts): Promise<Identified> {
  const { site, envelope, seen, receivedAt } = post;
  const device = isDeviceId(envelope.device) ? deviceVisitor(site.idKey, envelope.device) : null;
  const person = device === null ? null : await readPerson(ports.people, site.siteId, device);
  const offsetMs = clockOffsetMs(envelope.sentAt, receivedAt);
  const { consent } = envelope;
  const chosenAt = consent?.at == null ? null : (eventTime(consent.at, offsetMs, receivedAt)?.t ?? null);
  const known: Case = { ...post, device, person, offsetMs, chosenAt };
  if (seen.gpc || envelope.gpc) return honourGpc(known);
  if (seen.dnt && site.settings.honoursDoNotTrack) return refuseAll(known, 'dnt', []);
  const recorded = person?.consent('analytics', receivedAt);
  const canGrant = person?.canGrant('analytics', chosenAt ?? receivedAt) ?? true;
  const { policy } = site.settings;
  const mode = decideMode(
    { policy, hasDevice: device !== null, page: consent, recorded, canGrant },
    chosenAt,
  );
  if (mode === 'declined') return refuseAll(known, 'opted_out', recordChoice(known));
  if (mode === 'waiting') return refuseAll(known, 'consent_required', []);
  if (mode === 'counted') return record(known, mode, null, []);
  if (mode === 'anonymous') return record(known, mode, await anonymousId(known, ports), []);
  if (isStale(known, ports.erased)) return refuseAll(known, 'erased', []);
  return recordConsented(known, ports);
}

/** A page that goes on with what was allowed before the erasure: its device begins again with a choice made since. */
function isStale(known: Case, erased: ErasedPeople): boolean {
  const gone = known.device && erased.find(known.site.siteId, known.device);
  return gone !== null && !gone.hasReturned && !isChosenAfter(known, gone.erasedAt);
}

function isChosenAfter({ chosenAt, envelope }: Case, erasedAt: number): boolean {
  return chosenAt !== null && chosenAt > erasedAt && envelope.consent?.purposes.analytics === true;
}

async function readPerson(people: People, site: SiteId, visitor: VisitorId): Promise<Person> {
  return people.peek(site, visitor) ?? people.read(site, visitor);
}

/** Global Privacy Control: nothing is stored but, once for a known device, that egress and profiling are denied. */
function honourGpc(known: Case): Identified {
  const { device, person, receivedAt } = known;
  if (device === null || person?.hasSignalled === true) return refuseAll(known, 'gpc', []);
  const denial = { purposes: { share: false, personalization: false }, source: 'gpc' };
  return refuseAll(known, 'gpc', [consentEntry(stamp(known, device, receivedAt), denial)]);
}

function refuseAll(known: Case, code: RefusalCode, entries: readonly Entry[]): Identified {
  const refused = known.envelope.items.map((item) => refuse(code, item.at, 'nothing to do'));
  const choice = CHOICE_OF[code] ?? 'undecided';
  return { mode: 'declined', visitor: null, drafts: [], entries, refused, contact: null, page: '', choice };
}

/** A browser's "Do Not Track" is a word of its visitor's, where the site takes it for one. */
const CHOICE_OF: Readonly<Partial<Record<RefusalCode, Choice>>> = {
  gpc: 'gpc',
  dnt: 'denied',
  opted_out: 'denied',
};

/** The page's choice as an entry, where it is news. */
function recordChoice(known: Case): readonly Entry[] {
  const { device, person, envelope, chosenAt, receivedAt } = known;
  const { consent } = envelope;
  if (device === null || consent === null) return [];
  const purposes: Partial<Record<Purpose, boolean>> = {};
  for (const purpose of PURPOSES) {
    const claimed = consent.purposes[purpose];
    const recorded = person?.consent(purpose, receivedAt);
    // An address may be written to only after the owner of the mailbox said so, which a page cannot know.
    if (claimed === undefined || (purpose === 'contact' && claimed)) continue;
    if (recorded?.allowed === claimed) continue;
    if (effectiveConsent(claimed, chosenAt, recorded) === claimed) purposes[purpose] = claimed;
  }
  if (Object.keys(purposes).length === 0) return [];
  const isWord = CONSENT_SOURCE.test(consent.source) && !secretsOf(known).areIn(consent.source);
  const source = isWord ? sourceOfPage(consent.source) : 'page';
  return [consentEntry(stamp(known, device, chosenAt ?? receivedAt), { purposes, source })];
}

/** Yesterday's hash goes on while its session does; else today's. */
async function anonymousId(known: PageSender, ports: IdentifyPorts): Promise<VisitorId> {
  const { site, seen, receivedAt } = known;
  const { siteId, settings } = site;
  const salt = ports.salts.current(siteId) ?? (await ports.salts.turn(siteId, settings.timezone));
  if (ports.continuing.any(siteId)) {
    const before = ports.salts.previous(siteId);
    const visitor = before === undefined ? null : anonymousVisitor(before.key, siteId, seen);
    if (visitor !== null && ports.continuing.has(siteId, visitor)) {
      if ((await readPerson(ports.people, siteId, visitor)).isInSession(receivedAt)) return visitor;
      ports.continuing.end(siteId, visitor);
    }
  }
  return anonymousVisitor(salt.key, siteId, seen);
}

/**
 * Under which id this sender is recorded now, and in which mode; null where entries carry no visitor. For pages that
 * show a visitor what is held.
 */
export async function findPageVisitor(
  sender: PageSender & { readonly device: string | null },
  ports: IdentifyPorts,
): Promise<{ visitor: VisitorId; mode: Mode } | null> {
  const { site, receivedAt } = sender;
  if (isDeviceId(sender.device)) {
    const device = deviceVisitor(site.idKey, sender.device);
    const person = await readPerson(ports.people, site.siteId, device);
    if (person.consent('analytics', receivedAt)?.allowed === true)
      return { visitor: device, mode: 'consented' };
  }
  if (site.settings.policy !== 'session') return null;
  return { visitor: await anonymousId(sender, ports), mode: 'anonymous' };
}

async function recordConsented(known: Case, ports: IdentifyPorts): Promise<Identified> {
  const device = known.device as VisitorId;
  const choice = recordChoice(known);
  const links = choice.length === 0 ? [] : await linkThisPage(known, device, ports);
  const identified = record(known, 'consented', device, [...choice, ...links]);
  const first = Math.min(known.receivedAt, ...identified.drafts.map(({ t }) => t));
  const login = await recordLogin({ ...known, device, first }, ports);
  const resets = identified.drafts
    .filter((draft) => draft.name === 'Signed Out')
    .map((draft) => resetEntry(stamp(known, device, draft.t), draft.id));
  const { contact } = known.envelope;
  const mayContact = contact !== '' && known.envelope.consent?.purposes.contact === true;
  return {
    ...identified,
    entries: [...identified.entries, ...login, ...resets],
    contact: mayContact ? { visitor: device, address: asRawId(contact) } : null,
  };
}

/** What this page load did before the visitor allowed it to be remembered, if the site recorded it at all. */
async function linkThisPage(known: Case, device: VisitorId, ports: IdentifyPorts): Promise<readonly Entry[]> {
  const { site, envelope, receivedAt } = known;
  if (envelope.page === '' || ports.salts.current(site.siteId) === undefined) return [];
  const before = await anonymousId(known, ports);
  const person = await readPerson(ports.people, site.siteId, before);
  if (!person.exists) return [];
  const page = site.settings.linksWholeDay ? null : pageHash(known);
  return [consentLinkEntry(stamp(known, before, receivedAt), device, page)];
}

/** A browser's identify is a claim; with the backend's proof it is a fact. */
async function recordLogin(
  known: Case & { readonly device: VisitorId; readonly first: number },
  { people, erased }: Pick<IdentifyPorts, 'people' | 'erased'>,
): Promise<readonly Entry[]> {
  const { site, envelope, person, receivedAt, device, first } = known;
  const { inner, proof } = envelope;
  if (!isInnerHash(inner) || site.blockedHashes.has(inner)) return [];
  const visitor = personVisitor(site.idKey, inner);
  const isProved = proof !== '' && vouchesFor(site, { inner, proof }, receivedAt);
  const login = person?.loginAt(first);
  if (login?.person === visitor && (login.proved || !isProved)) return [];
  const gone = erased.find(site.siteId, visitor);
  if (gone?.hasReturned === false && !(isProved && mayReturn(known, gone.erasedAt))) return [];
  // Who merely claims to be somebody adds nothing to a person who declined.
  const named = await readPerson(people, site.siteId, visitor);
  if (!isProved && named.consent('analytics', receivedAt)?.allowed === false) return [];
  if (isCrowded(named.devicesAt(first), device, isProved))
    return leavingEntries(login ?? null, stamp(known, device, first));
  return [loginEntry(stamp(known, device, first), visitor, isProved)];
}

/** By the proof of a log-in, or by the site's statement of a few minutes that whoever stands there is this customer. */
function vouchesFor({ secretKeys }: Site, { inner, proof }: Pick<Envelope, 'inner' | 'proof'>, now: number) {
  const keys = keysInForce(secretKeys, now);
  const named = isProven(inner, proof, keys) ? inner : readOwnProof(proof, keys, now);
  return named === inner;
}

/** Somebody who was erased begins again on a device that has allowed it since. */
function mayReturn(known: Case, erasedAt: number): boolean {
  const recorded = known.person?.consent('analytics', known.receivedAt);
  const since = recorded?.allowed === true ? recorded.since : 0;
  return since > erasedAt || isChosenAfter(known, erasedAt);
}

function record(known: Case, mode: Mode, visitor: VisitorId | null, entries: readonly Entry[]): Identified {
  const frame = frameOf(known, mode, visitor);
  const drafts: Draft[] = [];
  const refused: Refusal[] = [];
  for (const item of known.envelope.items) {
    const draft = draftItem(item, frame);
    if (draft.ok) drafts.push(draft.value);
    else refused.push(draft);
  }
  const choice = mode === 'consented' ? 'allowed' : 'undecided';
  return { mode, visitor, drafts, entries, refused, contact: null, page: frame.page, choice };
}

function frameOf(known: Case, mode: Mode, visitor: VisitorId | null): DraftFrame {
  const { site, seen, envelope, receivedAt, offsetMs, exemptOf } = known;
  const context: Context = {
    device: deviceClass(seen.userAgent),
    ...(seen.country === '' ? {} : { country: seen.country }),
    ...(mode === 'consented' && envelope.zone !== '' && isZone(envelope.zone) ? { zone: envelope.zone } : {}),
  };
  return {
    site,
    visitor,
    source: 'web',
    offsetMs,
    receivedAt,
    page: pageHash(known),
    origin: seen.origin,
    context,
    cleaning: { idKey: site.idKey, secrets: secretsOf(known) },
    exemptOf,
  };
}

function secretsOf({ seen, envelope }: Pick<PagePost, 'seen' | 'envelope'>): Secrets {
  const { contact, device, inner, proof } = envelope;
  return createSecrets([seen.address, seen.userAgent, contact, device, inner, proof]);
}

/** The page load's own random, keyed: what a page sends in its place may be anything. */
function pageHash({ site, envelope }: Case): string {
  return envelope.page === '' ? '' : keyedReference(site.idKey, 'page', envelope.page);
}

function stamp(known: Case, visitor: VisitorId, t: number): EntryStamp {
  return { site: known.site.siteId, visitor, t, receivedAt: known.receivedAt, source: 'web' };
}
