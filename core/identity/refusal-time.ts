/** When a refusal was said. */
import { PURPOSES, type SiteId, type VisitorId } from '../entry.ts';
import type { ConsentState } from './consent.ts';

/** Where what somebody has said so far is read. */
export type ConsentBook = {
  read(
    site: SiteId,
    visitor: VisitorId,
    now: number,
  ): Promise<{
    readonly slot: { readonly timeline: { readonly profile: { readonly consent: ConsentState } } };
  }>;
};

/**
 * Now, or when the latest word was said: a grant is dated ahead where the clock was put back since, and a refusal that is
 * heard after it must not be taken for an older one. At one instant the refusal stands.
 *
 * @returns UTC ms, at least `now`.
 * @example await refusalTime(engine.book, { site: site.siteId, visitor, now: engine.now() })
 */
export async function refusalTime(
  book: ConsentBook,
  { site, visitor, now }: { readonly site: SiteId; readonly visitor: VisitorId; readonly now: number },
): Promise<number> {
  const { slot } = await book.read(site, visitor, now);
  const { consent } = slot.timeline.profile;
  const words = PURPOSES.flatMap((purpose) => consent[purpose] ?? []).map(({ grant }) => grant?.t ?? now);
  return words.reduce((latest, t) => Math.max(latest, t), now);
}
