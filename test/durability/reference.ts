/** What the profiles of a site must be: its whole log, read and folded from nothing. */
import type { LoggedEntry, VisitorId } from '../../core/entry.ts';
import { isMoneyKey } from '../../core/events/money.ts';
import { funnelStep } from '../../core/events/spec.ts';
import { resolveOwnership } from '../../core/identity/links.ts';
import type { Store } from '../../core/ports.ts';
import { refold } from '../../core/profiles/merge.ts';
import { isEmptyProfile } from '../../core/profiles/profile.ts';
import { createFoldRules, type FoldRules } from '../../core/profiles/rules.ts';
import { type ProfileView, viewProfile } from '../../core/profiles/view.ts';
import type { Site } from '../../core/sites/site.ts';

const SLICE = 5_000;

/** The whole log, in commit order. */
export async function readLog(store: Pick<Store, 'readSince'>): Promise<readonly LoggedEntry[]> {
  const log: LoggedEntry[] = [];
  for (;;) {
    const slice = await store.readSince(log.at(-1)?.seq ?? 0, SLICE);
    if (slice.length === 0) return log;
    log.push(...slice);
  }
}

/** As the engine makes them from the site's settings. */
export function rulesOf({ settings }: Site): FoldRules {
  const sessionGapMs = settings.sessionGapMinutes * 60_000;
  return createFoldRules({ currency: settings.currency, sessionGapMs, funnelStep, isMoney: isMoneyKey });
}

/** What every id that the log names must answer with at `now`: the view of its canonical visitor, or null. */
export function foldLog(
  log: readonly LoggedEntry[],
  rules: FoldRules,
  now: number,
): ReadonlyMap<VisitorId, ProfileView | null> {
  const ownership = resolveOwnership(log.filter(({ type }) => type === 'link'));
  const owned = Map.groupBy(log, (entry) => ownership.ownerOf(entry));
  const foldOne = (canonical: VisitorId): ProfileView | null => {
    const entries = owned.get(canonical) ?? [];
    const { profile } = refold({ canonical, entries, ownership, bases: [], rules });
    return isEmptyProfile(profile) ? null : viewProfile(profile, now, rules);
  };
  const views = new Map<VisitorId, ProfileView | null>();
  const answers = new Map<VisitorId, ProfileView | null>();
  for (const id of namedIds(log)) {
    const canonical = ownership.canonicalOf(id, now);
    if (!views.has(canonical)) views.set(canonical, foldOne(canonical));
    answers.set(id, views.get(canonical) ?? null);
  }
  return answers;
}

/** Everybody an entry was recorded under, and everybody a link leads to. */
function namedIds(log: readonly LoggedEntry[]): ReadonlySet<VisitorId> {
  const ids = new Set<VisitorId>();
  for (const { visitor, type, properties } of log) {
    if (visitor !== null) ids.add(visitor);
    if (type === 'link' && typeof properties.to === 'string') ids.add(properties.to as VisitorId);
  }
  return ids;
}
