/** Two worlds that live through the same visits; in one of them retention takes what is old. */
import type { Random } from './brute/random.ts';
import { DAY, type SegmentWorld } from './segment-world.ts';

export type Visit = { readonly name: string; readonly events: Parameters<SegmentWorld['post']>[1] };

export type Lives = {
  readonly retired: SegmentWorld;
  readonly whole: SegmentWorld;
  readonly names: readonly string[];
  readonly random: Random;
  readonly drawVisit: (random: Random, name: string, now: number) => Visit;
};

const KEPT_DAYS = 180;

/** Over a year and more; answers how many entries retention took of the first. */
export async function liveThrough({ retired, whole, names, random, drawVisit }: Lives): Promise<number> {
  let went = 0;
  for (let visit = 0; visit < 24; visit++) {
    for (const name of names.filter(() => random.chance(0.6))) {
      const { events } = drawVisit(random, name, retired.now());
      for (const world of [retired, whole]) await world.post(name, events);
    }
    const ms = random.pick([DAY, 10 * DAY, 20 * DAY, 40 * DAY]);
    for (const world of [retired, whole]) await world.pass(ms);
    if (visit % 3 === 2) went += await retireAndRefold(retired, names);
  }
  return went;
}

/** Answers how many entries went; everybody is folded anew from what is left. */
export async function retireAndRefold(world: SegmentWorld, names: readonly string[]): Promise<number> {
  const { siteId } = world.site();
  const went = await world.engine().retention.retireEvents(siteId, KEPT_DAYS);
  for (const name of names) await world.engine().book.refold(siteId, world.visitorOf(name));
  await world.settle();
  return went;
}
