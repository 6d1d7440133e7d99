/**
 * Linked profiles of whom nothing has been heard for their term: they go as by an erasure, but for two things. Results of
 * campaigns keep what they had added, and what they refused stays refused.
 */
import { type Entry, type LoggedEntry, PURPOSES, type SiteId, type VisitorId } from '../entry.ts';
import { type ConsentState, denialsOf } from '../identity/consent.ts';
import { consentEntry } from '../identity/entries.ts';
import type { ProfileRow } from '../ports.ts';
import { decodeBase } from '../profiles/base-codec.ts';
import type { ProfileBook } from '../profiles/book.ts';
import { forgetPerson } from '../profiles/forget.ts';
import { endOfProfile, owns, recordedIds } from '../profiles/kinship.ts';
import { isEmptyProfile } from '../profiles/profile.ts';
import { type Denials, finishDenials, keepDenials } from './kept-denials.ts';
import type { RetentionPorts } from './retention.ts';

const PAGE = 500;

/** @param before Nothing of the visitor happened, or came in, since then, UTC ms. */
export type IdleQuestion = { readonly site: SiteId; readonly before: number; readonly isDry: boolean };

/** Answers how many profiles go, or went. @example await endIdle(ports, { site, before, isDry: true }) */
export async function endIdle(
  ports: RetentionPorts & { readonly append: ProfileBook['append'] },
  question: IdleQuestion,
): Promise<number> {
  const { store, book, append } = ports;
  const { site, isDry } = question;
  // What stays of them in totals is what their rows say.
  if (!isDry) await book.flush();
  if (!isDry) await finishDenials({ store, append }, site);
  let count = 0;
  for (let after: VisitorId | null = null; ; ) {
    const page: readonly ProfileRow[] = await store.listProfiles(site, after, PAGE);
    for (const row of page) {
      if (row.last >= question.before) continue;
      const denials = await readIdle(ports, row.visitor, question);
      if (denials === null) continue;
      if (!isDry) await end(ports, site, row.visitor, denials);
      count += 1;
    }
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return count;
    after = last.visitor;
  }
}

/** What the visitor refused; null where the profile does not go. */
async function readIdle(
  { store, book, clock }: RetentionPorts,
  visitor: VisitorId,
  { site, before }: IdleQuestion,
): Promise<Denials | null> {
  const now = clock.now();
  const { slot, kinship } = await book.read(site, visitor, now);
  const { profile } = slot.timeline;
  const isElsewhere = slot.visitor !== visitor;
  if (isElsewhere || isEmptyProfile(profile) || endOfProfile(kinship, profile) !== null) return null;
  if (profile.events === null && !hasGrant(profile.consent)) return null;
  if ((profile.events?.last ?? Number.NEGATIVE_INFINITY) >= before) return null;
  const ids = recordedIds(kinship);
  const types = ['event', 'consent', 'link'] as const;
  const own = (await store.readVisitor(site, ids, { types })).filter((entry) => owns(kinship, entry));
  if (own.some((entry) => isLater(entry, before))) return null;
  const bases = await store.readBases(site, ids);
  const arrivals = bases.map((base) => decodeBase(base).removed?.receivedAt ?? Number.NEGATIVE_INFINITY);
  if (arrivals.some((receivedAt) => receivedAt >= before)) return null;
  return { visitors: ids, entries: ids.flatMap((id) => refusals(site, id, profile.consent, now)) };
}

function isLater({ t, receivedAt }: LoggedEntry, before: number): boolean {
  return t >= before || receivedAt >= before;
}

function hasGrant(consent: ConsentState): boolean {
  return PURPOSES.some((purpose) => consent[purpose]?.some(({ grant }) => grant !== undefined) ?? false);
}

/** Said again under one id, since the links that carried it there go. */
function refusals(site: SiteId, visitor: VisitorId, consent: ConsentState, now: number): readonly Entry[] {
  return denialsOf(consent, now).map(({ purpose, denial: { t, source, text } }) =>
    consentEntry(
      { site, visitor, t, receivedAt: now, source: 'server' },
      { purposes: { [purpose]: false }, source, ...(text !== undefined && { text }) },
    ),
  );
}

async function end(
  ports: RetentionPorts & { readonly append: ProfileBook['append'] },
  site: SiteId,
  visitor: VisitorId,
  denials: Denials,
): Promise<void> {
  const { store, book, clock, append } = ports;
  const leaving = {
    ...store,
    removeVisitor: (own: SiteId, visitors: readonly VisitorId[]) =>
      store.removeVisitor(own, visitors, { keepsTotals: true }),
  };
  await keepDenials(store, site, visitor, denials);
  await forgetPerson({ store: leaving, book, clock }, site, visitor);
  await finishDenials({ store, append }, site);
}
