/** For how long others wait for a server that says nothing more, and whether it has to take itself for lost. */
import type { Clock } from '../../core/ports.ts';
import { PRIMARY_MS } from './connection.ts';
import { WRITE_MS } from './faults.ts';

/** A server that has said nothing for so long is waited for no longer. */
export const LEASE_MS = 45_000;
/** A command whose connection breaks at the end of its time: the driver looks for a primary, and asks once more. */
const ASKED_TWICE_MS = WRITE_MS + PRIMARY_MS + WRITE_MS;
/** By then a server takes itself for lost: what it is writing has ended before others stop waiting for it. */
const CURRENT_MS = LEASE_MS - ASKED_TWICE_MS - 2_000;

/** A clock that was put back says nothing of how long it has been. */
export function isRecent(at: number, clock: Pick<Clock, 'now'>): boolean {
  return Math.abs(clock.now() - at) < CURRENT_MS;
}

export type Touch = {
  /** This server has said that it lives, UTC ms. */
  say(at: number): void;
  /** When it last did. */
  saidAt(): number;
  /** It has heard everything that was told before it last said so, at that instant. */
  heardAllSince(at: number): void;
  isCurrent(): boolean;
};

/**
 * Who was out of touch is in touch again once it has said that it lives and has heard, after that, what others told without
 * waiting for it.
 *
 * @example const touch = createTouch(clock); touch.say(clock.now())
 */
export function createTouch(clock: Pick<Clock, 'now'>): Touch {
  let saidAt = clock.now();
  let currentAt = saidAt;
  const isCurrent = (): boolean => isRecent(currentAt, clock);
  return {
    isCurrent,
    saidAt: () => saidAt,
    say: (at) => {
      saidAt = at;
      if (isCurrent()) currentAt = at;
    },
    heardAllSince: (at) => {
      currentAt = at;
    },
  };
}
