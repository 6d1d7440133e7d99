/** Events as they come in, as server-sent events. A reader is told what it can take; of the rest, how many there were. */
import type { ServerResponse } from 'node:http';
import type { TailLine } from '../../core/live/tail.ts';
import type { Clock } from '../../core/ports.ts';
import { isOpen } from './drain.ts';

/** More than anybody reads: an import or a busy hour says how many it passes over. */
export const MOST_A_SECOND = 50;

/** @example const end = tail.watch(site, createTailWriter(response, clock)) */
export function createTailWriter(
  response: ServerResponse,
  clock: Pick<Clock, 'now'>,
): (lines: readonly TailLine[]) => void {
  let skipped = 0;
  let second = 0;
  let told = 0;
  return (lines) => {
    const current = Math.floor(clock.now() / 1_000);
    if (current !== second) {
      second = current;
      told = 0;
    }
    const mayWrite = isOpen(response) && !response.writableNeedDrain;
    const taken = lines.slice(0, mayWrite ? MOST_A_SECOND - told : 0);
    told += taken.length;
    if (taken.length > 0) {
      response.write(writeSkipped(skipped) + taken.map(writeLine).join(''));
      skipped = 0;
    }
    skipped += lines.length - taken.length;
  };
}

function writeSkipped(count: number): string {
  return count === 0 ? '' : `event: skipped\ndata: ${JSON.stringify({ count })}\n\n`;
}

export type TailLineView = Omit<TailLine, 'time'> & { readonly time: string };

function presentTailLine({ time, ...line }: TailLine): TailLineView {
  return { ...line, time: new Date(time).toISOString() };
}

function writeLine(line: TailLine): string {
  return `event: event\ndata: ${JSON.stringify(presentTailLine(line))}\n\n`;
}
