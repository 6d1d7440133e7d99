/** The entries that identify writes beside events: consent and links, with ids that come from their cause. */
import type { Entry, Purpose, SiteId, Source, VisitorId } from '../entry.ts';
import { derivedId } from './hash.ts';

export type EntryStamp = {
  readonly site: SiteId;
  readonly visitor: VisitorId;
  readonly t: number;
  readonly receivedAt: number;
  readonly source: Source;
};

/** One word for who asked: it is kept with the choice, so it may not be a text that names somebody. */
export const CONSENT_SOURCE = /^[a-z][a-z0-9_-]{0,39}$/i;

export type ConsentChange = {
  readonly purposes: Readonly<Partial<Record<Purpose, boolean>>>;
  /** Who answered: `page`, `gpc`, a platform's name, `import` … */
  readonly source: string;
  /** Version of the text that was shown. */
  readonly text?: string;
  /** It ends by itself at this instant. */
  readonly until?: number;
};

/** A visitor's choice, at the instant it was made. */
export function consentEntry(stamp: EntryStamp, change: ConsentChange): Entry {
  return entryOfConsent(stamp, change, [stamp.t]);
}

/**
 * What a source states with every event, and did not date: one entry a visitor, whose earliest statement stays (the
 * store keeps the smaller time of one id), so that the order of an import is no matter.
 */
export function statedConsentEntry(stamp: EntryStamp, change: ConsentChange): Entry {
  return entryOfConsent(stamp, change, ['stated']);
}

function entryOfConsent(stamp: EntryStamp, change: ConsentChange, when: readonly (string | number)[]): Entry {
  // The version of the text is part of what was answered: another one is another answer, and takes no other's place.
  const shown = change.text === undefined ? [] : [change.text];
  const cause = JSON.stringify([change.purposes, change.source, change.until ?? null, ...shown]);
  return {
    ...stamp,
    id: derivedId('consent', stamp.visitor, ...when, cause),
    type: 'consent',
    name: Object.values(change.purposes).includes(false) ? 'Consent Denied' : 'Consent Granted',
    properties: { ...change },
  };
}

/** The device's entries from here on belong to the person. */
export function loginEntry(stamp: EntryStamp, person: VisitorId, isProved: boolean): Entry {
  return linkEntry(stamp, 'login', { to: person, ...(isProved ? { proved: true } : {}) }, [
    person,
    isProved ? 1 : 0,
  ]);
}

/** The device's entries from here on belong to nobody. `cause` is the id of the event that said so. */
export function resetEntry(stamp: EntryStamp, cause: string): Entry {
  return linkEntry(stamp, 'reset', {}, [cause]);
}

/** A log-in that is not believed ends the one before, and says nothing of whoever it names. */
export function leavingEntries(login: object | null, stamp: EntryStamp): readonly Entry[] {
  // A reset counts from the instant after it.
  return login === null ? [] : [resetEntry({ ...stamp, t: stamp.t - 1 }, 'crowded')];
}

/** What the anonymous id did on one page load, or all of the day, belongs to the device that consented there. */
export function consentLinkEntry(stamp: EntryStamp, device: VisitorId, page: string | null): Entry {
  if (page === null) return linkEntry(stamp, 'day', { to: device }, [device]);
  return linkEntry(stamp, 'page', { to: device, page }, [device, page]);
}

/** The person known by an address is the person known by a customer number. */
export function aliasEntry(stamp: EntryStamp, person: VisitorId): Entry {
  return linkEntry(stamp, 'alias', { to: person, proved: true }, [person]);
}

function linkEntry(
  stamp: EntryStamp,
  kind: string,
  properties: Entry['properties'],
  causes: readonly (string | number)[],
): Entry {
  const isTimed = kind === 'login' || kind === 'reset';
  return {
    ...stamp,
    id: derivedId('link', kind, stamp.visitor, ...(isTimed ? [stamp.t] : []), ...causes),
    type: 'link',
    name: kind,
    properties,
  };
}
