/** Sizes of segments day by day, as a site that was there all the time has them: counted in the log, since nobody looked then. */
import type { Engine } from '../../../core/engine.ts';
import type { VisitorId } from '../../../core/entry.ts';
import { addSizes, type SizesSlice } from '../../../core/measurement/segment-sizes.ts';
import { replaceSizes } from '../../../core/measurement/sizes.ts';
import type { Store } from '../../../core/ports.ts';
import type { Site } from '../../../core/sites/site.ts';
import { nextTurn } from '../../../core/turn.ts';
import { localDate } from '../../../core/zone.ts';
import { taken } from './taken.ts';

const DAY_MS = 86_400_000;
/** As far back as pages show them. */
const DAYS = 30;

type Ports = {
  readonly engine: Pick<Engine, 'sizes'>;
  readonly store: Pick<Store, 'putRecord'>;
};

/**
 * At the hour at which the sample ends, on each of its last days.
 *
 * @param isOver Asked between slices of visitors: then nothing more is written.
 */
export async function notePastSizes(
  { engine, store }: Ports,
  { siteId, settings }: Site,
  { until, isOver }: { readonly until: number; readonly isOver: () => boolean },
): Promise<void> {
  const instants = Array.from({ length: DAYS }, (_, day) => until - (DAYS - 1 - day) * DAY_MS);
  let sum: SizesSlice['sizes'] = {};
  for (let after: VisitorId | null = null; ; await nextTurn()) {
    const slice: SizesSlice = taken(await engine.sizes.countAt(siteId, instants, after));
    if (isOver()) return;
    sum = addSizes(sum, slice.sizes);
    after = slice.next;
    if (after === null) break;
  }
  for (const [place, instant] of instants.entries()) {
    const then = Object.entries(sum).map(([key, sizes]) => [key, sizes[place] ?? 0] as const);
    await replaceSizes(store, siteId, {
      date: localDate(instant, settings.timezone),
      sizes: Object.fromEntries(then),
    });
  }
}
