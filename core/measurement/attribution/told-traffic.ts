/** Of where visits came from, only whole crowds are told: a touch that is not told of is as if its visit had been a direct one. */
import type { Census } from '../../privacy/crowds.ts';
import { type Conversion, isOpen, leadsTo, type Path, type PathRange, type Paths } from './path.ts';
import type { Touch } from './touch.ts';

/** Of one visitor, as far as it is known now: what leads to a conversion after the period leads to it. */
export type Trail = { readonly touches: readonly Touch[]; readonly conversions: readonly Conversion[] };

/** A source with its medium: whoever asks for either is told the sum of both. */
function sourceOf({ campaign, channel }: Touch): string {
  return JSON.stringify([campaign, channel]);
}

/**
 * Counts a visitor where each of its paths ends: at a conversion, or at a touch that leads to none.
 *
 * @param visitor A number of the visitor's own.
 */
export function countTraffic(census: Census, visitor: number, trail: Trail, windowMs: number): void {
  for (const touch of trail.touches) {
    if (touch.kind !== 'traffic') continue;
    const reached = trail.conversions.filter((conversion) => leadsTo(touch, conversion, windowMs));
    for (const { t } of reached.length === 0 ? [touch] : reached) census.add(sourceOf(touch), visitor, t);
  }
}

/** The paths with what may be told of them. @example tellTraffic(pathsOf(…), trail, range, census.tells(range)) */
export function tellTraffic(
  { paths }: Paths,
  { conversions }: Trail,
  range: PathRange,
  tells: ReturnType<Census['tells']>,
): Paths {
  const leadsOn = (touch: Touch): boolean =>
    conversions.some((conversion) => leadsTo(touch, conversion, range.windowMs));
  const isTold = (touch: Touch, { conversion }: Path): boolean => {
    if (touch.kind !== 'traffic') return true;
    if (conversion === null && leadsOn(touch)) return false;
    return tells(sourceOf(touch), (conversion ?? touch).t);
  };
  const told = paths
    .map((path) => ({ ...path, touches: path.touches.filter((touch) => isTold(touch, path)) }))
    .filter(({ touches, conversion }) => conversion !== null || touches.length > 0);
  return { paths: told, open: told.filter((path) => path.conversion === null && isOpen(path, range)) };
}
