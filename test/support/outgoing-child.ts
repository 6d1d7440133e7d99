/**
 * Loaded into a process under test (`NODE_OPTIONS=--import …`): tells on standard error of every connection that it
 * opens and every name that it asks for, before it does.
 */

import { Socket as DatagramSocket } from 'node:dgram';
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import { Socket } from 'node:net';

export const OUTGOING = '[outgoing]';

function tell(what: string): void {
  process.stderr.write(`${OUTGOING} ${what}\n`);
}

const { connect } = Socket.prototype;
Socket.prototype.connect = function (this: Socket, ...target: unknown[]) {
  tell(`connect ${JSON.stringify(target[0])}`);
  return Reflect.apply(connect, this, target);
} as typeof connect;

const { send } = DatagramSocket.prototype;
DatagramSocket.prototype.send = function (this: DatagramSocket, ...message: unknown[]) {
  tell('datagram');
  return Reflect.apply(send, this, message);
} as typeof send;

const { lookup } = dns;
dns.lookup = Object.assign(
  (...question: unknown[]) => {
    if (typeof question[0] === 'string' && question[0] !== '127.0.0.1') tell(`lookup ${question[0]}`);
    return Reflect.apply(lookup, dns, question);
  },
  { __promisify__: lookup.__promisify__ },
) as typeof lookup;
syncBuiltinESMExports();
