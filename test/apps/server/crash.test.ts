import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { explainFault, leaveNoDumps } from '../../../apps/server/crash.ts';
import { InklingError } from '../../../core/errors.ts';
import { findCanaries, writeNeedles } from '../../support/canary.ts';
import { makeDataFolder } from '../../support/data-folder.ts';
import { neutralEnvironment } from '../../support/neutral-environment.ts';
import { bearer } from '../../support/sites.ts';
import { ROOT } from '../../support/source-tree.ts';
import { CANARY, CANARY_HEADERS, HUNTED } from './canaries.ts';

const START = join(ROOT, 'apps/server/start.js');
const CRASHING = join(ROOT, 'test/support/crashing-child.ts');
const MASTER_KEY = Buffer.alloc(32, 0xa7).toString('base64');
const NEEDLES = writeNeedles([...HUNTED, MASTER_KEY]);
/** What an operator may have set for other programs: Node writes reports then. */
const REPORTS =
  '--report-on-fatalerror --report-uncaught-exception --report-on-signal --report-signal=SIGUSR2';

type Running = {
  readonly child: ChildProcess;
  readonly url: string;
  readonly cwd: string;
  readonly dataDir: string;
  output(): Buffer;
};

/** As the service unit starts it: without core files. */
async function start(nodeOptions: string): Promise<Running> {
  const cwd = makeDataFolder();
  const dataDir = makeDataFolder();
  const env = { ...neutralEnvironment(), PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'trace', MASTER_KEY };
  const child = spawn('sh', ['-c', 'ulimit -c 0; exec "$0" "$1"', process.execPath, START], {
    cwd,
    env: { ...env, TRUSTED_PROXIES: 'loopback', NODE_OPTIONS: `--import=${CRASHING} ${nodeOptions}` },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const chunks: Buffer[] = [];
  const ready = Promise.withResolvers<void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      if (chunk.includes('Stop with Ctrl+C')) ready.resolve();
    });
  }
  await Promise.race([ready.promise, once(child, 'close')]);
  const output = () => Buffer.concat(chunks);
  return {
    child,
    url: /http:\/\/127\.0\.0\.1:\d+/.exec(output().toString())?.[0] ?? '',
    cwd,
    dataDir,
    output,
  };
}

/** Somebody's requests; the last one is still being answered when it ends, if it ever is. */
async function visit({ url, output }: Running, crash: string): Promise<void> {
  const [key = ''] =
    output()
      .toString()
      .match(/\bsk_[\w-]+/) ?? [];
  const { userId, email } = CANARY;
  const event = {
    id: 'e1',
    name: 'Product Viewed',
    userId,
    email,
    consent: { analytics: true, contact: true },
  };
  const post = (headers: Readonly<Record<string, string>>, body: string) =>
    fetch(`${url}/v1/events`, {
      method: 'POST',
      headers: { ...bearer(key), ...CANARY_HEADERS, ...headers },
      body,
    });
  const note = { note: `${CANARY.email} ${CANARY.phone}` };
  const taken = await post({}, JSON.stringify({ events: [{ ...event, properties: note }] }));
  expect(await taken.json()).toMatchObject({ accepted: 1 });
  if (crash !== '') await post({ 'x-crash': crash }, CANARY.email).catch(() => undefined);
}

function searchEverything({ cwd, dataDir, output }: Running): readonly string[] {
  const files = [cwd, dataDir].flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => [name, readFileSync(join(parentPath, name))] as const),
  );
  return [...files, ['output', output()] as const].flatMap(([name, bytes]) =>
    findCanaries(bytes, NEEDLES).map(({ canary, form }) => `${name}: ${form} of ${canary}`),
  );
}

describe('a server that ends by', () => {
  it.each([
    ['a fault that quotes what was sent', 'throw', 1, null],
    ['a promise that nobody waits for', 'reject', 1, null],
    ['a lack of memory', 'memory', null, 'SIGABRT'],
    ['kill -9', 'SIGKILL', null, 'SIGKILL'],
    ['kill -ABRT', 'SIGABRT', null, 'SIGABRT'],
  ] as const)('%s leaves nothing of anybody: no report, no dump, no words', async (_, how, code, signal) => {
    const running = await start(`${REPORTS} --max-old-space-size=64`);
    const closed = once(running.child, 'close');
    const isSignal = how.startsWith('SIG');
    await visit(running, isSignal ? '' : how);
    if (isSignal) running.child.kill(how as NodeJS.Signals);
    expect(await closed).toEqual([code, signal]);
    expect(searchEverything(running)).toEqual([]);
    expect(readdirSync(running.cwd)).toEqual([]);
    if (code === 1) expect(running.output().toString()).toMatch(/Error\n {4}at .*(crashing-child|JSON)/);
  });

  it('does not start where Node was told to write its memory to a file', async () => {
    const running = await start('--heapsnapshot-near-heap-limit=1');
    expect(running.output().toString()).toMatch(
      /^\[inkling\] \[NODE_OPTIONS\] --heapsnapshot-near-heap-limit /,
    );
    expect([running.child.exitCode, readdirSync(running.dataDir)]).toEqual([1, []]);
  });
});

describe('Node is told to write', () => {
  const nodeWith = (execArgv: readonly string[], NODE_OPTIONS?: string) =>
    ({ execArgv, env: { NODE_OPTIONS }, report: {}, on: () => undefined }) as unknown as NodeJS.Process;

  it.each([
    '--heapsnapshot-near-heap-limit=1',
    '--heapsnapshot-signal=SIGUSR2',
    '--abort-on-uncaught-exception',
  ])('what is in memory by %s: that stops a start, and says what to do', (flag) => {
    const told = `${flag.split('=')[0]} writes all that visitors sent to a file: leave it out`;
    expect(() => leaveNoDumps(nodeWith([flag]))).toThrow(told);
    expect(() => leaveNoDumps(nodeWith([], `--no-warnings ${flag}`))).toThrow(told);
  });

  it('reports: that is taken back', () => {
    const node = nodeWith(['--max-old-space-size=64'], '--report-on-fatalerror');
    leaveNoDumps(node);
    expect(node.report).toEqual({
      reportOnFatalError: false,
      reportOnSignal: false,
      reportOnUncaughtException: false,
    });
  });
});

describe('a fault', () => {
  const quoting = new RangeError('no: Kaethe@example.com\n    at Kaethe (street)');
  const denied = Object.assign(new Error('EACCES: permission denied, open /data/x'), {
    code: 'EACCES',
    syscall: 'open',
  });

  it.each([
    [
      'of ours',
      new InklingError('cannot_listen', 'server', 'the port is in use', 'take another'),
      /in use: take another/,
    ],
    ['of the operating system', denied, /^Error EACCES: EACCES: permission denied, open \/data\/x\n {4}at /],
    ['that nobody foresaw', quoting, /^RangeError\n {4}at (?!Kaethe)/],
    ['that is none', 'Kaethe', /^a fault: string\n$/],
  ])('%s is told by what may be told of it', (_, error, told) => {
    expect(explainFault(error)).toMatch(told);
    expect(explainFault(error)).not.toMatch(/Kaethe/);
  });
});

it('the unit and the container that the docs give turn core files off', () => {
  const text = readFileSync(join(ROOT, 'docs/install.md'), 'utf8');
  expect(text).toMatch(/\[Service\][^[]*\nLimitCORE=0\n/);
  expect(text).toMatch(/docker run [^`]*--ulimit core=0 /);
});
