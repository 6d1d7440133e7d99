/**
 * The load of a crash round, in a process that nobody kills: posts on many connections, and an append-only file that
 * says of every id, once its answer is here, that it was acknowledged. Its only argument is a LoadPlan.
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { openWire, writePost } from '../support/raw-http.ts';
import { createFastClock } from './fast-clock.ts';
import { type LoadPlan, monotonicMs } from './messages.ts';
import { createTraffic, type Post } from './traffic.ts';

/** So many that a group commit always finds more than fifty posts waiting. */
const LANES = 256;

const plan: LoadPlan = JSON.parse(process.argv[2] ?? '{}');
const clock = createFastClock(plan.startedAt);
const makePost = createTraffic({ ...plan, ...plan.keys });
const report = openSync(plan.reportPath, 'a');
let acknowledged = 0;

function say(line: string): void {
  writeSync(report, `${line}\n`);
}

function acknowledge({ ids }: Post, body: string): void {
  const { refused }: { refused: readonly { at: string }[] } = JSON.parse(body);
  const places = new Set(refused.map(({ at }) => Number(/\d+/.exec(at)?.[0])));
  const taken = ids.filter((_, place) => !places.has(place));
  if (taken.length > 0) say(`ack ${taken.join(' ')}`);
  acknowledged += 1;
  if (acknowledged === plan.warmAfter) process.send?.('warm');
}

/** Posts until the server is gone; then says since when its last post had been waiting. */
async function runLane(): Promise<void> {
  const wire = openWire(plan.port);
  for (;;) {
    const now = clock.now();
    const post = makePost(now);
    const sentAt = monotonicMs();
    wire.send(writePost(post.path, post.body(now), post.headers));
    const answer = await wire.answer().catch(() => null);
    if (answer === null) return say(`open ${sentAt}`);
    if (answer.status === 200) acknowledge(post, answer.body);
    else say(`status ${answer.status} ${answer.body.slice(0, 200)}`);
  }
}

await Promise.all(Array.from({ length: LANES }, runLane));
closeSync(report);
process.disconnect?.();
