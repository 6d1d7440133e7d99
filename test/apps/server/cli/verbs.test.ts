import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Terminal } from '../../../../apps/server/cli/verb.ts';
import { makeDataFolder } from '../../../support/data-folder.ts';
import { NOON, type Served, serve } from '../../../support/served.ts';
import { ROOT } from '../../../support/source-tree.ts';
import { makeTerminal, stoppedClock, type, writeFixture } from './support.ts';

type Place = { readonly terminal: Terminal; readonly dataDir: string };

async function withServer(): Promise<Place & { readonly served: Served }> {
  const dataDir = makeDataFolder();
  const served = await serve({ dataDir });
  onTestFinished(served.stop);
  return { served, dataDir, terminal: makeTerminal({ DATA_DIR: dataDir }, stoppedClock(NOON)) };
}

/** A folder that a server has used and left. */
async function withoutServer(): Promise<Place> {
  const dataDir = makeDataFolder();
  await (await serve({ dataDir })).stop();
  return { dataDir, terminal: makeTerminal({ DATA_DIR: dataDir }, stoppedClock(NOON)) };
}

const PLACES: readonly (readonly [string, () => Promise<Place>])[] = [
  ['on a running server', withServer],
  ['on a folder without one', withoutServer],
];

const EVENTS = [
  '{"id":"e1","name":"Cart Viewed","time":"2019-10-01","userId":"ann-4711","consent":{"analytics":true}}',
  '{"id":"e2","name":"Cart Viewed","time":"2019-10-02","userId":"ann-4711","consent":{"analytics":true}}',
  '{"id":"e3","name":"Cart Viewed","time":"2019-10-02","userId":"bob-4711"}',
].join('\n');

const widthOf = (text: string): number => Math.max(...text.split('\n').map((line) => line.length));

describe.each(PLACES)('verbs %s', (_, open) => {
  it('site list prints keys and operator key', async () => {
    const { terminal } = await open();
    const { exit, json, text } = await type('site list --json', terminal);
    expect([exit, json]).toEqual([
      0,
      {
        operatorKey: expect.stringMatching(/^op_/),
        sites: [
          expect.objectContaining({
            site: 'demo',
            name: 'Demo shop',
            siteId: expect.stringMatching(/^st_/),
            writeKey: expect.stringMatching(/^wk_/),
            secretKey: expect.stringMatching(/^sk_/),
          }),
        ],
      },
    ]);
    expect(text).toContain('operator key  op_');
    expect(text).toMatch(/^ {2}site id {5}st_/m);
    await type('site rotate-keys demo', terminal);
    for (const words of ['site list', 'site rotate-keys demo'])
      expect(widthOf((await type(words, terminal)).text)).toBeLessThanOrEqual(80);
  });

  it('site remove takes a site, once somebody says so', async () => {
    const { terminal } = await open();
    await type('site create Shoes', terminal);
    expect(await type('site remove shoes', terminal)).toMatchObject({ exit: 2 });
    const removed = await type('site remove shoes --yes', terminal);
    expect(removed).toMatchObject({ exit: 0, json: { site: 'shoes', rows: expect.any(Number) } });
    expect((await type('site list', terminal)).text).not.toContain('shoes');
    expect(await type('site remove shoes --yes', terminal)).toMatchObject({ exit: 1, isFault: true });
  });

  it('sample make fills a shop beside a site, and sample remove takes all of it', async () => {
    const { terminal } = await open();
    const made = await type('sample make --site demo --visitors 50', terminal);
    expect([made.exit, made.json]).toEqual([0, { state: 'ready', progress: 1 }]);
    expect((await type('site list', terminal)).text).not.toContain('demo-sample');
    const removed = await type('sample remove --site demo', terminal);
    expect(removed.text).toMatch(/^Removed: [\d,]+ rows\.$/);
    expect((await type('sample remove --site demo', terminal)).exit).toBe(1);
    expect((await type('sample make --site demo --visitors many', terminal)).exit).toBe(1);
  });

  it('write-back says that nothing goes back to Segment', async () => {
    const { terminal } = await open();
    const { exit, json, text } = await type('write-back --site demo', terminal);
    expect([exit, json, text]).toEqual([0, { state: 'off' }, 'Nothing goes back to Segment.']);
  });

  it('segments health prints what the segments of a site lack', async () => {
    const { terminal } = await open();
    expect(await type('segments health', terminal)).toMatchObject({
      exit: 0,
      json: { visitors: 0, segments: [], overlaps: [], merges: [] },
      text: 'There is no segment in force.',
    });
    expect(await type('segments health --site nobody', terminal)).toMatchObject({ exit: 1, isFault: true });
  });

  it('site create makes a site that is there afterwards; its short name is taken then', async () => {
    const { terminal } = await open();
    const made = await type('site create Shoes --currency USD --timezone Europe/Berlin', terminal);
    expect(made).toMatchObject({
      exit: 0,
      json: { site: 'shoes', currency: 'USD', timezone: 'Europe/Berlin' },
    });
    const listed = await type('site list', terminal);
    expect(listed.json).toMatchObject({ sites: [{ site: 'demo' }, made.json] });
    expect(await type('site create Boots --site shoes', terminal)).toMatchObject({
      exit: 1,
      isFault: true,
      json: { error: { code: 'conflict' } },
    });
  });

  it('site rotate-keys gives new keys', async () => {
    const { terminal } = await open();
    const before = await type('site list', terminal);
    const rotated = await type('site rotate-keys demo', terminal);
    expect(rotated).toMatchObject({
      exit: 0,
      json: {
        oldKeys: [
          { kind: 'secret', until: new Date(NOON + 86_400_000).toISOString() },
          { kind: 'write', until: new Date(NOON + 7 * 86_400_000).toISOString() },
        ],
      },
    });
    const { writeKey, secretKey } = rotated.json as { writeKey: string; secretKey: string };
    expect(JSON.stringify(before.json)).not.toContain(writeKey);
    expect(JSON.stringify(before.json)).not.toContain(secretKey);
  });

  it('a site has to be named where there are several', async () => {
    const { terminal } = await open();
    await type('site create Shoes', terminal);
    const report = await type('erase --user 1', terminal);
    expect(report).toMatchObject({
      exit: 2,
      json: { error: { hint: 'say which with --site: demo, shoes' } },
      text: 'inkling: there are several sites; say which with --site: demo, shoes',
    });
  });

  it('jobs lists what recurs, and runs it', async () => {
    const { terminal } = await open();
    expect(await type('jobs run salts', terminal)).toMatchObject({
      exit: 0,
      json: { name: 'salts', lastError: null },
    });
    const { json, text } = await type('jobs', terminal);
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
    const { items } = json as { items: readonly { name: string; lastRunAt: string | null }[] };
    expect(items.find(({ name }) => name === 'salts')?.lastRunAt).toBe(new Date(NOON).toISOString());
    expect(items.map(({ name }) => name)).toContain('violations');
    expect(await type('jobs run dishes', terminal)).toMatchObject({
      exit: 1,
      json: { error: { code: 'not_found' } },
    });
  });

  it('replay adds events once, and erase removes what they left, once', async () => {
    const { terminal } = await open();
    const path = writeFixture('events.ndjson', EVENTS);
    const replayed = await type(`replay ${path}`, terminal);
    expect(replayed).toMatchObject({ exit: 0, json: { site: 'demo', added: 3, counted: 1, bad: 0 } });
    expect(replayed.text).toContain('3  events added');
    expect((await type(`replay ${path}`, terminal)).json).toMatchObject({ added: 0, duplicates: 3 });
    const erased = await type('erase --user ann-4711', terminal);
    expect(erased).toMatchObject({ exit: 0, json: { site: 'demo', removed: { entries: 3 } } });
    expect((await type('erase --user ann-4711', terminal)).json).toMatchObject({ total: 0 });
  });

  it('replay ends with 1 and names file and line where rows are not taken', async () => {
    const { terminal } = await open();
    const path = writeFixture('events.ndjson', `${EVENTS}\n{"name":"Cart Viewed"}\n`);
    const report = await type(`replay ${path}`, terminal);
    expect(report).toMatchObject({ exit: 1, json: { added: 3, bad: 1 } });
    expect(report.text).toContain(`${path}:4: time holds no time; write it as iso`);
  });

  it('doctor finds all well', async () => {
    const { terminal } = await open();
    const report = await type('doctor', terminal);
    expect(report).toMatchObject({ exit: 0, json: { ok: true } });
    const { findings } = report.json as { findings: readonly { check: string; state: string }[] };
    // The clock of the machine may be stepped at any time; what is made of that has tests of its own.
    expect(
      findings.filter(({ check, state }) => check !== 'clock' && state !== 'ok').map(({ check }) => check),
    ).toEqual(['public address']);
  });
});

describe('verbs', () => {
  it('replay of the same rows at other times adds nothing', async () => {
    const terminal = makeTerminal({ DATA_DIR: makeDataFolder() }, stoppedClock(NOON));
    const path = writeFixture('events.ndjson', EVENTS.split('\n').slice(0, 2).join('\n'));
    expect((await type(`replay ${path} --shift-to-now`, terminal)).json).toMatchObject({ added: 2 });
    expect((await type(`replay ${path}`, terminal)).json).toMatchObject({ added: 0, duplicates: 2 });
  });

  it('replay warns before it brings money of another currency', async () => {
    const terminal = makeTerminal({ DATA_DIR: makeDataFolder() }, stoppedClock(NOON));
    const map = writeFixture(
      'map.json',
      '{"name":{"value":"Cart Viewed"},"time":{"column":"at"},"properties":{"currency":{"value":"USD"}}}',
    );
    await type(`replay ${writeFixture('rows.csv', 'at\n2019-10-01\n')} --map ${map}`, terminal);
    expect(terminal.warnings()).toContain('The map says USD, site demo counts in EUR');
  });

  it('replay makes the folder where there is none, as the server would', async () => {
    const dataDir = `${makeDataFolder()}/new`;
    const terminal = makeTerminal({ DATA_DIR: dataDir }, stoppedClock(NOON));
    expect(await type(`replay ${writeFixture('events.ndjson', EVENTS)}`, terminal)).toMatchObject({
      exit: 0,
    });
    expect(readdirSync(dataDir)).toContain('master.key');
  });

  it('what is erased on the command line is written nowhere', async () => {
    const { terminal, served } = await withServer();
    await type('erase --email ann@example.com', terminal);
    const demo = served.sites.get('demo');
    const lines = await served.engine.audit.list(demo?.siteId ?? '', null, 100);
    expect(lines.filter(({ line }) => line.act === 'visitor erased')).toHaveLength(1);
    expect(JSON.stringify(lines)).not.toContain('ann@example.com');
  });
});

describe('--json', () => {
  it('is one document on standard output, in lines that an editor can take', () => {
    const words = [join(ROOT, 'apps/server/cli.ts'), 'campaigns', 'templates', 'exit-message', '--json'];
    const { stdout, stderr, status } = spawnSync(process.execPath, words, { encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^\{\n {2}"/);
    expect(JSON.parse(stdout)).toMatchObject({ key: 'exit-message' });
  });
});
