/** Whom a campaign changes, as the API and the command line answer it: instants in ISO 8601. */
import type { CampaignResult } from '../../core/decisions/campaigns.ts';
import type { UpliftState } from '../../core/decisions/uplift/targets.ts';

export type UpliftView = ReturnType<typeof presentUplift>;

/** @example presentUplift(state).by // 'chance', until a trial has shown more */
export function presentUplift({ at, from, rankedSince, ...state }: UpliftState) {
  return {
    /** How it is told who gets it. */
    by: rankedSince === null ? ('chance' as const) : ('uplift' as const),
    rankedSince: rankedSince === null ? null : toIso(rankedSince),
    at: toIso(at),
    from: toIso(from),
    ...state,
  };
}

export type UpliftPart = { readonly share: number } & ({ readonly by: 'chance' } | UpliftView);

/** Of a report; null where the campaign is for everybody. Before the first look it is left to chance. */
export function presentUpliftPart(uplift: CampaignResult['uplift']): UpliftPart | null {
  if (uplift === null) return null;
  const { share, state } = uplift;
  return state === null ? { share, by: 'chance' } : { share, ...presentUplift(state) };
}

function toIso(t: number): string {
  return new Date(t).toISOString();
}
