/** Work that goes on without end, on whichever server has its lease. */
import type { Clock, LedWork } from '../../core/ports.ts';
import { createTurns } from '../../core/turns.ts';
import type { Leases } from './leases.ts';
import { isRecent, LEASE_MS } from './touch.ts';

type Led = {
  readonly name: string;
  readonly work: LedWork;
  /** Of what is done with its lease nothing overlaps. */
  readonly inTurn: ReturnType<typeof createTurns>;
  heldAt: number | null;
};

/**
 * Work is ended here before another server may begin it: by what this one's own clock says of its lease.
 *
 * @example const leads = createLeads(leases, clock, onFault); leads.add('deliveries', work)
 */
export function createLeads(leases: Leases, clock: Clock, onFault: (error: unknown) => void) {
  const all: Led[] = [];

  const isHeld = ({ heldAt }: Led): boolean => heldAt !== null && isRecent(heldAt, clock);

  async function end(led: Led): Promise<void> {
    if (led.heldAt === null) return;
    led.heldAt = null;
    await led.work.stop();
  }

  async function tryOne(led: Led): Promise<void> {
    const now = clock.now();
    try {
      if (!(await leases.hold(led.name, now, now + LEASE_MS))) return await end(led);
      const isNew = led.heldAt === null;
      led.heldAt = now;
      if (isNew) led.work.start();
    } catch (error) {
      onFault(error);
      await endIfLost(led);
    }
  }

  async function endIfLost(led: Led): Promise<void> {
    if (!isHeld(led)) await end(led);
  }

  async function giveBack(led: Led): Promise<void> {
    if (led.heldAt === null) return;
    await end(led);
    await leases.release(led.name).catch(onFault);
  }

  return {
    add: (name: string, work: LedWork): (() => boolean) => {
      const led: Led = { name, work, inTurn: createTurns(), heldAt: null };
      all.push(led);
      void led.inTurn(() => tryOne(led));
      return () => isHeld(led);
    },
    renew: async (): Promise<void> => {
      for (const led of all) await led.inTurn(() => tryOne(led));
    },
    /** Ends what another server may have taken over, where nothing can be renewed. */
    endLost: async (): Promise<void> => {
      for (const led of all) await endIfLost(led);
    },
    close: async (): Promise<void> => {
      for (const led of all.splice(0)) await led.inTurn(() => giveBack(led));
    },
  };
}
