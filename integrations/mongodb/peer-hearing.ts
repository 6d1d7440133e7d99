/** What other servers tell is heard in its order, and what they change is read until they have told of it. */
import type { InklingError } from '../../core/errors.ts';
import type { Clock, PeerNotice } from '../../core/ports.ts';
import { isUnreadableNotice, MISSED, unreadableNotice } from '../../core/unreadable-notice.ts';
import type { PeerChanges } from './peer-changes.ts';
import type { PeerNotices } from './peer-notices.ts';
import type { Touch } from './touch.ts';

type Hear = (notice: PeerNotice) => Promise<void>;

export type PeerHearing = {
  on(topic: string, hear: Hear): void;
  /**
   * In order: a notice whose handler fails is heard again, and those behind it after it.
   *
   * @param renew Says how far this server has heard, after each page.
   */
  hearAll(renew: () => Promise<void>): Promise<void>;
  /** Number of the last notice. */
  heardTo(): number;
};

export type PeerHearingPorts = {
  readonly notices: Pick<PeerNotices, 'readAfter'>;
  readonly changes: Pick<PeerChanges, 'look'>;
  readonly touch: Touch;
  readonly clock: Pick<Clock, 'now'>;
  /** Name of this process: what it told itself it does not hear. */
  readonly node: string;
  readonly onFault: (error: unknown) => void;
};

/** Whatever a server had begun to remove when it told of it has gone by then. */
const REMOVING_MS = 120_000;

/**
 * @param from Number of the last notice that counts as heard.
 * @example const hearing = createPeerHearing(ports, await notices.last()); hearing.on('rows', flush)
 */
export function createPeerHearing(ports: PeerHearingPorts, from: number): PeerHearing {
  const { notices, changes, touch, clock, node, onFault } = ports;
  const handlers = new Map<string, Hear[]>();
  let heard = from;
  /** When something was passed over, UTC ms; null: what it may have been about has been looked at since. */
  let missedAt: number | null = null;
  /** Changes that cannot be read. */
  const passedOver = new Set<string>();

  async function handOn(notice: PeerNotice): Promise<void> {
    for (const hear of handlers.get(notice.topic) ?? []) await hear(notice);
  }

  async function miss(): Promise<void> {
    missedAt = clock.now();
    await handOn({ topic: MISSED, site: '', body: null });
  }

  async function missAgain(): Promise<void> {
    if (missedAt === null || clock.now() < missedAt + REMOVING_MS) return;
    await handOn({ topic: MISSED, site: '', body: null });
    missedAt = null;
  }

  /**
   * One that nobody can read is passed over: whoever told it waits until it is heard, and so does what was told later.
   *
   * @returns Why it could not be read; null: it was.
   */
  async function hearOne(name: string, notice: PeerNotice | null): Promise<InklingError | null> {
    try {
      if (notice === null) throw unreadableNotice(name);
      await handOn(notice);
      return null;
    } catch (error) {
      if (!isUnreadableNotice(error)) throw error;
      return error;
    }
  }

  /** Of records alone, and read at each look until it is told of. */
  async function hearChange(id: string, teller: string, change: PeerNotice | null): Promise<void> {
    const fault = teller === node || passedOver.has(id) ? null : await hearOne(`change ${id}`, change);
    if (fault === null) return;
    passedOver.add(id);
    onFault(fault);
  }

  async function hearNotices(renew: () => Promise<void>): Promise<void> {
    for (;;) {
      const saidAt = touch.saidAt();
      const page = await notices.readAfter(heard);
      for (const { number, from: teller, notice } of page) {
        const fault = teller === node ? null : await hearOne(`notice ${number}`, notice);
        if (fault !== null) {
          await miss();
          onFault(fault);
        }
        heard = number;
      }
      if (page.length === 0) return touch.heardAllSince(saidAt);
      await renew();
    }
  }

  return {
    on: (topic, hear) => {
      handlers.set(topic, [...(handlers.get(topic) ?? []), hear]);
    },
    hearAll: async (renew) => {
      await hearNotices(renew);
      await changes.look(hearChange);
      await missAgain();
    },
    heardTo: () => heard,
  };
}
