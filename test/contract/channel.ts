/** What every channel promises, whatever it sends with: call `channelContract` with a way to open one. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VisitorId } from '../../core/entry.ts';
import type { Channel, Outgoing } from '../../core/ports.ts';

/** A channel with a receiver behind it that the suite may disturb. */
export type ChannelBench = {
  readonly channel: Channel;
  /** To somebody who can be reached; each of a decision of its own. */
  message(): Promise<Outgoing>;
  /** Takes back that they may be sent to. */
  withdraw(visitor: VisitorId): Promise<void>;
  /** Somebody of the same site who cannot be reached. */
  readonly stranger: VisitorId;
  /** How many messages the receiver has taken. */
  taken(): number;
  /** From now on the receiver takes, refuses for a while, refuses for good, or does not answer. */
  behave(how: 'takes' | 'busy' | 'refuses' | 'silent'): void;
  /** Resolves when a message has got as far as a silent receiver. */
  reached(): Promise<void>;
  /** What the receiver calls the person of a message, besides their id: found in no reason. */
  personal(message: Outgoing): readonly string[];
  stop(): Promise<void>;
};

const calm = (): AbortSignal => new AbortController().signal;

/** @example channelContract('the e-mail channel', openEmailBench) */
export function channelContract(title: string, open: () => Promise<ChannelBench>): void {
  describe(title, () => {
    let bench: ChannelBench;
    beforeAll(async () => {
      bench = await open();
    });
    afterAll(() => bench.stop());

    it('reaches whom it can, and says so of whom it cannot', async () => {
      const { site, visitor } = await bench.message();
      expect(await bench.channel.canReach(site, visitor)).toBe(true);
      expect(await bench.channel.canReach(site, bench.stranger)).toBe(false);
    });

    it('sends a message once, however often and at whatever time it is given it', async () => {
      const message = await bench.message();
      const before = bench.taken();
      const together = await Promise.all([1, 2, 3].map(() => bench.channel.send(message, calm())));
      expect([...together, await bench.channel.send(message, calm())]).toEqual(
        Array(4).fill({ kind: 'sent' }),
      );
      expect(bench.taken() - before).toBe(1);
    });

    it('withholds a message from whom may be sent nothing any more, and from whom it cannot reach', async () => {
      const message = await bench.message();
      await bench.withdraw(message.visitor);
      const before = bench.taken();
      for (const visitor of [message.visitor, bench.stranger])
        expect(await bench.channel.send({ ...message, visitor }, calm())).toEqual({ kind: 'withheld' });
      expect(bench.taken() - before).toBe(0);
    });

    it.each(['busy', 'refuses'] as const)(
      'ends in a value, with a reason that names nobody, when its receiver is: %s',
      async (how) => {
        const message = await bench.message();
        bench.behave(how);
        const outcome = await bench.channel.send(message, calm());
        bench.behave('takes');
        expect(outcome).toMatchObject({
          kind: 'failed',
          isSlow: how === 'refuses',
          reason: expect.any(String),
        });
        const said = JSON.stringify(outcome);
        const { id, visitor } = message;
        expect([id, visitor, ...bench.personal(message)].filter((text) => said.includes(text))).toEqual([]);
      },
    );

    it('sends a message that failed when it is given it again', async () => {
      const message = await bench.message();
      bench.behave('busy');
      await bench.channel.send(message, calm());
      bench.behave('takes');
      expect(await bench.channel.send(message, calm())).toEqual({ kind: 'sent' });
    });

    it('gives up at once when it is told to, and has sent nothing', async () => {
      const message = await bench.message();
      const before = bench.taken();
      const told = new AbortController();
      bench.behave('silent');
      const reached = bench.reached();
      const sending = bench.channel.send(message, told.signal);
      await reached;
      told.abort();
      expect(await sending).toMatchObject({ kind: 'failed', isSlow: false });
      bench.behave('takes');
      expect(await bench.channel.send(message, AbortSignal.abort())).toMatchObject({ kind: 'failed' });
      expect(bench.taken() - before).toBe(0);
      expect(await bench.channel.send(message, calm())).toEqual({ kind: 'sent' });
    });

    it('takes a treatment that it knows nothing of for a failure', async () => {
      const treatment = { kind: 'banner', text: 'Hello' } as const;
      const outcome = await bench.channel.send({ ...(await bench.message()), treatment }, calm());
      expect(outcome).toMatchObject({ kind: 'failed', isSlow: true });
    });
  });
}
