/** The touches before a conversion, or before none. */
import { compareEntries, type Entry } from '../../entry.ts';
import { isUnconfirmed } from '../../events/unconfirmed.ts';
import { grossMinor } from '../../profiles/orders.ts';
import { joinOccasions, type Touch } from './touch.ts';

export type Conversion = {
  readonly id: string;
  /** UTC ms. */
  readonly t: number;
  /** Minor units of the site's currency; 0 where it names no amount, or one in another currency. */
  readonly valueMinor: number;
};

export type Path = {
  /** In time order; none where nothing that is known led to the conversion. */
  readonly touches: readonly Touch[];
  readonly conversion: Conversion | null;
};

export type Paths = {
  readonly paths: readonly Path[];
  /** Those without a conversion that may yet come to one: their window is not over. */
  readonly open: readonly Path[];
};

export type PathRange = {
  readonly windowMs: number;
  /** Inclusive bounds of the conversions and of the ways that lead to none, UTC ms. */
  readonly from: number;
  readonly to: number;
};

/**
 * Each order once, whoever reported it: the server's copy, then the earliest.
 *
 * @param entries Of one visitor.
 * @param goal Name of the event.
 * @returns In time order.
 */
export function conversionsOf(entries: readonly Entry[], goal: string): readonly Conversion[] {
  const reached = entries.filter(
    (entry) => entry.type === 'event' && entry.name === goal && !isUnconfirmed(entry),
  );
  const once = Map.groupBy(reached.toSorted(byWorth), ({ id, properties }) => `${properties.order_id ?? id}`);
  return [...once.values()]
    .flatMap(([best]) => best ?? [])
    .map((entry) => ({ id: entry.id, t: entry.t, valueMinor: grossMinor(entry) ?? 0 }))
    .toSorted(compareEntries);
}

function byWorth(a: Entry, b: Entry): number {
  const rank = ({ source }: Entry): number => (source === 'server' ? 0 : 1);
  return rank(a) - rank(b) || compareEntries(a, b);
}

/**
 * A path for each conversion: touches before it, less than the window ago. A touch may stand in several. What is left
 * makes paths that led to nothing so far, cut where a conversion lies between. Those whose window is not over stand
 * among them: leaving them out, and not the conversions of the same days, would flatter whatever is new.
 *
 * @param touches Of one visitor, in time order.
 * @param conversions In time order.
 */
export function pathsOf(
  touches: readonly Touch[],
  conversions: readonly Conversion[],
  { windowMs, from, to }: PathRange,
): Paths {
  const counted = conversions.filter(({ t }) => t >= from && t <= to);
  const used = new Set<Touch>();
  const converting = counted.map((conversion) => {
    const before = touches.filter((touch) => leadsTo(touch, conversion, windowMs));
    for (const touch of before) used.add(touch);
    return { touches: joinOccasions(before), conversion };
  });
  const left = touches.filter((touch) => touch.t >= from && touch.t <= to && !used.has(touch));
  const runs = [...Map.groupBy(left, (touch) => placeAmong(touch, counted)).values()];
  const unconverted = runs.map((run) => ({ touches: joinOccasions(run), conversion: null }));
  const open = unconverted.filter((path) => isOpen(path, { windowMs, to }));
  return { paths: [...converting, ...unconverted], open };
}

/** Whether its window goes on after the period. */
export function isOpen(
  { touches }: Pick<Path, 'touches'>,
  { windowMs, to }: Pick<PathRange, 'windowMs' | 'to'>,
): boolean {
  return (touches.at(-1)?.t ?? to) + windowMs > to;
}

/** Windows are half-open: what is exactly as old as the window is out. */
export function leadsTo(
  touch: { readonly t: number; readonly id: string },
  conversion: Conversion,
  windowMs: number,
): boolean {
  return touch.t > conversion.t - windowMs && compareEntries(touch, conversion) < 0;
}

function placeAmong(touch: Touch, conversions: readonly Conversion[]): number {
  return conversions.filter((conversion) => compareEntries(conversion, touch) < 0).length;
}
