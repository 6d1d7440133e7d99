/** Events as they come in, for whoever watches a site's own doors: told once, and kept nowhere. */
import type { Entry, SiteId, Source } from '../entry.ts';
import type { Refusal, RefusalCode } from '../errors.ts';
import type { Plans } from '../events/plans.ts';

/** One event, without anything that says whose it is. */
export type TailLine = {
  /** Null: it was refused before it had a name that may be told. */
  readonly name: string | null;
  /** As it is stored: of what is only counted the hour. UTC ms; of what is refused, when that was. */
  readonly time: number;
  readonly path: string | null;
  readonly source: Source | null;
  /** Whether it counts for a visitor or for the site alone; null: it is refused. */
  readonly mode: 'visitor' | 'counted' | null;
  /** Something about it is not as the plan says. */
  readonly isOffPlan: boolean;
  /** Null: it was taken. */
  readonly refused: { readonly code: RefusalCode; readonly hint: string } | null;
};

export type Tail = {
  isWatched(site: SiteId): boolean;
  tell(site: SiteId, lines: readonly TailLine[]): void;
  /** The answer ends it. */
  watch(site: SiteId, hear: (lines: readonly TailLine[]) => void): () => void;
};

/** What those who take events in are given of it. */
export type TailDesk = Pick<Tail, 'isWatched' | 'tell'>;

/** @example const end = tail.watch(site, (lines) => show(lines)); end() */
export function createTail(): Tail {
  const watchers = new Map<SiteId, Set<(lines: readonly TailLine[]) => void>>();
  return {
    isWatched: (site) => watchers.has(site),
    tell: (site, lines) => {
      if (lines.length > 0) for (const hear of [...(watchers.get(site) ?? [])]) hear(lines);
    },
    watch: (site, hear) => {
      const own = watchers.get(site) ?? new Set();
      watchers.set(site, own.add(hear));
      return () => {
        own.delete(hear);
        if (own.size === 0 && watchers.get(site) === own) watchers.delete(site);
      };
    },
  };
}

/** @example tail.tell(site, events.map(lineOf)) */
export function lineOf({ name, t, context, source, visitor, flags = [] }: Entry): TailLine {
  return {
    name,
    time: t,
    path: context?.path ?? null,
    source,
    mode: visitor === null ? 'counted' : 'visitor',
    isOffPlan: flags.includes('off_plan'),
    refused: null,
  };
}

type Sent = { readonly at: string; readonly name: string };

/**
 * Tells of what was refused before it was cleaned: by the name that the plan has for it, or by none.
 *
 * @example tellRefused(recording, { site, receivedAt, items, refused })
 */
export function tellRefused(
  { tail, plans }: { readonly tail: TailDesk; readonly plans: Pick<Plans, 'of'> },
  { site, receivedAt, items, refused }: RefusedPost,
): void {
  if (refused.length === 0 || !tail.isWatched(site)) return;
  const { resolve } = plans.of(site);
  const nameAt = (at: string): string | null => {
    const item = items.find((one) => at === one.at || at.startsWith(`${one.at}.`));
    const resolved = item === undefined ? null : resolve(item.name);
    return resolved?.kind === 'known' ? resolved.name : null;
  };
  tail.tell(
    site,
    refused.map((refusal) => refusedLine(refusal, receivedAt, nameAt(refusal.at))),
  );
}

type RefusedPost = {
  readonly site: SiteId;
  readonly receivedAt: number;
  readonly items: readonly Sent[];
  readonly refused: readonly Refusal[];
};

/** @param name Only one that identify has cleaned. */
export function refusedLine({ code, hint }: Refusal, time: number, name: string | null = null): TailLine {
  return { name, time, path: null, source: null, mode: null, isOffPlan: false, refused: { code, hint } };
}
