/**
 * Puts another definition of a segment and builds it, while events arrive and everything is read; in the middle it
 * kills itself, with events on their way. Its only argument is a VersionsPlan; it says what it read.
 */
import { createDrivenClock } from '../support/driven-clock.ts';
import { type OpenEngine, openEngine } from './open-engine.ts';
import {
  countViews,
  createTraffic,
  FEWEST_AFTER,
  interruptPages,
  observe,
  type VersionsPlan,
  viewedOften,
} from './versions.ts';

const plan: VersionsPlan = JSON.parse(process.argv[2] ?? '{}');
const clock = createDrivenClock(plan.editedAt);
const traffic = createTraffic('killed', plan.visitors);
let times = 0;
let open: OpenEngine | null = null;

process.once('disconnect', () => process.exit());

async function interrupt(): Promise<void> {
  if (open === null) return;
  times += 1;
  if (times > plan.interruptions / 2) {
    void open.engine.book.append(traffic(open.site.siteId, clock.now()));
    process.kill(process.pid, 'SIGKILL');
  }
  process.send?.(await observe(open, clock, { views, traffic }));
}

const opened = await openEngine(plan.place, clock, (store) => interruptPages(store, plan, interrupt));
const views = await countViews(opened.store);
await opened.startSegments();
open = opened;
const put = await opened.engine.segments.put(opened.site.siteId, viewedOften(FEWEST_AFTER));
if (!put.ok) throw new Error(put.hint);
await opened.engine.segments.idle();
throw new Error('the version was built before the kill');
