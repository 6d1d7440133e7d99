/** Servers in one process that tell each other: what the port asks of a database, without one. */
import type { PeerNotice, Peers } from '../../core/ports.ts';

type Hear = (notice: PeerNotice) => Promise<void>;

type Member = { readonly handlers: Map<string, Hear[]>; isCurrent: boolean; isThere: boolean };

export type PeerRoom = {
  join(): Peers & { lose(): void; find(): void };
};

/** @example const room = createPeerRoom(); const [one, two] = [room.join(), room.join()] */
export function createPeerRoom(): PeerRoom {
  const members = new Set<Member>();

  async function deliver(from: Member, notice: PeerNotice): Promise<void> {
    for (const member of members) {
      if (member === from || !member.isThere) continue;
      for (const hear of member.handlers.get(notice.topic) ?? []) await hear(notice);
    }
  }

  return {
    join() {
      const own: Member = { handlers: new Map(), isCurrent: true, isThere: true };
      members.add(own);
      return {
        on: (topic, hear) => {
          own.handlers.set(topic, [...(own.handlers.get(topic) ?? []), hear]);
        },
        tell: (notice) => deliver(own, notice),
        tellAndWait: (notice) => deliver(own, notice),
        hear: async () => undefined,
        isCurrent: () => own.isCurrent,
        lead: (_name, work) => work.start(),
        close: async () => {
          members.delete(own);
        },
        lose: () => {
          own.isCurrent = false;
          own.isThere = false;
        },
        find: () => {
          own.isCurrent = true;
          own.isThere = true;
        },
      };
    },
  };
}
