/**
 * settle: takes the places that a choice needs, one candidate after the other, and logs what was chosen and what was
 * not. A place is taken before the decision is logged, so that whatever breaks off in between is given back by time.
 */
import type { Entry } from '../entry.ts';
import type { AppendOutcome, Limit, Store } from '../ports.ts';
import type { Candidate, Choice, Considered, Reason } from './choose.ts';
import {
  decisionEntry,
  decisionEntryId,
  type EntryFrame,
  HELD_FOR_MS,
  SHOWN_WITHIN_MS,
  suppressionEntry,
} from './decision-entries.ts';
import { SITE_UNIT } from './limits.ts';
import { budgetOf } from './offer.ts';
import type { Present } from './person.ts';
import type { CouponCode, ShownProduct } from './treatment.ts';

/** Who asks, and under which ids places are held. */
type Whose = Pick<Present, 'person' | 'canonical' | 'ids'>;

export type Settled = {
  readonly candidate: Candidate;
  readonly decision: string;
  readonly products: readonly ShownProduct[];
  /** Of a coupon. */
  readonly coupon?: CouponCode;
};

export type Prepared = { readonly products: readonly ShownProduct[] } | { readonly reason: Reason };

export type SettlePorts = {
  readonly store: Pick<Store, 'readEntry' | 'reserve' | 'release'>;
  /** Durable when it resolves. */
  readonly append: (entries: readonly Entry[]) => Promise<readonly AppendOutcome[]>;
  /** 128 bits that nobody can guess, the same for the same parts. */
  readonly nameDecision: (parts: readonly string[]) => string;
  /** What a candidate is to be shown with, or why it cannot be. */
  readonly prepare: (candidate: Candidate) => Promise<Prepared>;
  /** Asked once the places are taken: undefined where there is no coupon, null where there is no code. */
  readonly findCode: (candidate: Candidate, decision: string) => Promise<CouponCode | undefined | null>;
  /** How many treatments a minute the site shows on its pages; null: as many as there are. */
  readonly onsitePerMinute: number | null;
};

const MINUTE_MS = 60_000;

/**
 * @param frame Of the entries: the site, the id that the occasion was recorded under, and now.
 * @param zone IANA, of the site: by its calendar budgets run.
 * @returns what was chosen, durable.
 */
export async function settle(
  ports: SettlePorts,
  choice: Choice,
  present: Whose,
  frame: EntryFrame & { readonly zone: string },
): Promise<readonly Settled[]> {
  const settled: Settled[] = [];
  const others = [...choice.considered];
  for (const candidates of choice.places.values()) {
    const { taken, passed } = await takeFirst(ports, candidates, present, frame);
    others.push(...passed);
    if (taken !== null) settled.push(taken);
  }
  const fresh = settled.filter(({ candidate }) => candidate.repeats === null);
  const entries =
    settled.length === 0 && others.length > 0
      ? [suppressionEntry(frame, others, present.person.session)]
      : fresh.map((one) => entryOf(one, others, frame));
  if (entries.length === 0) return settled;
  const outcomes = await ports.append(entries);
  const taken = await findTaken(ports, entries, outcomes, frame);
  return settled.filter(({ decision }) => !taken.has(decisionEntryId(decision)));
}

/**
 * Decisions that another page was answered with at the same moment: of two that made the same one, the log knows whose
 * came first. What stands in a slot is everybody's. Of somebody who was erased meanwhile none counts.
 */
async function findTaken(
  { store }: SettlePorts,
  entries: readonly Entry[],
  outcomes: readonly AppendOutcome[],
  { site, page }: EntryFrame,
): Promise<ReadonlySet<string>> {
  const taken = new Set<string>();
  for (const [at, { id, properties }] of entries.entries()) {
    const status = outcomes[at]?.status;
    if (status === 'erased') taken.add(id);
    if (status !== 'duplicate' || properties.slot !== undefined) continue;
    const first = await store.readEntry(site, id);
    if (first?.page !== page) taken.add(id);
  }
  return taken;
}

function entryOf(
  { candidate, decision, coupon }: Settled,
  others: readonly Considered[],
  frame: EntryFrame,
): Entry {
  const { live, step } = candidate;
  const validMs = live.campaign.channel === 'onsite' ? SHOWN_WITHIN_MS : live.validForMs;
  const given = { decision, until: frame.now + validMs, step, others };
  return decisionEntry(frame, candidate, coupon === undefined ? given : { ...given, coupon });
}

type Taken = { readonly taken: Settled | null; readonly passed: readonly Considered[] };

async function takeFirst(
  ports: SettlePorts,
  candidates: readonly Candidate[],
  present: Whose,
  frame: EntryFrame & { readonly zone: string },
): Promise<Taken> {
  const passed: Considered[] = [];
  const pass = ({ live, trigger }: Candidate, refused: Refused) =>
    passed.push({ campaign: live.campaign.key, trigger, ...refused });
  for (const [at, candidate] of candidates.entries()) {
    const taken = await takeOne(ports, candidate, present, frame);
    if ('reason' in taken) {
      pass(candidate, taken);
      continue;
    }
    for (const other of candidates.slice(at + 1)) pass(other, { reason: 'lower_priority' });
    return { taken, passed };
  }
  return { taken: null, passed };
}

async function takeOne(
  ports: SettlePorts,
  candidate: Candidate,
  present: Whose,
  around: EntryFrame & { readonly zone: string },
): Promise<Settled | Refused> {
  const { live, trigger, repeats, isOfEvent } = candidate;
  // An event is one visitor's; other occasions have the same name for everybody.
  const whose = isOfEvent ? '' : present.canonical;
  const decision = repeats ?? ports.nameDecision([live.campaign.key, trigger, whose]);
  const frame = { ...around, decision };
  const prepared = await ports.prepare(candidate);
  if ('reason' in prepared) return prepared;
  const refused = await take(ports, candidate, present, frame);
  if (refused !== null) return refused;
  const coupon = await ports.findCode(candidate, decision);
  if (coupon !== null) return { candidate, decision, ...prepared, ...(coupon && { coupon }) };
  await giveBack(ports, present, frame);
  return { reason: 'no_code' };
}

type Frame = EntryFrame & { readonly zone: string; readonly decision: string };

type Refused = Pick<Considered, 'reason' | 'limit'>;

/** Takes every place that a candidate needs, or none. @returns why it got none. */
async function take(
  ports: SettlePorts,
  candidate: Candidate,
  present: Whose,
  frame: Frame,
): Promise<Refused | null> {
  const { site, decision, now } = frame;
  const { canonical, ids } = present;
  if (!(await mayOffer(ports, candidate, present, frame))) return { reason: 'lower_priority' };
  const { limits, counts, live } = candidate;
  const isOnPage = live.campaign.channel === 'onsite';
  const expiresAt = now + (isOnPage ? HELD_FOR_MS : live.validForMs + HELD_FOR_MS);
  // Whoever is shown nothing needs room as well, and takes none: else their arm went on when the others have to stop.
  const shared = sharedLimits(ports, candidate, frame);
  const taken = candidate.outcome === 'chosen' ? {} : { counts: [] };
  const place = { site, id: decision, at: now, expiresAt };
  if (shared.length > 0) {
    const given = await ports.store.reserve({ ...place, ...taken, unit: SITE_UNIT, limits: shared });
    if (!given.ok) return { reason: 'capped', limit: given.key };
  }
  const also = ids.filter((id) => id !== canonical);
  const own = await ports.store.reserve({ ...place, unit: canonical, also, limits, counts });
  if (own.ok) return null;
  if (shared.length > 0) await ports.store.release(site, SITE_UNIT, decision);
  return { reason: 'capped', limit: own.key };
}

async function giveBack(
  { store }: SettlePorts,
  { canonical }: Whose,
  { site, decision }: Frame,
): Promise<void> {
  await store.release(site, SITE_UNIT, decision);
  await store.release(site, canonical, decision);
}

/**
 * Nobody saw it the first time: of the pages that ask now, one gets it. Whose turn it is stands in the visitor's own
 * ledger, so that it ends by itself and goes with them.
 */
async function mayOffer(
  { store }: SettlePorts,
  { repeatsFrom, slot }: Candidate,
  { canonical, ids }: Whose,
  { site, decision, now, page = '' }: Frame,
): Promise<boolean> {
  if (repeatsFrom === null || slot !== undefined) return true;
  const time = Math.floor((now - repeatsFrom) / HELD_FOR_MS);
  if (time === 0) return true;
  const key = `turn:${decision}:${time}`;
  const { ok } = await store.reserve({
    site,
    unit: canonical,
    also: ids.filter((id) => id !== canonical),
    id: `${key}:${page}`,
    at: now,
    expiresAt: repeatsFrom + (time + 1) * HELD_FOR_MS,
    limits: [{ key, max: 1, since: repeatsFrom }],
  });
  return ok;
}

function sharedLimits(ports: SettlePorts, { live }: Candidate, { now, zone }: Frame): readonly Limit[] {
  const { campaign } = live;
  const perMinute = campaign.channel === 'onsite' ? ports.onsitePerMinute : null;
  const throttle =
    perMinute === null ? [] : [{ key: 'throttle:onsite', max: perMinute, since: now - MINUTE_MS }];
  return [...throttle, ...budgetOf(campaign, now, zone)];
}
