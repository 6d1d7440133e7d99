/** Hostile traffic at a fixed rate beside connections that are held: bounded in what is under way, and it ends by itself. */
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { KINDS, pipelined } from './hostile-requests.ts';
import type { HostileOrder, HostilePlan, HostileReport } from './messages.ts';
import { holdConnections, type SlowConnections } from './slow-connections.ts';

const TICK_MS = 50;
/** Answers that are waited for; more are not asked. */
const MOST_UNDER_WAY = 400;
/** One connection in so many ticks sends twenty requests in one go. */
const TICKS_A_PIPELINE = 10;
const PIPELINED = 20;
const LONGEST_MS = 30_000;
/** Nobody stops it any more: then it stops itself. */
const LONGEST_RUN_MS = 3 * 3_600_000;

const agent = new Agent({ keepAlive: true, maxSockets: MOST_UNDER_WAY, localAddress: '127.0.0.77' });
const answers = new Map<string, Map<string, number>>();
const turns = Object.entries(KINDS).flatMap(([name, { share }]) => Array.from({ length: share }, () => name));
let sent = 0;
let underWay = 0;
let startedAt = 0;
let timer: NodeJS.Timeout | undefined;
let slow: SlowConnections | undefined;

process.on('message', (order: HostileOrder) => {
  if (order.verb === 'start') start(order.plan);
  else stop();
});
process.once('disconnect', () => process.exit());
setTimeout(() => process.exit(1), LONGEST_RUN_MS).unref();

function start(plan: HostilePlan): void {
  startedAt = performance.now();
  slow = holdConnections(plan);
  let ticks = 0;
  let due = 0;
  timer = setInterval(() => {
    ticks += 1;
    if (ticks % TICKS_A_PIPELINE === 0) pipeline(plan);
    due = ((performance.now() - startedAt) / 1_000) * plan.perSecond;
    while (sent < due && underWay < MOST_UNDER_WAY) send(plan, sent);
  }, TICK_MS);
}

function send(plan: HostilePlan, n: number): void {
  // A step that has no part in common with their number goes through all kinds in an even mixture.
  const name = turns[(n * 37) % turns.length] ?? 'garbage';
  const kind = KINDS[name];
  if (kind === undefined) return;
  const { method, path, headers, body } = kind.make(plan, n);
  sent += 1;
  underWay += 1;
  let isSettled = false;
  const settle = (answer: string): void => {
    if (isSettled) return;
    isSettled = true;
    underWay -= 1;
    count(name, answer);
  };
  const sending = request(
    { agent, port: plan.port, host: '127.0.0.1', method, path, headers, timeout: LONGEST_MS },
    (response) => {
      response.resume();
      response.on('close', () => settle(String(response.statusCode)));
    },
  );
  sending.on('error', () => settle('none'));
  sending.on('timeout', () => sending.destroy());
  sending.end(body);
}

function pipeline(plan: HostilePlan): void {
  const socket = connect({ port: plan.port, host: '127.0.0.1', localAddress: '127.0.0.78' });
  socket.on('error', () => undefined);
  socket.on('connect', () => socket.write(pipelined(plan)));
  socket.on('data', (piece) => {
    for (const [, status = 'none'] of piece.toString('latin1').matchAll(/HTTP\/1\.1 (\d{3})/g))
      count('pipelined', status);
  });
  setTimeout(() => socket.destroy(), 5_000);
  sent += PIPELINED;
}

function count(kind: string, answer: string): void {
  const own = answers.get(kind) ?? new Map<string, number>();
  own.set(answer, (own.get(answer) ?? 0) + 1);
  answers.set(kind, own);
}

function stop(): void {
  clearInterval(timer);
  const slowConnections = slow?.opened() ?? 0;
  slow?.stop();
  agent.destroy();
  const { user, system } = process.cpuUsage();
  const told: HostileReport = {
    sent,
    seconds: (performance.now() - startedAt) / 1_000,
    slowConnections,
    answers: Object.fromEntries([...answers].map(([kind, own]) => [kind, Object.fromEntries(own)])),
    cpuSeconds: (user + system) / 1e6,
  };
  process.send?.(told, () => process.disconnect());
}
