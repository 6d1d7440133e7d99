/** A channel that keeps what it was given, and says of each whatever the test wants said. */
import type { VisitorId } from '../../core/entry.ts';
import type { Channel, Outgoing } from '../../core/ports.ts';
import { until } from './until.ts';

export type RecordingChannel = Channel & {
  readonly given: readonly Outgoing[];
  /** Whom it cannot reach. */
  readonly unreachable: Set<VisitorId>;
  /** Resolves once so many were given. */
  arrived(count: number): Promise<void>;
};

/** @example serve({ channels: [createRecordingChannel('email')] }) */
export function createRecordingChannel(name: Channel['name']): RecordingChannel {
  const given: Outgoing[] = [];
  const unreachable = new Set<VisitorId>();
  return {
    name,
    purpose: name === 'email' ? 'contact' : 'share',
    given,
    unreachable,
    canReach: async (_, visitor) => !unreachable.has(visitor),
    send: async (message) => {
      given.push(message);
      return { kind: 'sent' };
    },
    arrived: (count) => until(() => given.length >= count),
  };
}
