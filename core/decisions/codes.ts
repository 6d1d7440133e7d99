/** Codes of coupons: the merchant's own, or made by the platform for the one who gets it, with its own end. */
import type { LoggedEntry, SiteId } from '../entry.ts';
import type { CouponDesk, Store } from '../ports.ts';
import { durationMs } from '../segments/duration.ts';
import type { Candidate } from './choose.ts';
import { decisionEntryId } from './decision-entries.ts';
import type { CouponCode } from './treatment.ts';

export type CodePorts = {
  readonly store: Pick<Store, 'readEntry'>;
  /** Null where the site's platform makes no codes. */
  readonly deskOf: (site: SiteId) => CouponDesk | null;
};

/**
 * The code that a candidate shows. What was shown once keeps its code and its end: a countdown never begins anew.
 *
 * @returns undefined where the treatment has no code of its own; null where none could be made.
 */
export async function findCode(
  { store, deskOf }: CodePorts,
  { live: { campaign }, treatment, repeats }: Candidate,
  { site, decision, now }: { readonly site: SiteId; readonly decision: string; readonly now: number },
): Promise<CouponCode | undefined | null> {
  if (treatment?.kind !== 'coupon') return undefined;
  const { code, ends } = treatment;
  if (code !== undefined && ends !== undefined) return { code, ends };
  if (repeats !== null) return readCode(await store.readEntry(site, decisionEntryId(repeats)));
  const { codesLast, discount, excludesSaleItems = false } = campaign.offer ?? {};
  if (codesLast === undefined || discount === undefined) return null;
  const endsAt = now + durationMs(codesLast);
  const order = { id: decision, site, campaign: campaign.key, discount, excludesSaleItems, endsAt };
  const made = (await deskOf(site)?.make(order)) ?? null;
  return made === null ? null : { code: made, ends: new Date(endsAt).toISOString() };
}

function readCode(decision: LoggedEntry | null): CouponCode | null {
  const { code, ends } = (decision?.properties.coupon ?? {}) as Partial<CouponCode>;
  return code === undefined || ends === undefined ? null : { code, ends };
}
