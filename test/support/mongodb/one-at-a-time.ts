/**
 * A door in front of a MongoDB server that lets in one command at a time. MongoDB changes a document in one step; FerretDB
 * reads, changes and writes it, and of two who do so at once both are told that they were first. Behind this door each
 * command is one step again, while what servers do between two commands still mixes as it likes.
 */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { createTurns } from '../../../core/turns.ts';

export type Door = {
  readonly port: number;
  /** What becomes of commands that come from now on. */
  meet(command: Meet): void;
  close(): Promise<void>;
};

/** What becomes of a command of this name: let through, or its connection is cut before or after the server did it. */
export type Meet = (command: string) => 'pass' | 'cut before' | 'cut after';

/** Every message begins with its own length (https://www.mongodb.com/docs/manual/reference/mongodb-wire-protocol). */
const LENGTH_BYTES = 4;
/** Header, flags, kind of section, length of the document, type of the field. */
const OP_MSG_NAME = 16 + 4 + 1 + 4 + 1;

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

/** The first field of the first document of an OP_MSG. */
function commandOf(message: Buffer): string {
  const from = OP_MSG_NAME;
  return message.toString('utf8', from, message.indexOf(0, from));
}

/** @example const door = await openDoor(27017); // mongodb://127.0.0.1:${door.port} */
export async function openDoor(serverPort: number): Promise<Door> {
  const inTurn = createTurns();
  const open = new Set<Socket>();
  let meet: Meet = () => 'pass';

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
        const fate = meet(commandOf(request));
        if (fate === 'cut before') break;
        const answer = await inTurn(async () => {
          server.write(request);
          return answers.next();
        });
        if (answer.done === true || fate === 'cut after') break;
        client.write(answer.value);
      }
    } catch {
      // A connection that breaks off ends both of its halves.
    } finally {
      client.destroy();
      server.destroy();
    }
  }

  const listener = createServer((client) => void serve(client)).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    meet(command) {
      meet = command;
    },
    async close() {
      for (const socket of open) socket.destroy();
      listener.close();
      await once(listener, 'close');
    },
  };
}
