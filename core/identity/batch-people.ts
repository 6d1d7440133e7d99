/**
 * People as one batch sees them: what its earlier items say counts for its later ones before anything is stored, so
 * that a hundred events of one visitor write one consent and one log-in.
 */
import type { Entry, Purpose, SiteId, VisitorId } from '../entry.ts';
import type { People, Person, StandingConsent } from './person.ts';

export type BatchPeople = People & {
  /** Entries that go into the log with the batch. */
  note(entries: readonly Entry[]): void;
};

export function createBatchPeople(people: People): BatchPeople {
  const noted = new Map<VisitorId, Entry[]>();
  const devices = new Map<VisitorId, Set<VisitorId>>();
  const overlay = (visitor: VisitorId, person: Person): Person => {
    const entries = noted.get(visitor);
    const own = devices.get(visitor);
    const known = entries === undefined ? person : withEntries(person, entries);
    return own === undefined ? known : withDevices(known, own);
  };
  const noteDevice = ({ name, visitor, properties: { to } }: Entry): void => {
    if (name !== 'login' || visitor === null || typeof to !== 'string') return;
    devices.set(to as VisitorId, (devices.get(to as VisitorId) ?? new Set()).add(visitor));
  };
  return {
    peek: (site: SiteId, visitor) => {
      const person = people.peek(site, visitor);
      return person && overlay(visitor, person);
    },
    read: async (site, visitor) => overlay(visitor, await people.read(site, visitor)),
    bring: people.bring,
    note: (entries) => {
      for (const entry of entries) {
        if (entry.visitor === null) continue;
        noteDevice(entry);
        const list = noted.get(entry.visitor);
        if (list === undefined) noted.set(entry.visitor, [entry]);
        else list.push(entry);
      }
    },
  };
}

function withDevices(person: Person, devices: ReadonlySet<VisitorId>): Person {
  return { ...person, devicesAt: (t) => new Set([...person.devicesAt(t), ...devices]) };
}

function withEntries(person: Person, entries: readonly Entry[]): Person {
  return {
    ...person,
    consent: (purpose, now) =>
      entries.reduce((standing, entry) => later(standing, entry, purpose), person.consent(purpose, now)),
    vouches: (purpose, now) => {
      const own = entries.filter(({ source }) => source !== 'web');
      const said = own.reduce<StandingConsent | undefined>(
        (standing, entry) => later(standing, entry, purpose),
        undefined,
      );
      return said?.allowed ?? person.vouches(purpose, now);
    },
    loginAt: (t) => {
      let login = person.loginAt(t);
      let at = Number.NEGATIVE_INFINITY;
      for (const entry of entries) {
        const { to } = entry.properties;
        if (entry.name !== 'login' || entry.t > t || entry.t < at || typeof to !== 'string') continue;
        at = entry.t;
        login = { person: to as VisitorId, proved: entry.properties.proved === true };
      }
      return login;
    },
  };
}

function later(
  standing: StandingConsent | undefined,
  entry: Entry,
  purpose: Purpose,
): StandingConsent | undefined {
  const { purposes } = entry.properties;
  if (entry.type !== 'consent' || typeof purposes !== 'object' || purposes === null) return standing;
  const allowed = (purposes as { readonly [key: string]: unknown })[purpose];
  if (typeof allowed !== 'boolean') return standing;
  if (standing?.allowed === allowed) return { allowed, since: Math.min(standing.since, entry.t) };
  return standing === undefined || entry.t > standing.since ? { allowed, since: entry.t } : standing;
}
