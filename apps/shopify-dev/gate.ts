/** An address that is known before the server behind it listens: the pixel is told it when a shop is set up. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export type Gate = {
  readonly url: string;
  leadTo(port: number): void;
  close(): void;
};

/** @param port 0: any that is free. @example const gate = await openGate(4700); gate.leadTo(server.port); */
export async function openGate(port = 0): Promise<Gate> {
  let target = 0;
  const open = new Set<Socket>();
  const gate = createServer((near) => {
    const far = connect(target, '127.0.0.1');
    open.add(near);
    near.on('error', () => far.destroy()).on('close', () => open.delete(near) && far.destroy());
    far.on('error', () => near.destroy()).on('close', () => near.destroy());
    near.pipe(far).pipe(near);
  }).listen(port, '127.0.0.1');
  await once(gate, 'listening');
  return {
    url: `http://127.0.0.1:${(gate.address() as AddressInfo).port}`,
    leadTo: (behind) => {
      target = behind;
    },
    close: () => {
      gate.close();
      for (const socket of open) socket.destroy();
    },
  };
}
