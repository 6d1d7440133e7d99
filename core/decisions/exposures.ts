/** What became of decisions: shown, closed, clicked, or not shown at all, so that the place goes to somebody else. */
import * as z from 'zod';
import { clockOffsetMs, eventTime } from '../collect/skew.ts';
import type { Entry, LoggedEntry, SiteId, Source, VisitorId } from '../entry.ts';
import { accept, type Outcome, type Refusal, refuse } from '../errors.ts';
import { consentAt } from '../identity/consent.ts';
import type { Store } from '../ports.ts';
import type { ProfileBook } from '../profiles/book.ts';
import { recordedIds } from '../profiles/kinship.ts';
import type { Campaign } from './campaign.ts';
import { decisionEntryId, type ExposureName, exposureEntry, HELD_FOR_MS } from './decision-entries.ts';
import { countsOf, SITE_UNIT } from './limits.ts';

const ACTIONS = ['clicked', 'dismissed', 'converted', 'answered'] as const;

/** What a page says of a decision. */
export const exposureSchema = z.strictObject({
  decision: z.string().regex(/^[0-9a-f]{32}$/, 'send the id of the decision'),
  /** Left out in a report of an action: whatever was done with it, it was seen. */
  shown: z.boolean().optional(),
  /** The control arm, at the moment it would have been shown. */
  withheld: z.boolean().optional(),
  action: z.enum(ACTIONS).optional(),
  /** Of a survey: the key of the answer. */
  answer: z
    .string()
    .regex(/^[a-z0-9_-]{1,64}$/)
    .optional(),
  /** Why it was not shown, in a word. */
  reason: z
    .string()
    .regex(/^[a-z_]{1,40}$/)
    .optional(),
  /** When, and when it was sent, by the browser's clock. */
  at: z.number().optional(),
  s: z.number().optional(),
});
export type ExposureReport = z.infer<typeof exposureSchema>;

/** Global Privacy Control, or Do Not Track where the site honours it. */
export type Signal = 'gpc' | 'dnt';

export type ExposurePorts = {
  readonly store: Pick<
    Store,
    'readEntry' | 'reserve' | 'confirm' | 'release' | 'removePart' | 'removeVisitor' | 'readVisitor'
  >;
  readonly book: Pick<ProfileBook, 'read' | 'erase'>;
  readonly append: (entries: readonly Entry[]) => Promise<unknown>;
  readonly campaignOf: (site: SiteId, key: string) => Campaign | null;
};

/** What it takes to keep or give back a place. */
type PlacePorts = Pick<ExposurePorts, 'campaignOf'> & {
  readonly store: Pick<Store, 'readEntry' | 'reserve' | 'confirm' | 'release'>;
  readonly book: Pick<ProfileBook, 'read'>;
};

type Decision = LoggedEntry & { readonly visitor: VisitorId };

/**
 * Takes a report: idempotent, and in any order. Who knows the id of a decision may report of it.
 *
 * @param signal What the browser that reports asks for: then nothing is recorded, and what was seen counts all the same.
 * @returns `not_found` where there is no such decision, `opted_out` where its visitor declined since.
 */
export async function reportExposure(
  ports: ExposurePorts,
  site: SiteId,
  report: ExposureReport,
  { now, source, signal }: { readonly now: number; readonly source: Source; readonly signal?: Signal },
): Promise<Outcome<null>> {
  const found = await ports.store.readEntry(site, decisionEntryId(report.decision));
  if (found === null || found.visitor === null) return unknownDecision();
  const decision = { ...found, visitor: found.visitor };
  const refusal = await findObjection(ports, decision, now);
  if (refusal !== null) return refusal;
  const names = namesOf(report, decision);
  if (names.length === 0) {
    await letGo(ports, decision, now);
    return accept(null);
  }
  if (signal !== undefined) {
    await keepPlace(ports, decision, now);
    return refuse(signal, '', 'nothing to do');
  }
  const t = timeOf(report, decision, now);
  const more = report.answer === undefined ? {} : { answer: report.answer };
  const entries = names.map((name) =>
    exposureEntry(decision, name, { t, receivedAt: now, source }, name === 'answered' ? more : {}),
  );
  await keepPlace(ports, decision, now);
  await ports.append(entries);
  return (await isThere(ports, decision)) ? accept(null) : takeBack(ports, decision, entries);
}

/** It was erased meanwhile: nothing of it comes back. */
async function takeBack(
  { store, book }: ExposurePorts,
  { site, visitor }: Decision,
  entries: readonly Entry[],
): Promise<Refusal> {
  const part = { entryIds: entries.map(({ id }) => id), sinces: [] };
  const held = await store.readVisitor(site, [visitor]);
  const isAll = held.every(({ properties }) => properties.decision === entries[0]?.properties.decision);
  await book.erase(site, [visitor], () =>
    isAll ? store.removeVisitor(site, [visitor]) : store.removePart(site, visitor, part),
  );
  return unknownDecision();
}

async function isThere({ store }: Pick<PlacePorts, 'store'>, { site, id }: Decision): Promise<boolean> {
  return (await store.readEntry(site, id)) !== null;
}

function unknownDecision(): Refusal {
  return refuse('not_found', 'decision', 'send the id of a decision as it was answered');
}

async function findObjection(ports: ExposurePorts, decision: Decision, now: number): Promise<Refusal | null> {
  const { slot } = await ports.book.read(decision.site, decision.visitor, now);
  const { consent } = slot.timeline.profile;
  if (consentAt(consent, 'analytics', now)?.allowed !== false) return null;
  return refuse('opted_out', '', 'nothing to do');
}

/** Whatever was done with it, it was seen first; what a control arm sees is nothing. */
function namesOf({ shown, withheld, action }: ExposureReport, decision: Decision): readonly ExposureName[] {
  const isControl = decision.name !== 'chosen';
  if (isControl) return withheld === true || shown === true ? ['withheld'] : [];
  if (action !== undefined) return ['shown', action];
  return shown === true ? ['shown'] : [];
}

function timeOf({ at, s }: ExposureReport, decision: Decision, now: number): number {
  if (at === undefined) return now;
  const t = eventTime(at, s === undefined ? 0 : clockOffsetMs(s, now), now)?.t ?? now;
  return Math.max(t, decision.t);
}

async function unitsOf(
  ports: Pick<PlacePorts, 'book'>,
  { site, visitor }: Decision,
  now: number,
): Promise<readonly string[]> {
  const { slot } = await ports.book.read(site, visitor, now);
  const { kinship } = await ports.book.read(site, slot.visitor, now);
  return [...new Set([slot.visitor, visitor, ...recordedIds(kinship)])];
}

/** It counts from now on, also where its time had run out, or the person has become another since. */
export async function keepPlace(ports: PlacePorts, decision: Decision, now: number): Promise<void> {
  const { site, t, properties, name } = decision;
  const id = String(properties.decision);
  await ports.store.confirm(site, SITE_UNIT, id);
  const units = await unitsOf(ports, decision, now);
  for (const unit of units) if (await ports.store.confirm(site, unit, id)) return;
  const campaign = ports.campaignOf(site, String(properties.campaign));
  const unit = units[0];
  if (campaign === null || unit === undefined) return;
  const counts = countsOf(campaign, name === 'chosen');
  await ports.store.reserve({ site, unit, id, at: t, expiresAt: now + HELD_FOR_MS, limits: [], counts });
  // Who was erased meanwhile keeps none: what is given back is forgotten with what ran out.
  if (await isThere(ports, decision)) await ports.store.confirm(site, unit, id);
  else await ports.store.release(site, unit, id);
}

/** Gives the place back. */
export async function letGo(ports: PlacePorts, decision: Decision, now: number): Promise<void> {
  const { site, properties } = decision;
  const id = String(properties.decision);
  await ports.store.release(site, SITE_UNIT, id);
  for (const unit of await unitsOf(ports, decision, now)) {
    if (await ports.store.release(site, unit, id)) return;
  }
}
