import { expect, it } from 'vitest';
import { createFaultLog } from '../../../apps/server/fault-log.ts';
import { createLog } from '../../../apps/server/log.ts';
import { InklingError } from '../../../core/errors.ts';

it.each([
  [new InklingError('clocks_apart', 'mongodb', 'fault', 'cure'), 'the clock of this server'],
  [new InklingError('out_of_touch', 'mongodb', 'fault', 'cure'), 'has not heard the others'],
  [new InklingError('notice_unreadable', 'peers', 'fault', 'cure'), 'cannot be read'],
  [new TypeError('of anybody'), 'work that goes on by itself'],
])('%s is in the log as what it was, and nothing that it may quote', (error, words) => {
  const lines: string[] = [];
  createFaultLog(createLog('info', { write: (line) => void lines.push(line) }))(error);
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? '').msg).toContain(words);
  expect(lines[0]).not.toContain('of anybody');
});
