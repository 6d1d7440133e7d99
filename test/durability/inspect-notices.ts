/** Whether the notices in a log are those that its entries make: none lost, none wrong, none told twice. */
import type { Engine } from '../../core/engine.ts';
import type { LoggedEntry, VisitorId } from '../../core/entry.ts';
import { resolveOwnership } from '../../core/identity/links.ts';
import { accountOf, asDeed } from '../../core/profiles/accounts.ts';
import { refold } from '../../core/profiles/merge.ts';
import type { FoldRules } from '../../core/profiles/rules.ts';
import { oweNotices, readNotice, standingNotices } from '../../core/segments/notices.ts';
import { judgeDue } from '../../core/segments/standing.ts';
import type { Site } from '../../core/sites/site.ts';

export type NoticeFindings = {
  /** Of all visitors, those that stand. */
  readonly notices: number;
  /** What the log lacks, or has and should not. */
  readonly off: readonly string[];
  /** Changes that stand in the log more than once. */
  readonly told: readonly string[];
};

/** @param rules As the site folds without segments. @param now Up to which everything has been told. */
export function inspectNotices(
  engine: Engine,
  site: Site,
  { log, rules, now }: { log: readonly LoggedEntry[]; rules: FoldRules; now: number },
): NoticeFindings {
  const segments = engine.segments.of(site.siteId);
  if (segments === null) throw new Error('the site has no segments');
  const judged = { ...rules, segments: segments.rules };
  const ownership = resolveOwnership(log.filter(({ type }) => type === 'link'));
  const owned = Map.groupBy(log, (entry) => ownership.ownerOf(entry));
  const toldTo = Map.groupBy(
    log.filter(({ type }) => type === 'notice'),
    ({ visitor }) => visitor,
  );
  const visitors = new Set([...owned.keys(), ...toldTo.keys()].filter((id): id is VisitorId => id !== null));
  const findings = [...visitors].map((visitor) => {
    const entries = owned.get(visitor) ?? [];
    const told = (toldTo.get(visitor) ?? []).map(readNotice);
    const deeds = listDeeds(log, entries);
    const { profile } = refold({ canonical: visitor, entries, ownership, bases: [], deeds, rules: judged });
    const { moves } = judgeDue(profile, now, judged).tracks;
    const settled = Number.NEGATIVE_INFINITY;
    const telling = { site: site.siteId, visitor, settled, moves, told, reason: 'event', now } as const;
    const off = oweNotices({ ...telling, ...segments.live });
    const standing = standingNotices(told).map(
      ({ segment, type, at }) => `${visitor} ${segment} ${type} ${at}`,
    );
    return { off: off.map((notice) => JSON.stringify(notice)), standing };
  });
  const standing = findings.flatMap((found) => found.standing);
  return {
    notices: standing.length,
    off: findings.flatMap(({ off }) => off),
    told: listRepeated(standing),
  };
}

/** What others did for the accounts that a visitor's own entries name. */
function listDeeds(log: readonly LoggedEntry[], own: readonly LoggedEntry[]): readonly LoggedEntry[] {
  const accounts = new Set(own.flatMap((entry) => accountOf(entry) ?? []));
  if (accounts.size === 0) return [];
  const ids = new Set(own.map(({ id }) => id));
  return log.filter((entry) => accounts.has(accountOf(entry) ?? '') && !ids.has(entry.id)).map(asDeed);
}

function listRepeated(lines: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  return lines.filter((line) => seen.size === seen.add(line).size);
}
