/**
 * Lists as files: one JSON document a line, as of now, however long the list. Nothing of it waits in memory but the line
 * being written, and a reader that stops taking is cut off. https://github.com/ndjson/ndjson-spec
 */
import type { ServerResponse } from 'node:http';
import { accept, type Outcome, refuse } from '../../core/errors.ts';
import type { Clock } from '../../core/ports.ts';
import { nextTurn } from '../../core/turn.ts';
import { type Answer, ok } from './answer.ts';
import { drain, isOpen } from './drain.ts';
import type { RouteRequest } from './route.ts';

export const LINES_TYPE = 'application/x-ndjson';
const HEADERS = {
  'content-type': `${LINES_TYPE}; charset=utf-8`,
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
};
/** Between two turns of everybody else. */
const LINES_A_TURN = 100;

export type LinePorts = {
  readonly clock: Clock;
  readonly onFault: (error: unknown) => void;
};

/** What an answer with them takes. @example return lines(members); */
export type Lines = (items: AsyncIterable<unknown>) => Answer;

/** A list that breaks off ends without its last chunk, so that no reader takes it for whole. */
export function createLines({ clock, onFault }: LinePorts): Lines {
  return (items) => ({
    ...ok({}),
    stream: (response) => {
      response.writeHead(200, HEADERS);
      if (response.req.method === 'HEAD') return void response.end();
      write(items, response, clock).catch((error: unknown) => {
        if (isOpen(response)) onFault(error);
        response.destroy();
      });
    },
  });
}

async function write(items: AsyncIterable<unknown>, response: ServerResponse, clock: Clock): Promise<void> {
  let written = 0;
  for await (const item of items) {
    if (!isOpen(response)) return;
    if (!response.write(`${JSON.stringify(item)}\n`)) await drain(response, clock);
    written += 1;
    if (written % LINES_A_TURN === 0) await nextTurn();
  }
  if (isOpen(response)) response.end();
}

/**
 * Whether somebody asks for a file: by `?format=ndjson`, or by what they accept, where they say no format.
 *
 * @example isForLines({ query: new URLSearchParams('format=ndjson'), raw }) // { ok: true, value: true }
 */
export function isForLines({ query, raw }: Pick<RouteRequest, 'query' | 'raw'>): Outcome<boolean> {
  const format = query.get('format');
  if (format !== null && format !== 'json' && format !== 'ndjson')
    return refuse('invalid_value', 'format', 'write json or ndjson');
  const accepted = raw.headers.accept ?? '';
  const isAsked = format === 'ndjson' || (format === null && accepted.includes(LINES_TYPE));
  const odd = ['limit', 'cursor'].find((name) => query.has(name));
  if (isAsked && odd !== undefined)
    return refuse('invalid_value', odd, 'a file has no pages: leave limit and cursor away');
  return accept(isAsked);
}
