/** The operations of a running server, through its control socket. */
import { request as openRequest } from 'node:http';
import { text } from 'node:stream/consumers';
import { InklingError, type Outcome } from '../../../core/errors.ts';
import { findSocketPath } from './control-path.ts';
import { OPERATION_NAMES, type OperationName, type Operations } from './operations.ts';

/** Nobody answers: no socket, one whose server is gone, or one that went while we spoke. */
const NOBODY: ReadonlySet<unknown> = new Set(['ENOENT', 'ECONNREFUSED', 'ENOTSOCK']);

/**
 * @returns null where no server of this data folder answers.
 * @throws InklingError `control_closed` when the socket belongs to another user.
 */
export async function dialServer(dataDir: string): Promise<Operations | null> {
  const path = findSocketPath(dataDir);
  if (path === null) return null;
  const operations = createClient(path);
  try {
    await operations.inspect({});
    return operations;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (NOBODY.has(code)) return null;
    throw new InklingError(
      'control_closed',
      path,
      'the server of this folder does not let us in',
      'run the command as the user that runs the server',
      { cause: error },
    );
  }
}

function createClient(path: string): Operations {
  const calls = OPERATION_NAMES.map((name) => [name, (request: unknown) => call(path, name, request)]);
  return Object.fromEntries(calls) as Operations;
}

async function call(path: string, name: OperationName, request: unknown): Promise<Outcome<unknown>> {
  const body = JSON.stringify(request);
  const answer = await new Promise<string>((resolve, reject) => {
    const sent = openRequest({
      socketPath: path,
      path: `/${name}`,
      method: 'POST',
      agent: false,
      headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
    });
    sent.on('response', (response) => text(response).then(resolve, reject)).on('error', reject);
    sent.end(body);
  });
  return JSON.parse(answer) as Outcome<unknown>;
}
