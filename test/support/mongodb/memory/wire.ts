/**
 * MongoDB's protocol over TCP: OP_MSG, and OP_QUERY for the first word of a driver.
 * https://www.mongodb.com/docs/manual/reference/mongodb-wire-protocol
 */
import { createServer, type Socket } from 'node:net';
import { BSON } from 'mongodb';
import { createMemoryDatabases, type MemoryDatabases } from './commands.ts';
import type { Shards } from './shards.ts';
import type { Document } from './values.ts';

export type MemoryMongo = Pick<MemoryDatabases, 'scans' | 'commands'> & {
  readonly port: number;
  close(): Promise<void>;
};

const HEADER_BYTES = 16;
const [OP_REPLY, OP_QUERY, OP_MSG] = [1, 2004, 2013];
const MORE_TO_COME = 2;
/** What a database would give out in several batches goes in one. */
BSON.setInternalBufferSize(64 * 1024 * 1024);

function readDocument(bytes: Buffer, at: number): { readonly document: Document; readonly end: number } {
  const end = at + bytes.readInt32LE(at);
  return { document: BSON.deserialize(bytes.subarray(at, end)), end };
}

function readText(bytes: Buffer, at: number): { readonly text: string; readonly end: number } {
  const zero = bytes.indexOf(0, at);
  return { text: bytes.toString('utf8', at, zero), end: zero + 1 };
}

/** A command whose long lists may come beside it. */
function readMessage(bytes: Buffer): Document {
  let command: Document = {};
  const lists: Document = {};
  for (let at = HEADER_BYTES + 4; at < bytes.length; ) {
    const kind = bytes[at];
    if (kind === 0) {
      const { document, end } = readDocument(bytes, at + 1);
      command = document;
      at = end;
      continue;
    }
    const sectionEnd = at + 1 + bytes.readInt32LE(at + 1);
    const { text, end } = readText(bytes, at + 5);
    const documents: Document[] = [];
    for (let from = end; from < sectionEnd; ) {
      const read = readDocument(bytes, from);
      documents.push(read.document);
      from = read.end;
    }
    lists[text] = documents;
    at = sectionEnd;
  }
  return { ...command, ...lists };
}

function frame(replyTo: number, operation: number, body: Buffer): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeInt32LE(HEADER_BYTES + body.length, 0);
  header.writeInt32LE(replyTo, 8);
  header.writeInt32LE(operation, 12);
  return Buffer.concat([header, body]);
}

type Answer = Buffer | null | Promise<Buffer>;

function answer(bytes: Buffer, databases: MemoryDatabases): Answer {
  const [id, operation] = [bytes.readInt32LE(4), bytes.readInt32LE(12)];
  if (operation === OP_QUERY) {
    const { end } = readText(bytes, HEADER_BYTES + 4);
    const { document } = readDocument(bytes, end + 8);
    const head = Buffer.alloc(20);
    head.writeInt32LE(1, 16);
    return frame(id, OP_REPLY, Buffer.concat([head, BSON.serialize(databases.run(document))]));
  }
  if (operation !== OP_MSG) throw new RangeError(`operation ${operation} is not known`);
  const reply = databases.run(readMessage(bytes));
  if ((bytes.readUInt32LE(HEADER_BYTES) & MORE_TO_COME) !== 0) return null;
  const toMessage = (document: Document): Buffer =>
    frame(id, OP_MSG, Buffer.concat([Buffer.alloc(5), BSON.serialize(document)]));
  return reply instanceof Promise ? reply.then(toMessage) : toMessage(reply);
}

/** Nobody asks anything else on a connection before it was answered. */
async function write(socket: Socket, reply: Promise<Buffer>): Promise<void> {
  const bytes = await reply;
  if (!socket.destroyed) socket.write(bytes);
}

function serve(socket: Socket, databases: MemoryDatabases): void {
  let rest: Buffer = Buffer.alloc(0);
  socket.on('data', (bytes) => {
    rest = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    while (rest.length >= 4 && rest.length >= rest.readInt32LE(0)) {
      const length = rest.readInt32LE(0);
      const reply = answer(rest.subarray(0, length), databases);
      rest = rest.subarray(length);
      if (reply instanceof Promise) void write(socket, reply);
      else if (reply !== null) socket.write(reply);
    }
  });
  socket.on('error', () => socket.destroy());
}

/** @example const server = await openMemoryMongo(); const store = await createMongoStore({ url: `mongodb://127.0.0.1:${server.port}/a` }) */
export async function openMemoryMongo(port = 0, shards?: Shards): Promise<MemoryMongo> {
  const databases = createMemoryDatabases(shards);
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    serve(socket, databases);
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(port, '127.0.0.1', resolve);
  await promise;
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('a TCP server has a port');
  return {
    port: address.port,
    scans: databases.scans,
    commands: databases.commands,
    async close() {
      const { promise: closed, resolve: end } = Promise.withResolvers<void>();
      // First of all nobody is let in: whoever sees a connection end finds no other.
      server.close(() => end());
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
