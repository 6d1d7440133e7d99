/** Servers in one process that tell each other: what the port asks of a database, without one. */
import type { LedWork, PeerNotice, Peers } from '../../core/ports.ts';

type Hear = (notice: PeerNotice) => Promise<void>;

type Member = {
  readonly handlers: Map<string, Hear[]>;
  /** What it was told is heard in order. */
  hearing: Promise<void>;
  isCurrent: boolean;
  isThere: boolean;
};

type Candidate = { readonly member: Member; readonly work: LedWork };

export type PeerRoom = {
  /** `deafen`: hears nothing until what it answers is called. */
  join(): Peers & { lose(): void; find(): void; deafen(): () => void };
  /** Resolves when everything that was told is heard. @throws what a handler threw */
  heard(): Promise<void>;
};

/** @example const room = createPeerRoom(); const [one, two] = [room.join(), room.join()] */
export function createPeerRoom(): PeerRoom {
  const members = new Set<Member>();
  const candidates = new Map<string, Candidate[]>();

  async function hear({ handlers }: Member, notice: PeerNotice): Promise<void> {
    for (const handler of handlers.get(notice.topic) ?? []) await handler(notice);
  }

  function tell(from: Member, notice: PeerNotice): readonly Promise<void>[] {
    const others = [...members].filter((member) => member !== from && member.isThere);
    return others.map((member) => {
      member.hearing = member.hearing.then(() => hear(member, notice));
      return member.hearing;
    });
  }

  async function leave(member: Member): Promise<void> {
    members.delete(member);
    for (const [name, waiting] of candidates) {
      const [leader] = waiting;
      const left = waiting.filter((candidate) => candidate.member !== member);
      candidates.set(name, left);
      if (leader?.member !== member) continue;
      await leader.work.stop();
      left[0]?.work.start();
    }
  }

  return {
    heard: async () => void (await Promise.all([...members].map(({ hearing }) => hearing))),
    join() {
      const own: Member = {
        handlers: new Map(),
        hearing: Promise.resolve(),
        isCurrent: true,
        isThere: true,
      };
      members.add(own);
      return {
        on: (topic, hearing) => {
          own.handlers.set(topic, [...(own.handlers.get(topic) ?? []), hearing]);
        },
        tell: async (notice) => void tell(own, notice),
        tellAndWait: async (notice) => void (await Promise.all(tell(own, notice))),
        hear: () => own.hearing,
        isCurrent: () => own.isCurrent,
        lead: (name, work) => {
          const waiting = [...(candidates.get(name) ?? []), { member: own, work }];
          candidates.set(name, waiting);
          if (waiting.length === 1) work.start();
        },
        close: () => leave(own),
        deafen: () => {
          const deaf = Promise.withResolvers<void>();
          own.hearing = own.hearing.then(() => deaf.promise);
          return deaf.resolve;
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
