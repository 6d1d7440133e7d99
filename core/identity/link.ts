/**
 * One link as it stands in the log: an entry of type `link`, recorded under the id it starts from.
 *
 * - `login`: a device's entries from here on belong to the person in `to`; those before the first one as well.
 * - `reset`: from here on they belong to nobody but the device itself, until the next log-in.
 * - `page`, `day`: what an anonymous id did on one page load, or all day, belongs to the device in `to`.
 * - `alias`: the person known by an address is the person in `to`.
 */
import { compareEntries, type Entry, type VisitorId } from '../entry.ts';

const KINDS = ['login', 'reset', 'page', 'day', 'alias'] as const;
type Kind = (typeof KINDS)[number];

export type Link = {
  readonly id: string;
  readonly t: number;
  readonly kind: Kind;
  readonly from: VisitorId;
  readonly to: VisitorId;
  readonly page: string | undefined;
  readonly proved: boolean;
};

/** Each once, in order; what is no link is left out. */
export function readLinks(entries: readonly Entry[]): readonly Link[] {
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  return [...byId.values()].toSorted(compareEntries).flatMap((entry) => readLink(entry) ?? []);
}

function readLink({ id, t, type, name, visitor, source, properties }: Entry): Link | null {
  const kind = KINDS.find((known) => known === name);
  if (type !== 'link' || kind === undefined || visitor === null) return null;
  const { to, page, proved } = properties;
  if (kind !== 'reset' && (typeof to !== 'string' || to === visitor)) return null;
  if (kind === 'page' && typeof page !== 'string') return null;
  return {
    id,
    t,
    kind,
    from: visitor,
    to: kind === 'reset' ? visitor : (to as VisitorId),
    page: kind === 'page' ? (page as string) : undefined,
    proved: proved === true || source === 'server',
  };
}

/**
 * When the interval begins that a log-in or reset opens: the sign-out itself, at the very instant of a reset, is still
 * the person's; a log-in counts from its own.
 *
 * @param kind `name` of the link.
 */
export function startOf(kind: string, t: number): number {
  return kind === 'reset' ? t + 1 : t;
}

export function isLogin({ kind }: Link): boolean {
  return kind === 'login';
}

export function isAlias({ kind }: Link): boolean {
  return kind === 'alias';
}

export function isSource({ kind }: Link): boolean {
  return kind === 'page' || kind === 'day';
}
