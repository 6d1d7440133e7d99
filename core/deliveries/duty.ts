/** Who delivers: of servers on one store one at a time, so that nothing leaves twice because there are two of them. */
import type { SiteId } from '../entry.ts';
import { InklingError } from '../errors.ts';
import type { LedWork, Peers } from '../ports.ts';

const NAME = 'deliveries';
const TOPIC = 'rows-waiting';

export type DutyWork = {
  readonly site: SiteId;
  /** Of whom it delivers to. */
  readonly receiver: string;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Another server has put rows that wait. */
  lookAgain(): Promise<void>;
};

export type Duty = {
  /** Whether this server delivers now. */
  isOn(): boolean;
  /** @throws InklingError `store_unavailable` where another server may deliver by now. */
  assertOn(): void;
  /** Does the work whenever this server delivers, from now on. What it answers ends that. */
  add(work: DutyWork): Promise<() => Promise<void>>;
  /** Has whoever delivers look for rows of this receiver. */
  tell(of: Pick<DutyWork, 'site' | 'receiver'>): Promise<void>;
};

/** @param peers Left out where this server is alone. @example const duty = createDuty(peers); await duty.add(work) */
export function createDuty(peers?: Pick<Peers, 'on' | 'tell' | 'lead'>): Duty {
  const works = new Set<DutyWork>();
  let isOn = peers === undefined;
  const led: LedWork = {
    start: () => {
      isOn = true;
      for (const work of works) void work.start();
    },
    stop: async () => {
      isOn = false;
      await Promise.all([...works].map((work) => work.stop()));
    },
  };
  peers?.on(TOPIC, async ({ site, body }) => {
    for (const work of works) if (work.site === site && work.receiver === body) await work.lookAgain();
  });
  const isHeld = peers?.lead(NAME, led) ?? (() => true);
  return {
    isOn: () => isOn,
    assertOn: () => {
      if (!isHeld()) throw takenOver();
    },
    add: async (work) => {
      works.add(work);
      if (isOn) await work.start();
      return async () => {
        works.delete(work);
        await work.stop();
      };
    },
    tell: async ({ site, receiver }) => {
      if (!isOn) await peers?.tell({ topic: TOPIC, site, body: receiver });
    },
  };
}

function takenOver(): InklingError {
  const fault = 'another server may deliver by now';
  return new InklingError(
    'store_unavailable',
    'deliveries',
    fault,
    'look at how long this server stood still',
  );
}
