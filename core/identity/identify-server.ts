/**
 * identify, for what servers send with the secret key: whoever is named is hashed, consent is what the source says
 * it is, and without any the event is only counted.
 */
import type { Context, Entry, Purpose, SiteId, Source, VisitorId } from '../entry.ts';
import { accept, type Outcome, type Refusal, refuse } from '../errors.ts';
import { ERASED_HINT, GRACE_MS, isServerOrder } from '../privacy/tombstone.ts';
import type { Site } from '../sites/site.ts';
import { SITE_DEFAULT } from './consent.ts';
import type { Draft } from './draft.ts';
import { type DraftFrame, type DraftItem, draftItem } from './drafts.ts';
import {
  aliasEntry,
  consentEntry,
  type EntryStamp,
  leavingEntries,
  loginEntry,
  resetEntry,
  statedConsentEntry,
} from './entries.ts';
import { keyedReference } from './hash.ts';
import { isCrowded } from './link-graph.ts';
import { allows, nameUser } from './named-user.ts';
import { type Named, type Naming, nameVisitor, withoutStranger } from './naming.ts';
import type { Erased, ErasedPeople, People, Person } from './person.ts';
import { createSecrets } from './secrets.ts';
import type { NamedUser } from './user-ids.ts';

const DAY_MS = 86_400_000;

export type ServerItem = DraftItem &
  Naming & {
    readonly source: Source;
    readonly consent: Readonly<Partial<Record<Purpose, boolean>>> | null;
    readonly context: Context;
    /** URL of the page it happened on; empty where only its path is known, or nothing. */
    readonly url: string;
    /** Raw id of the account the visitor acted for. */
    readonly account: string;
    /** Absent: an event. A link says who somebody is, a choice what they allow; neither is an event. */
    readonly kind?: 'link' | 'choice' | undefined;
    /** Raw texts of the sender, beside the ids, that must stand nowhere in it. */
    readonly secrets?: readonly string[];
    /** User agent of whoever did it; null: a server speaks for them. Absent: nobody said, so it is the request's. */
    readonly agent?: string | null | undefined;
  };

export type ServerPost = {
  readonly site: Site;
  readonly receivedAt: number;
  readonly exemptOf: DraftFrame['exemptOf'];
  readonly erased: ErasedPeople;
};

export type IdentifiedItem = {
  /** Null: it is no event, or nothing is kept of it. */
  readonly draft: Draft | null;
  readonly entries: readonly Entry[];
  /** Why nothing is kept of it but the entries. */
  readonly refusal?: Refusal;
  /** For the vault, where they allow passing on; absent: nobody vouches for who it is, or nothing is kept. */
  readonly user?: NamedUser | null;
};

export async function identifyItem(
  item: ServerItem,
  post: ServerPost,
  people: People,
): Promise<Outcome<IdentifiedItem>> {
  const { site, receivedAt } = post;
  const said = nameVisitor(item, site);
  const known = said.recorded === null ? null : await findPerson(people, site.siteId, said.recorded);
  const named = withoutStranger(item, said, known?.consent('analytics', receivedAt));
  const isAllowed = known !== null && allows('analytics', item, known, post);
  const tombs = tombsOf(said, post);
  if (tombs.some((gone) => isOfErased(item, gone, isAllowed ? known : null, receivedAt)))
    return refuse('erased', item.at, ERASED_HINT);
  const owner = await findOwner(named, post, people);
  const isRefused = isAllowed && owner?.consent('analytics', receivedAt)?.allowed === false;
  const drafted = draft(item, post, isAllowed && !isRefused ? named.recorded : null);
  if (!drafted.ok) return drafted;
  if (!isAllowed || named.recorded === null || known === null) {
    const entries = withdrawal(item, post, named.recorded, known);
    return accept({ draft: keptDraft(item, drafted.value), entries });
  }
  if (isRefused) {
    // That they have the device is noted, so that what they refused holds on it too.
    const stamp = stampOf(item, post, named.recorded, Math.min(item.time, receivedAt));
    const entries = tombs.length === 0 ? linksOf(named, known, stamp, owner) : [];
    return accept({ draft: keptDraft(item, drafted.value), entries });
  }
  const { t, name, id } = drafted.value;
  const stamp = stampOf(item, post, named.recorded, t);
  return accept({
    draft: keptDraft(item, drafted.value),
    entries: [
      ...consentOf(statedBy(item, site, 'server'), known, { ...stamp, since: lastErasure(tombs) }),
      ...linksOf(named, known, stamp, owner),
      ...(name === 'Signed Out' && named.device !== null ? [resetEntry(stamp, id)] : []),
    ],
    user: await nameUser(item, named, known, post, people),
  });
}

/** The person whom the item names, of whom the device that it is recorded under may know nothing yet. */
async function findOwner(
  { recorded, person }: Named,
  { site }: ServerPost,
  people: People,
): Promise<Person | null> {
  return person === null || person === recorded ? null : findPerson(people, site.siteId, person);
}

function stampOf(
  { source }: ServerItem,
  { site, receivedAt }: ServerPost,
  visitor: VisitorId,
  t: number,
): EntryStamp {
  return { site: site.siteId, visitor, t, receivedAt, source };
}

/** Of a link nothing is kept but the link itself. */
export function keptDraft({ kind }: ServerItem, draft: Draft): Draft | null {
  return kind === undefined ? draft : null;
}

export async function findPerson(people: People, site: SiteId, visitor: VisitorId): Promise<Person> {
  return people.peek(site, visitor) ?? people.read(site, visitor);
}

function tombsOf(
  { recorded, person, alias, before }: Named,
  { site, erased }: ServerPost,
): readonly Erased[] {
  const ids = new Set([recorded, person, alias, before?.device ?? null, before?.person ?? null]);
  return [...ids].flatMap((id) => (id === null ? [] : (erased.find(site.siteId, id) ?? [])));
}

/**
 * Whether an item is of somebody's time before they were erased, or would begin a profile of theirs with what a source
 * goes on saying. What is only counted begins none.
 *
 * @param known Null where it is only counted.
 */
export function isOfErased(
  item: ServerItem,
  gone: Erased,
  known: Person | null,
  receivedAt: number,
): boolean {
  if (item.time <= gone.erasedAt + GRACE_MS) return true;
  if (known === null || gone.hasReturned || isServerOrder(item)) return false;
  const recorded = known.consent('analytics', receivedAt);
  return recorded?.allowed !== true || recorded.since <= gone.erasedAt;
}

function lastErasure(tombs: readonly Erased[]): number {
  return Math.max(0, ...tombs.map(({ erasedAt }) => erasedAt + 1));
}

type Purposes = Readonly<Partial<Record<Purpose, boolean>>>;
/** What somebody says is allowed, and who says so. */
type Stated = { readonly purposes: Purposes; readonly source: string };

/** What an item says of consent; what the site's owner means where it says nothing. */
export function statedBy(item: ServerItem, { settings }: Site, source: string): Stated {
  if (item.consent !== null) return { purposes: item.consent, source };
  return { purposes: settings.serverConsent ?? {}, source: SITE_DEFAULT };
}

/** What the source says of consent, where the record does not say so yet at the item's time. */
export function consentOf(
  { purposes, source }: Stated,
  known: Person,
  { since, ...stamp }: EntryStamp & { readonly since: number },
): readonly Entry[] {
  const isVouching = source === 'server';
  const early: Partial<Record<Purpose, boolean>> = {};
  const changed: Partial<Record<Purpose, boolean>> = {};
  for (const [purpose, allowed] of Object.entries(purposes) as [Purpose, boolean | undefined][]) {
    if (allowed === undefined) continue;
    const recorded = known.consent(purpose, stamp.receivedAt);
    // What only a page has claimed so far is not on record: it may be another's.
    const isKnown =
      recorded !== undefined && (!allowed || !isVouching || known.vouches(purpose, stamp.receivedAt));
    if (recorded === undefined || (recorded.allowed === allowed && (!isKnown || stamp.t < recorded.since)))
      early[purpose] = allowed;
    else if (recorded.allowed !== allowed && stamp.t > recorded.since) changed[purpose] = allowed;
  }
  return [
    // Dated to the day: an import out of order then moves it once a day, not once an event.
    ...entryOf(
      { ...stamp, t: Math.max(Math.floor(stamp.t / DAY_MS) * DAY_MS, since) },
      early,
      source,
      statedConsentEntry,
    ),
    ...entryOf(stamp, changed, source, consentEntry),
  ];
}

/** A denial is recorded even though the event it came with is only counted. */
function withdrawal(
  item: ServerItem,
  post: ServerPost,
  visitor: VisitorId | null,
  known: Person | null,
): readonly Entry[] {
  if (visitor === null || item.consent?.analytics !== false) return [];
  if (known?.consent('analytics', post.receivedAt)?.allowed === false) return [];
  const stamp = stampOf(item, post, visitor, Math.min(item.time, post.receivedAt));
  return entryOf(stamp, item.consent, 'server', consentEntry);
}

export function entryOf(
  stamp: EntryStamp,
  purposes: Purposes,
  source: string,
  make: typeof consentEntry,
): readonly Entry[] {
  return Object.keys(purposes).length === 0 ? [] : [make(stamp, { purposes, source })];
}

/** @param owner The person whom it names, where the item is recorded under a device. */
function linksOf(named: Named, known: Person, stamp: EntryStamp, owner: Person | null): readonly Entry[] {
  const { recorded, person, alias, before } = named;
  if (person === null) return [];
  const login = known.loginAt(stamp.t);
  const isDevice = recorded !== person;
  const isLoggedIn = login?.person === person && login.proved;
  const isOneTooMany = owner !== null && isCrowded(owner.devicesAt(stamp.t), stamp.visitor, true);
  const logins = isOneTooMany ? leavingEntries(login, stamp) : [loginEntry(stamp, person, true)];
  return [
    ...(isDevice && !isLoggedIn ? logins : []),
    ...[alias, before?.person ?? null].flatMap((other) =>
      other === null || other === recorded || other === person
        ? []
        : [aliasEntry({ ...stamp, visitor: other }, person)],
    ),
    ...(before === undefined || before.device === null || before.device === recorded
      ? []
      : [loginEntry({ ...stamp, visitor: before.device }, person, true)]),
  ];
}

export function draft(item: ServerItem, post: ServerPost, visitor: VisitorId | null): Outcome<Draft> {
  const { site, receivedAt, exemptOf } = post;
  const { userId, email, inner, device, anonymousId, previousId, secrets: others = [] } = item;
  const secrets = createSecrets([
    ...[userId, email, inner, device, item.visitor, anonymousId, previousId],
    ...others,
  ]);
  const account = item.account === '' ? {} : { account: keyedReference(site.idKey, 'account', item.account) };
  return draftItem(item, {
    site,
    visitor,
    source: item.source,
    offsetMs: 0,
    receivedAt,
    page: '',
    origin: item.url,
    context: { ...item.context, ...account },
    cleaning: { idKey: site.idKey, secrets },
    exemptOf,
  });
}
