/** Outboxes on a real store, with receivers whose answers a test gives one by one, or by rule. */
import { expect, onTestFinished } from 'vitest';
import type { OutboxPorts } from '../../../core/deliveries/desk.ts';
import { createFeed } from '../../../core/deliveries/feed.ts';
import { createOutbox, type Outbox } from '../../../core/deliveries/outbox.ts';
import type { NamedEntry, SendOutcome } from '../../../core/deliveries/receiver.ts';
import { createRoom } from '../../../core/deliveries/room.ts';
import type { Entry, LoggedEntry } from '../../../core/entry.ts';
import { createEmbeddedStore } from '../../../core/stores/embedded.ts';
import { makeDataFolder } from '../../support/data-folder.ts';
import { createDrivenClock } from '../../support/driven-clock.ts';
import { NOON, SITE } from './world.ts';

export const DAY = 86_400_000;
export const SENT: SendOutcome = { kind: 'sent' };
export const FAILED: SendOutcome = {
  kind: 'failed',
  reason: 'answered 500',
  isSlow: false,
  retryAfterMs: null,
};

export type Post = Awaited<ReturnType<typeof openPost>>;

export async function openPost(mostRows?: number) {
  const store = await createEmbeddedStore({ dataDir: makeDataFolder() });
  const clock = createDrivenClock(NOON);
  const feed = createFeed({ store, clock });
  const room = createRoom(mostRows);
  const faults: unknown[] = [];
  onTestFinished(async () => {
    expect(faults).toEqual([]);
    await store.close();
  });

  function openReceiver(name = 'crm', given: Partial<OutboxPorts> = {}) {
    const sent: string[] = [];
    const open: { readonly id: string; settle(outcome: SendOutcome): void }[] = [];
    const ended: string[] = [];
    let rule: ((entry: NamedEntry) => SendOutcome) | null = () => SENT;
    const answerBy = (next: typeof rule): void => {
      rule = next;
    };
    const receiver = {
      name,
      wants: ({ properties }: LoggedEntry) => properties.late !== true,
      laneOf: ({ visitor }: NamedEntry) => visitor.slice(0, 4),
      send: (entry: NamedEntry, signal: AbortSignal) => {
        sent.push(entry.id);
        if (rule !== null) return Promise.resolve(rule(entry));
        return new Promise<SendOutcome>((resolve) => {
          open.push({ id: entry.id, settle: resolve });
          signal.addEventListener('abort', () => resolve(FAILED));
        });
      },
    };
    const ports: OutboxPorts = {
      store,
      clock,
      feed,
      room,
      random: () => 0,
      onFault: (error) => faults.push(error),
      ...given,
    };
    const boxes: Outbox[] = [];
    /** A life of the outbox; an earlier one is forgotten as a kill does. */
    const live = async (): Promise<Outbox> => {
      const box = createOutbox(SITE, receiver, ports, (reason) => ended.push(reason));
      boxes.push(box);
      await box.start();
      return box;
    };
    onTestFinished(async () => {
      for (const { settle } of open) settle(SENT);
      await Promise.all(boxes.map((box) => box.stop()));
    });
    return { sent, open, ended, live, answerBy };
  }

  async function append(...entries: readonly Entry[]): Promise<void> {
    await store.append(entries);
    feed.publish(await store.readSince(0, 1_000));
  }

  return { store, clock, feed, faults, openReceiver, append };
}
