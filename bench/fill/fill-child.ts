/** Fills a folder, says so, and goes on writing until it is killed. Arguments: folder, events, visitors. */
import { ingestRange, openEngine } from './engine.ts';

const [dataDir = '', events = '0', visitors = '1'] = process.argv.slice(2);
const count = Number(events);
const shape = { visitors: Number(visitors), startedAt: Date.now() - count * 400 - 86_400_000 };

const open = await openEngine(dataDir);
await ingestRange(open, shape, 0, count);
process.send?.('full');
for (let from = count; ; from += 2_000) await ingestRange(open, shape, from, from + 2_000);
