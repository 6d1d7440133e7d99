/** Other servers write nothing from memory of whoever is being erased, and forget them before anything is removed. */
import type { SiteId, VisitorId } from '../entry.ts';
import type { Clock, Fellows, PeerNotice, Peers } from '../ports.ts';
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
  /** Faults of what goes on by itself. */
  readonly onFault: (error: unknown) => void;
};

const [BEGUN, DONE] = ['erasing-begun', 'erasing-done'] as const;
/** Whoever says nothing more by then has ended, and goes on with the erasure when it starts: nobody is held up by it for longer. */
const LONGEST_MS = 120_000;

/** @example await createHush(ports).during(site, { going: [visitor], sharing: new Set() }, () => store.unname(site, visitor)) */
export function createHush(ports: HushPorts): Hush {
  const { fellows } = ports;
  if (fellows === null) return { during: (_site, _hushed, work) => work() };
  const { peers } = fellows;
  const heard = createHearing(ports, peers);
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

/** Rows that are held for an erasure. */
type Held = {
  release(): void;
  /** Of the timer by which it ends. */
  cancel(): void;
};

/** Rows that are held for erasures of other servers, by whom those are about: of two of the same ones each ends one. */
function createHolds(slots: HushPorts['slots']) {
  const holds = new Map<string, readonly Held[]>();

  return {
    has: (site: SiteId, { going }: Hushed): boolean => holds.has(keyOf(site, going)),
    add(site: SiteId, { going, sharing }: Hushed): Held {
      const key = keyOf(site, going);
      const release = slots.hold(site, [...going, ...sharing]);
      const held: Held = {
        cancel: () => undefined,
        release: () => {
          held.cancel();
          release();
          const left = (holds.get(key) ?? []).filter((one) => one !== held);
          if (left.length > 0) holds.set(key, left);
          else holds.delete(key);
        },
      };
      holds.set(key, [...(holds.get(key) ?? []), held]);
      return held;
    },
    release: (site: SiteId, { going }: Hushed): void => holds.get(keyOf(site, going))?.[0]?.release(),
  };
}

/** What another server's erasure asks of this one. */
function createHearing(ports: HushPorts, peers: Pick<Peers, 'isCurrent'>) {
  const { kinships, slots, clock, queue, underWay, onFault } = ports;
  const holds = createHolds(slots);

  async function foldAnew(site: SiteId, visitors: Iterable<VisitorId>): Promise<void> {
    await queue.run(() => refold(ports, site, [...visitors]));
  }

  const listHere = (site: SiteId, visitors: Iterable<VisitorId>): readonly VisitorId[] =>
    [...visitors].filter((visitor) => slots.has(site, visitor));

  /** Something of theirs may be gone by then, whoever is to say so. */
  async function giveUp(site: SiteId, { going, sharing }: Hushed, held: Held): Promise<void> {
    kinships.forget(site, going);
    await foldAnew(site, listHere(site, [...going, ...sharing]));
    held.release();
  }

  function hold(site: SiteId, hushed: Hushed): void {
    const held = holds.add(site, hushed);
    const wait = (): void => {
      held.cancel = clock.after(LONGEST_MS, () => {
        giveUp(site, hushed, held).catch((error: unknown) => {
          onFault(error);
          wait();
        });
      });
    };
    wait();
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
      // Where it was not waited for, a row of theirs may have been written from here since.
      const wasHeld = holds.has(site, hushed) && peers.isCurrent();
      const going = wasHeld ? listHere(site, hushed.going) : hushed.going;
      await foldAnew(site, [...going, ...listHere(site, hushed.sharing)]);
      holds.release(site, hushed);
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
