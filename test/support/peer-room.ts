/** Servers in one process that tell each other: what the port asks of a database, without one. */
import type { LedWork, PeerNotice, Peers } from '../../core/ports.ts';

type Hear = (notice: PeerNotice) => Promise<void>;

type Member = {
  readonly handlers: Map<string, Hear[]>;
  /** What it was told is heard in order. */
  hearing: Promise<void>;
  isCurrent: boolean;
  isThere: boolean;
  isDeaf: boolean;
  readonly name: string;
};

type Candidate = { readonly member: Member; readonly work: LedWork };

export type PeerRoom = {
  /** `deafen`: hears nothing until what it answers is called. */
  join(name?: string): Peers & {
    lose(): void;
    /** It is reached again; whether it knows what it missed as well. */
    find(how?: { readonly isCurrent: boolean }): void;
    deafen(): () => void;
  };
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

  function tell(
    from: Member,
    notice: PeerNotice,
    isWaitedFor: (member: Member) => boolean = () => true,
  ): readonly Promise<void>[] {
    const others = [...members].filter((member) => member !== from && member.isThere);
    for (const member of others) member.hearing = member.hearing.then(() => hear(member, notice));
    return others.filter(isWaitedFor).map(({ hearing }) => hearing);
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
    join(name = '') {
      const own: Member = {
        handlers: new Map(),
        hearing: Promise.resolve(),
        isCurrent: true,
        isThere: true,
        isDeaf: false,
        name,
      };
      members.add(own);
      return {
        on: (topic, hearing) => {
          own.handlers.set(topic, [...(own.handlers.get(topic) ?? []), hearing]);
        },
        tell: async (notice) => void tell(own, notice),
        tellOf: async (notice, work) => {
          const done = await work();
          tell(own, notice);
          return done;
        },
        tellAndWait: async (notice) => void (await Promise.all(tell(own, notice))),
        // No time passes here: whoever is deaf is not waited for.
        tellWithin: async (notice) => {
          const deaf = [...members].filter((member) => member !== own && member.isThere && member.isDeaf);
          const told = tell(own, notice, (member) => !member.isDeaf);
          await Promise.all(told);
          return deaf.map(({ name }) => name);
        },
        // Nothing that was heard is kept.
        forgetSite: async () => undefined,
        hear: () => own.hearing,
        isCurrent: () => own.isCurrent,
        lead: (name, work) => {
          const waiting = [...(candidates.get(name) ?? []), { member: own, work }];
          candidates.set(name, waiting);
          if (waiting.length === 1) work.start();
          return () => own.isCurrent && candidates.get(name)?.[0]?.member === own;
        },
        close: () => leave(own),
        deafen: () => {
          const deaf = Promise.withResolvers<void>();
          own.hearing = own.hearing.then(() => deaf.promise);
          own.isDeaf = true;
          return () => {
            own.isDeaf = false;
            deaf.resolve();
          };
        },
        lose: () => {
          own.isCurrent = false;
          own.isThere = false;
        },
        find: ({ isCurrent } = { isCurrent: true }) => {
          own.isCurrent = isCurrent;
          own.isThere = true;
        },
      };
    },
  };
}
