/**
 * Takes events in, says when the range is in, and goes on behind it, saying so batch by batch, until it is killed.
 * Arguments: folder, first event, events, visitors, start of the stream (UTC ms).
 */
import { ingestRange, openEngine } from './engine.ts';

const STEP = 2_000;

const [dataDir = '', ...numbers] = process.argv.slice(2);
const [first = 0, events = 0, visitors = 1, startedAt = 0] = numbers.map(Number);
const shape = { visitors, startedAt };

const open = await openEngine(dataDir);
for (let from = first, to = first + events; ; from = to, to += STEP) {
  await ingestRange(open, shape, from, to);
  process.send?.(to);
}
