/**
 * A door in front of a MongoDB server that lets in one command at a time. MongoDB changes a document in one step; FerretDB
 * reads, changes and writes it, and of two who do so at once both are told that they were first. Behind this door each
 * command is one step again, while what servers do between two commands still mixes as it likes.
 */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { BSON } from 'mongodb';
import { createTurns } from '../../../core/turns.ts';

export type Door = {
  readonly port: number;
  /** What becomes of commands that come from now on. */
  meet(command: Meet): void;
  /** Nobody answers there any more, and who was connected is cut off. */
  shut(): Promise<void>;
  isOpen(): boolean;
  /** Who is connected is cut off, and may come again. */
  cut(): void;
  /** The same port answers again. */
  reopen(): Promise<void>;
  /** Lets a command wait before it is let through. */
  hold(until: Hold): void;
  /** Shows each message that comes, as it is. */
  watch(see: (request: Buffer) => void): void;
  close(): Promise<void>;
};

/**
 * Let through; or its connection is cut, or it is told that this is no primary any more, before or after the server did it.
 */
export type Fate = 'pass' | 'cut before' | 'cut after' | 'not primary before' | 'not primary after';

/** What becomes of a command of this name, to a collection of that; a promise keeps it waiting. */
export type Meet = (command: string, collection: string) => Fate | Promise<Fate>;

/** What a command of this name waits for, if for anything. */
export type Hold = (command: string) => Promise<void> | undefined;

/** Every message begins with its own length (https://www.mongodb.com/docs/manual/reference/mongodb-wire-protocol). */
const LENGTH_BYTES = 4;
/** Header, flags, kind of section, length of the document, type of the field. */
const OP_MSG_NAME = 16 + 4 + 1 + 4 + 1;
/** https://bsonspec.org/spec.html */
const BSON_STRING = 2;

/** Takes messages out of a stream of bytes, whole. */
async function* readMessages(socket: Socket): AsyncGenerator<Buffer> {
  let held = Buffer.alloc(0);
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    held = Buffer.concat([held, chunk]);
    while (held.length >= LENGTH_BYTES && held.length >= held.readInt32LE(0)) {
      const length = held.readInt32LE(0);
      yield held.subarray(0, length);
      held = held.subarray(length);
    }
  }
}

/** The name of the first field of the first document of an OP_MSG. */
function commandOf(message: Buffer): string {
  const from = OP_MSG_NAME;
  return message.toString('utf8', from, message.indexOf(0, from));
}

/** The value of that field, where it is a text: its type is said before it, and its length with the zero behind it. */
function collectionOf(message: Buffer): string {
  if (message[OP_MSG_NAME - 1] !== BSON_STRING) return '';
  const length = message.indexOf(0, OP_MSG_NAME) + 1;
  const from = length + LENGTH_BYTES;
  return message.toString('utf8', from, from + message.readInt32LE(length) - 1);
}

/** https://www.mongodb.com/docs/manual/reference/error-codes */
const NOT_WRITABLE_PRIMARY = {
  ok: 0,
  code: 10_107,
  codeName: 'NotWritablePrimary',
  errmsg: 'not primary',
  errorLabels: ['RetryableWriteError'],
};
const OP_MSG = 2013;
const HEADER_BYTES = 16;
const REQUEST_ID_AT = 4;

/** An answer to a message: header, no flags, one section that is the document. */
function answerTo(request: Buffer, document: BSON.Document): Buffer {
  const body = BSON.serialize(document);
  const head = Buffer.alloc(HEADER_BYTES + LENGTH_BYTES + 1);
  head.writeInt32LE(head.length + body.length, 0);
  head.writeInt32LE(request.readInt32LE(REQUEST_ID_AT), 2 * LENGTH_BYTES);
  head.writeInt32LE(OP_MSG, 3 * LENGTH_BYTES);
  return Buffer.concat([head, body]);
}

const atOnce = <T>(work: () => Promise<T>): Promise<T> => work();

/** @example const door = await openDoor(27017); // mongodb://127.0.0.1:${door.port} */
export async function openDoor(serverPort: number): Promise<Door> {
  const inTurn = createTurns();
  // It changes nothing, and may be kept waiting until somebody else does.
  const turnOf = (command: string) => (command === 'getMore' ? atOnce : inTurn);
  const open = new Set<Socket>();
  let meet: Meet = () => 'pass';
  let hold: Hold = () => undefined;
  let see: (request: Buffer) => void = () => undefined;

  async function serve(client: Socket): Promise<void> {
    const server = connect(serverPort, '127.0.0.1');
    for (const socket of [client, server]) {
      open.add(socket);
      socket.setNoDelay(true);
      socket.once('close', () => open.delete(socket));
      // The other side is told by the end of its own connection.
      socket.on('error', () => undefined);
    }
    const answers = readMessages(server);
    try {
      for await (const request of readMessages(client)) {
        see(request);
        await hold(commandOf(request));
        const fate = await meet(commandOf(request), collectionOf(request));
        if (fate === 'cut before') break;
        if (fate === 'not primary before') {
          client.write(answerTo(request, NOT_WRITABLE_PRIMARY));
          continue;
        }
        const answer = await turnOf(commandOf(request))(async () => {
          server.write(request);
          return answers.next();
        });
        if (answer.done === true || fate === 'cut after') break;
        const isDenied = fate === 'not primary after';
        client.write(isDenied ? answerTo(request, NOT_WRITABLE_PRIMARY) : answer.value);
      }
    } catch {
      // A connection that breaks off ends both of its halves.
    } finally {
      client.destroy();
      server.destroy();
    }
  }

  const listener = createServer((client) => void serve(client));
  const listen = async (port: number): Promise<void> => {
    listener.listen(port, '127.0.0.1');
    await once(listener, 'listening');
  };
  await listen(0);
  const address = listener.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;

  function cut(): void {
    for (const socket of open) socket.destroy();
  }

  async function shut(): Promise<void> {
    if (!listener.listening) return;
    const closed = once(listener, 'close');
    listener.close();
    cut();
    await closed;
  }

  return {
    port,
    cut,
    meet(command) {
      meet = command;
    },
    shut,
    isOpen: () => listener.listening,
    reopen: () => listen(port),
    close: shut,
    hold(until) {
      hold = until;
    },
    watch(listener) {
      see = listener;
    },
  };
}
