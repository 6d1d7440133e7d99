/**
 * Rows that say all, though several servers write them: each is asked to write its own, and for one that does not do so in
 * time, or has ended, what its rows lack is read from the log. A list is right then, or there is none.
 */
import { InklingError } from '../errors.ts';
import { pass } from '../loop.ts';
import type { Fellows } from '../ports.ts';
import type { Intake } from './intake.ts';
import type { Slots } from './slots.ts';

export type AllRowsPorts = Pick<Fellows, 'news' | 'peers' | 'clock'> & {
  /** Made after this. */
  readonly slots: () => Pick<Slots, 'flush' | 'lackRows'>;
  readonly follow: () => Promise<void>;
  readonly followFrom: (place: number) => Promise<unknown>;
  /** @throws InklingError `store_unavailable` where somebody may have been erased without this server. */
  readonly assertOpen: () => void;
};

const ROWS = 'rows';
/** Others are waited for so long, one that is known not to answer for no longer than it takes to hear. */
const [OTHERS_MS, DEAF_MS] = [2_500, 700];
/** Rows wait for places before theirs at which somebody writes as yet: mostly for some milliseconds. */
const [OWN_MS, ASKED_MS] = [4_000, 1_500];
const LOOK_MS = 50;
/** So often without a rest: each asks the database. */
const LOOKS = 20;

/** @example const { flush } = createAllRows(ports); await flush() */
export function createAllRows(ports: AllRowsPorts): Pick<Intake, 'flush' | 'flushHeard'> {
  const { news, peers, clock, slots, follow, followFrom, assertOpen } = ports;
  /** Who was silent when last asked, and how far its rows went. */
  let silent: ReadonlyMap<string, number> = new Map();

  /** Of this server. False: not in time. */
  async function writeTo(place: number, ms: number): Promise<boolean> {
    const end = clock.now() + ms;
    for (let look = 1; ; look += 1) {
      await follow();
      await slots().flush();
      if (!slots().lackRows(place)) return true;
      if (clock.now() >= end) return false;
      if (look >= LOOKS) await pass(clock, LOOK_MS);
    }
  }

  peers.on(ROWS, async ({ body }) => {
    // Out of touch it writes nothing before it has heard of erasures; whoever asked goes by what it wrote till then.
    if (!peers.isCurrent()) return;
    await writeTo(Number(body), ASKED_MS);
  });

  async function askOthers(place: number): Promise<ReadonlyMap<string, number>> {
    const before = silent.size === 0 ? null : await news.readCheckpoints();
    const isKnown = [...silent].some(([name, reached]) => before?.get(name) === reached);
    const deaf = await peers.tellWithin(
      { topic: ROWS, site: '', body: place },
      isKnown ? DEAF_MS : OTHERS_MS,
    );
    const after = await news.readCheckpoints();
    silent = new Map(deaf.map((name) => [name, after.get(name) ?? 0]));
    return after;
  }

  async function complete(place: number, reached: ReadonlyMap<string, number>): Promise<void> {
    const first = Math.min(...reached.values());
    if (first < place) await followFrom(first);
    if (!(await writeTo(place, OWN_MS))) throw behind();
    assertOpen();
  }

  return {
    async flush() {
      const place = await news.readEnd();
      await complete(place, await askOthers(place));
    },
    async flushHeard() {
      const place = await news.readEnd();
      await peers.tellAndWait({ topic: ROWS, site: '', body: place });
      await complete(place, await news.readCheckpoints());
    },
  };
}

function behind(): InklingError {
  return new InklingError(
    'store_unavailable',
    'profiles',
    'a server has not come to the end of what it writes into the log',
    'ask again in a moment; of one that ended in the middle of it nobody waits longer than a minute',
  );
}
