/** What identify asks about somebody, answered from the profiles. */
import type { LoggedEntry, SiteId, VisitorId } from '../entry.ts';
import { type ConsentState, consentAt, OWN, recordConsent } from '../identity/consent.ts';
import { DEVICES_WINDOW_MS } from '../identity/link-graph.ts';
import type { ErasedPeople, People, Person } from '../identity/person.ts';
import { isVouched } from '../identity/vouched-consent.ts';
import type { Clock } from '../ports.ts';
import type { Known, ProfileBook } from './book.ts';
import { isEmptyProfile } from './profile.ts';
import type { FoldRules } from './rules.ts';
import { sessionEnd } from './sessions.ts';

export function createPeople(
  book: Pick<ProfileBook, 'peek' | 'open' | 'bring'>,
  clock: Clock,
  rulesOf: (site: Parameters<People['peek']>[0]) => FoldRules,
): People {
  return {
    peek: (site, visitor) => {
      const known = book.peek(site, visitor, clock.now());
      return known && describePerson(known, rulesOf(site));
    },
    read: async (site, visitor) => describePerson(await book.open(site, visitor, clock.now()), rulesOf(site)),
    bring: (site, visitors) => book.bring(site, visitors, clock.now()),
  };
}

/** Whoever was erased is asked for nothing they had denied: their tombstone says so until a profile begins. */
export function rememberDenials(people: People, erased: ErasedPeople): People {
  const withDenials = (site: SiteId, visitor: VisitorId, person: Person): Person => {
    const gone = erased.find(site, visitor);
    if (gone === null || gone.hasReturned || gone.denied.length === 0) return person;
    const { denied, erasedAt: since } = gone;
    const consent: Person['consent'] = (purpose, now) =>
      person.consent(purpose, now) ?? (denied.includes(purpose) ? { allowed: false, since } : undefined);
    return { ...person, consent };
  };
  return {
    peek: (site, visitor) => {
      const person = people.peek(site, visitor);
      return person && withDenials(site, visitor, person);
    },
    read: async (site, visitor) => withDenials(site, visitor, await people.read(site, visitor)),
    bring: people.bring,
  };
}

function describePerson({ kinship, slot }: Known, rules: FoldRules): Person {
  const { profile } = slot.timeline;
  return {
    canonical: slot.visitor,
    exists: !isEmptyProfile(profile),
    loginAt: (t) => findLogin(kinship.visitor, kinship.links, t),
    devicesAt: (t) => devicesOf(kinship, t),
    canGrant: (purpose, t) => {
      const isOwn =
        slot.visitor === kinship.visitor || findLogin(kinship.visitor, kinship.links, t)?.proved === true;
      const grant = {
        t,
        id: '',
        visitor: kinship.visitor,
        properties: { purposes: { [purpose]: true }, source: '' },
      };
      const after = recordConsent(profile.consent, grant, slot.visitor, isOwn ? OWN : kinship.visitor);
      return consentAt(after, purpose, t)?.allowed === true;
    },
    vouches: (purpose, now) => isVouched(profile.consent, purpose, now),
    hasSignalled: hasSignalled(profile.consent),
    consent: (purpose, now) => {
      const standing = consentAt(profile.consent, purpose, now);
      // A grant that has ended is no refusal: the visitor may be asked again, and until then the policy holds.
      return standing === null || (standing.until !== null && standing.until <= now) ? undefined : standing;
    },
    isInSession: (now) => {
      const { open } = profile.sessions;
      return open !== null && now < sessionEnd(open, rules);
    },
  };
}

function devicesOf({ visitor, links }: Known['kinship'], t: number): ReadonlySet<VisitorId> {
  const logins = links.filter(
    (link) => link.name === 'login' && link.properties.to === visitor && link.t > t - DEVICES_WINDOW_MS,
  );
  return new Set(logins.flatMap((link) => link.visitor ?? []));
}

function hasSignalled(consent: ConsentState): boolean {
  return (consent.share ?? []).some(({ denial }) => denial?.source === 'gpc');
}

/** The latest log-in or reset that an entry at or before `t` says; a later one speaks for earlier times only by default. */
function findLogin(
  device: VisitorId,
  links: readonly LoggedEntry[],
  t: number,
): { person: VisitorId; proved: boolean } | null {
  let latest: LoggedEntry | null = null;
  for (const link of links) {
    if (link.visitor !== device || link.t > t || (link.name !== 'login' && link.name !== 'reset')) continue;
    if (latest === null || link.t > latest.t || (link.t === latest.t && link.id > latest.id)) latest = link;
  }
  if (latest === null || latest.name === 'reset') return null;
  return { person: latest.properties.to as VisitorId, proved: latest.properties.proved === true };
}
