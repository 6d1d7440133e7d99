/** Other servers write nothing from memory of whoever is being erased, and forget them before anything is removed. */
import type { SiteId, VisitorId } from '../entry.ts';
import type { Clock, Fellows, PeerNotice } from '../ports.ts';
import { MISSED, unreadableNotice } from '../unreadable-notice.ts';
import type { FoldQueue } from './fold-queue.ts';
import { refold, type Shelves } from './refolding.ts';
import type { UnderWay } from './under-way.ts';

/** Whoever goes, and those whose profiles hold a part of what goes: the second may grow until it has gone. */
export type Hushed = { readonly going: readonly VisitorId[]; readonly sharing: ReadonlySet<VisitorId> };

export type Hush = {
  /** Begins the work once no other server writes of these, and has them fold anew what they have of it afterwards. */
  during<T>(site: SiteId, hushed: Hushed, work: () => Promise<T>): Promise<T>;
};

export type HushPorts = Shelves & {
  readonly fellows: Fellows | null;
  readonly clock: Clock;
  readonly queue: FoldQueue;
  readonly underWay: UnderWay;
};

const [BEGUN, DONE] = ['erasing-begun', 'erasing-done'] as const;
/** A server that has begun an erasure and ended without a word does it again when it starts: nobody is held up by it for longer. */
const LONGEST_MS = 120_000;

/** @example await createHush(ports).during(site, { going: [visitor], sharing: new Set() }, () => store.unname(site, visitor)) */
export function createHush(ports: HushPorts): Hush {
  const { fellows } = ports;
  if (fellows === null) return { during: (_site, _hushed, work) => work() };
  const { peers } = fellows;
  const heard = createHearing(ports);
  peers.on(BEGUN, heard.begun);
  peers.on(DONE, heard.done);
  peers.on(MISSED, heard.missed);
  return {
    async during(site, { going, sharing }, work) {
      const tell = (topic: string): Promise<void> =>
        peers.tellAndWait({ topic, site, body: { going, sharing: [...sharing] } });
      await tell(BEGUN);
      try {
        return await work();
      } finally {
        await tell(DONE);
      }
    },
  };
}

/** What another server's erasure asks of this one. */
function createHearing(ports: HushPorts) {
  const { kinships, slots, clock, queue, underWay } = ports;
  /** By whom it is about: of two erasures of the same ones each ends one. */
  const holds = new Map<string, (() => void)[]>();

  function hold(site: SiteId, { going, sharing }: Hushed): void {
    const key = keyOf(site, going);
    const release = slots.hold(site, [...going, ...sharing]);
    holds.set(key, [...(holds.get(key) ?? []), release]);
    clock.after(LONGEST_MS, release);
  }

  function release(site: SiteId, { going }: Hushed): void {
    const key = keyOf(site, going);
    const [first, ...rest] = holds.get(key) ?? [];
    first?.();
    if (rest.length > 0) holds.set(key, rest);
    else holds.delete(key);
  }

  return {
    async begun(notice: PeerNotice): Promise<void> {
      const site = notice.site as SiteId;
      const hushed = readHushed(notice);
      hold(site, hushed);
      // What is on its way into the log here is there when the removal looks.
      await underWay.ended();
      kinships.forget(site, hushed.going);
      slots.drop(site, hushed.going);
      await slots.saved();
    },
    async done(notice: PeerNotice): Promise<void> {
      const site = notice.site as SiteId;
      const hushed = readHushed(notice);
      kinships.forget(site, hushed.going);
      const here = [...hushed.going, ...hushed.sharing].filter((visitor) => slots.has(site, visitor));
      await queue.run(() => refold(ports, site, here));
      release(site, hushed);
    },
    /** Whom it was about nobody knows: whatever is in memory is read again. */
    async missed(): Promise<void> {
      await underWay.ended();
      kinships.forgetAll();
      await queue.run(async () => {
        const dirty = Map.groupBy(slots.dropClean(), ({ site }) => site);
        for (const [site, own] of dirty)
          await refold(
            ports,
            site,
            own.map(({ visitor }) => visitor),
          );
      });
      await slots.saved();
    },
  };
}

function keyOf(site: SiteId, going: readonly VisitorId[]): string {
  return [site, ...going].join(' ');
}

function readHushed({ topic, body }: PeerNotice): Hushed {
  const read = body as { readonly going?: VisitorId[]; readonly sharing?: VisitorId[] } | null;
  const { going, sharing } = read ?? {};
  if (!Array.isArray(going) || !Array.isArray(sharing)) throw unreadableNotice(topic);
  return { going, sharing: new Set(sharing) };
}
