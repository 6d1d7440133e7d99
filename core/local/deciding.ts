/**
 * Who gets what now, and why nobody else does: `decisions/choose.ts` and `settle.ts` for one visitor of one day, who said
 * nothing of consent. test/core/local puts the same scripts to both.
 */
import { createAssignment } from '../decisions/arms.ts';
import type { Variant } from '../decisions/campaign.ts';
import type { Considered, Reason } from '../decisions/choose.ts';
import type { OnPageTreatment, PageDecision, Rendered } from '../decisions/treatment.ts';
import type { LocalBundle, LocalCampaign } from './bundle.ts';
import { durationMs, ENDLESS } from './durations.ts';
import { type Live, type Moment, occasionsOf } from './occasions.ts';
import { findFull, isHeld, isSeen } from './places.ts';
import { sha256, shareOf } from './sha256.ts';
import type { SessionState, StateDecision } from './state.ts';

export type Deciding = Moment & {
  readonly bundle: LocalBundle;
  readonly lives: readonly Live[];
  readonly state: SessionState;
  /** Decisions of this page by the start of their id. */
  readonly chosen: Map<string, StateDecision>;
};

type Candidate = {
  readonly campaign: LocalCampaign;
  readonly trigger: string;
  /** Empty: over the page. */
  readonly slot: string;
  readonly decision: string;
  readonly isRepeat: boolean;
  /** Null: left out of everything. */
  readonly variant: Variant | null;
};

const SHOWN_WITHIN_MS = 30_000;
const HOLDOUT = 'holdout';
const { assignArm, isHeldOut, takesPart } = createAssignment(shareOf);

/** @example decide(deciding).decisions */
export function decide(deciding: Deciding): {
  readonly decisions: readonly PageDecision[];
  readonly reasons: readonly Considered[];
} {
  const { state, chosen, lives } = deciding;
  const rows = [...state.d, ...[...chosen.values()].filter(([id]) => !state.d.some(([own]) => own === id))];
  const reasons: Considered[] = [];
  const decisions: PageDecision[] = [];
  const places = new Map<string, Candidate[]>();
  for (const live of lives) {
    const { campaign } = live;
    const own = rows.filter((row) => row[1] === campaign.key);
    for (const trigger of occasionsOf(live, deciding, own[own.length - 1]?.[3].c ?? 0)) {
      const found = isOf(campaign.audience, deciding) && consider(campaign, trigger, deciding, rows, own);
      if (typeof found === 'string') reasons.push({ campaign: campaign.key, trigger, reason: found });
      else if (found) addTo(places, found);
    }
  }
  // As a server asks: what happened, the slots of the page in their order, and last that nothing happens.
  const rank = (slot: string): number => {
    const isIdle = places.get(slot)?.every(({ trigger }) => trigger.startsWith('idle'));
    return slot || !isIdle ? deciding.slots.indexOf(slot) : ENDLESS;
  };
  for (const slot of [...places.keys()].sort((a, b) => rank(a) - rank(b)))
    decisions.push(...takeFirst(places.get(slot) ?? [], deciding, rows, reasons));
  return { decisions, reasons };
}

/** The first that has room; of the others it is said why not. */
function takeFirst(
  candidates: readonly Candidate[],
  deciding: Deciding,
  rows: StateDecision[],
  reasons: Considered[],
): PageDecision[] {
  const { bundle, chosen, session, now } = deciding;
  const taken: PageDecision[] = [];
  for (const candidate of candidates) {
    const { campaign, trigger, decision, variant } = candidate;
    const { key } = campaign;
    const others = rows.filter(([id]) => !decision.startsWith(id));
    const limit = findFull(campaign, { ...bundle, rows: others, now, start: session.start });
    if (taken[0]) reasons.push({ campaign: key, trigger, reason: 'lower_priority' });
    else if (limit) reasons.push({ campaign: key, trigger, reason: 'capped', limit });
    else {
      const id = decision.slice(0, 8);
      const row: StateDecision = [id, key, variant?.key ?? HOLDOUT, { c: now }];
      chosen.set(id, row);
      // The next place of this very moment finds it there.
      if (!rows.some((own) => own[0] === id && isHeld(own, now))) rows.push(row);
      taken.push(render(candidate, deciding));
    }
  }
  return taken;
}

function isOf({ any, all = [], none = [] }: LocalCampaign['audience'], { standings }: Moment): boolean {
  const isIn = (segment: string): boolean => standings.get(segment)?.since != null;
  return (!any || any.some(isIn)) && all.every(isIn) && !none.some(isIn);
}

/** Null: this occasion has been answered. */
function consider(
  campaign: LocalCampaign,
  trigger: string,
  { bundle, state, session, chosen, now }: Deciding,
  rows: readonly StateDecision[],
  own: readonly StateDecision[],
): Candidate | Reason | null {
  const { key } = campaign;
  const unit = state.u;
  const decision = sha256(`decision\0${unit}\0${key}\0${trigger}`).slice(0, 32);
  const last = own[own.length - 1];
  const isRepeat = !!last && decision.startsWith(last[0]);
  const slot = 'slot' in campaign.trigger ? campaign.trigger.slot : '';
  // It was seen, or is on its way to another page. What stands in a slot is answered on every page.
  if (isRepeat && !slot && (isSeen(last) || (!chosen.has(last[0]) && isHeld(last, now)))) return null;
  const arm = own.find((row) => row[2] !== HOLDOUT)?.[2] ?? null;
  const closed = own.some(([, , , { x = 0 }]) => now < session.end && x >= session.start);
  const reason = findReason(campaign, { unit, arm, closed, last: isRepeat ? undefined : last, now });
  if (reason) return reason;
  const isLeftOut = rows[0] ? rows[0][2] === HOLDOUT : isHeldOut(unit, bundle.site.holdout);
  return {
    campaign,
    trigger,
    slot,
    decision,
    isRepeat,
    variant: isLeftOut ? null : assignArm(campaign, arm, unit),
  };
}

type Looking = {
  readonly unit: string;
  readonly arm: string | null;
  readonly closed: boolean;
  /** The latest decision, where it is of another occasion. */
  readonly last: StateDecision | undefined;
  readonly now: number;
};

/** The first thing that keeps a campaign, whose audience and occasion hold, from this visitor. */
function findReason(
  { key, starts, ends, traffic, reentry, variants }: LocalCampaign,
  { unit, arm, closed, last, now }: Looking,
): Reason | '' {
  const isOver = (instant: string | undefined): boolean => !!instant && now >= Date.parse(instant);
  if ((starts && !isOver(starts)) || isOver(ends)) return 'out_of_window';
  if (arm === null && !takesPart(key, unit, traffic)) return 'not_in_traffic';
  if (closed) return 'dismissed';
  if (last && (reentry === null || now - last[3].c < durationMs(reentry))) return 'entered_before';
  return variants.some(({ treatment }) => treatment?.kind === 'coupon' && isOver(treatment.ends))
    ? 'offer_over'
    : '';
}

/** Two occasions of one moment set a campaign off once: by the one answered before, else by the first by name. */
function addTo(places: Map<string, Candidate[]>, candidate: Candidate): void {
  const { campaign, slot, isRepeat, trigger } = candidate;
  const own = places.get(slot) ?? [];
  places.set(slot, own);
  const at = own.findIndex((other) => other.campaign === campaign);
  const other = own[at];
  if (!other) own.push(candidate);
  else if (isRepeat === other.isRepeat ? trigger < other.trigger : isRepeat) own[at] = candidate;
}

function render(
  { campaign, trigger, slot, decision, variant }: Candidate,
  { bundle, now }: Deciding,
): PageDecision {
  const { audience, saysWhy, variants } = campaign;
  const treatment = variant?.treatment as (OnPageTreatment & { readonly ends?: string }) | null | undefined;
  const other = variants.find((one) => one.treatment)?.treatment as OnPageTreatment | undefined;
  const isByBehaviour = Object.keys(audience).length || /^e(ntry|xit):/.test(trigger);
  return {
    id: decision,
    campaign: campaign.key,
    variant: variant?.key ?? HOLDOUT,
    ...(slot && { slot }),
    trigger,
    expiresIn: SHOWN_WITHIN_MS,
    treatment: treatment
      ? ({
          ...treatment,
          words: bundle.words[treatment.kind],
          ...(treatment.kind === 'coupon' && saysWhy && isByBehaviour && { because: bundle.because }),
          ...(treatment.ends && { endsIn: Date.parse(treatment.ends) - now }),
        } as Rendered)
      : null,
    ...(!treatment &&
      other && {
        asIf: other.kind === 'chat' ? { kind: other.kind, provider: other.provider } : { kind: other.kind },
      }),
  };
}
