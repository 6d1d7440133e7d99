/** A webhook as an outbox sees it: makes the body, signs it, posts it, and reads the answer. */
import { judgeAnswer, type PostResult } from '../../core/deliveries/answered.ts';
import type { MaySend } from '../../core/deliveries/egress.ts';
import { viewOutgoing } from '../../core/deliveries/outgoing-view.ts';
import type { NamedEntry, Receiver, SendOutcome } from '../../core/deliveries/receiver.ts';
import type { Clock } from '../../core/ports.ts';
import { wantsEntry } from './endpoint.ts';
import type { EndpointSecrets, Opened } from './endpoints.ts';
import type { Post } from './post.ts';
import { pseudonymOf, signBody } from './signature.ts';

export type ReceiverPorts = {
  readonly clock: Clock;
  readonly maySend: MaySend;
  readonly post: (post: Post) => Promise<PostResult>;
};

const LANE_DIGITS = 12;
const GONE = 410;

export const receiverName = (key: string): string => `webhook:${key}`;

/** @example createReceiver({ endpoint, secrets }, ports).name // 'webhook:crm' */
export function createReceiver({ endpoint, secrets }: Opened, ports: ReceiverPorts): Receiver {
  const { clock, maySend, post } = ports;
  const url = new URL(endpoint.url);
  const aliasOf = ({ visitor }: NamedEntry): string => pseudonymOf(secrets.receiverKey, visitor);
  return {
    name: receiverName(endpoint.key),
    wants: (entry) => wantsEntry(endpoint, entry),
    // Kept beside rows for as long as they wait, so it must not be the visitor's id.
    laneOf: (entry) => aliasOf(entry).slice(0, LANE_DIGITS),
    send: async (entry, signal) => {
      if (!(await maySend(entry.site, entry.visitor))) return { kind: 'withheld' };
      const body = JSON.stringify(
        viewOutgoing(entry, endpoint.visitor === 'own' ? entry.visitor : aliasOf(entry)),
      );
      const now = clock.now();
      const headers = {
        'content-type': 'application/json; charset=utf-8',
        'user-agent': 'Inkling-Webhook/1',
        'x-inkling-delivery': entry.id,
        'x-inkling-signature': signBody(secretsInForce(secrets, now), Math.floor(now / 1_000), body),
      };
      return judgeResult(await post({ url, headers, body, signal }), clock.now());
    },
  };
}

function secretsInForce({ secret, previous }: EndpointSecrets, now: number): readonly string[] {
  return previous !== null && now < previous.until ? [secret, previous.secret] : [secret];
}

function judgeResult(result: PostResult, now: number): SendOutcome {
  return result.kind === 'answered' && result.status === GONE
    ? { kind: 'ended', reason: `answered ${GONE}` }
    : judgeAnswer(result, now);
}
