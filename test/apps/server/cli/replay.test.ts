import { appendFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { parseMap, type RowMap } from '../../../../apps/server/cli/replay/map.ts';
import { type ReplayOptions, type ReplayReport, replay } from '../../../../apps/server/cli/replay/replay.ts';
import type { Sink } from '../../../../apps/server/cli/replay/sink.ts';
import { makeDataFolder } from '../../../support/data-folder.ts';
import { createKeepingSink, type KeepingSink, writeFixture } from './support.ts';

const NOW = Date.UTC(2026, 0, 5, 12);
const MAP = {
  name: { column: 'kind', events: { view: 'Product Viewed' } },
  time: { column: 'at' },
  visitor: { userId: 'user' },
  properties: { product_id: 'product' },
};

function mapOf(map: object = MAP): { text: string; map: RowMap } {
  const text = JSON.stringify(map);
  const parsed = parseMap(text, 'map.json');
  if (!parsed.ok) throw new Error(parsed.hint);
  return { text, map: parsed.value };
}

function csvOf(rows: number): string {
  const lines = Array.from(
    { length: rows },
    (_, i) => `2019-10-01T00:00:00.${String(i % 1000).padStart(3, '0')}Z,view,u${i % 7},${i}`,
  );
  return ['at,kind,user,product', ...lines, ''].join('\n');
}

function optionsOf(path: string, more: Partial<ReplayOptions> = {}): ReplayOptions {
  const dataDir = more.dataDir ?? makeDataFolder();
  return {
    path,
    map: mapOf(),
    siteId: 'st_1',
    dataDir,
    speed: null,
    concurrency: 2,
    shiftToNow: false,
    ...more,
  };
}

function ask(options: ReplayOptions, sink: Sink, nowMs = NOW): ReturnType<typeof replay> {
  return replay(options, {
    sink,
    now: () => nowMs,
    wait: async () => undefined,
    stopped: new AbortController().signal,
    onProgress: () => undefined,
  });
}

async function run(...asked: Parameters<typeof ask>): Promise<ReplayReport> {
  const report = await ask(...asked);
  if ('ok' in report) throw new Error(`${report.at}: ${report.hint}`);
  return report;
}

/** A sink that takes `posts` posts and is then out of reach. */
function tearing(sink: KeepingSink, posts: number): Sink {
  let left = posts;
  return {
    send: async (events) => {
      left -= 1;
      if (left < 0) return { kind: 'refused', code: 'internal', hint: 'torn' };
      return sink.send(events);
    },
  };
}

describe('replay of a file', () => {
  it('sends each row once, in posts of 500', async () => {
    const sink = createKeepingSink();
    const report = await run(optionsOf(writeFixture('rows.csv', csvOf(1_234))), sink);
    expect(report).toMatchObject({
      rows: 1_234,
      accepted: 1_234,
      added: 1_234,
      duplicates: 0,
      bad: 0,
      isWhole: true,
    });
    expect(sink.posts.map((post) => post.length)).toEqual([500, 500, 234]);
    expect(sink.posts[0]?.[0]).toMatchObject({
      name: 'Product Viewed',
      time: Date.UTC(2019, 9, 1),
      userId: 'u0',
      properties: { product_id: '0' },
    });
  });

  it('adds nothing the second time', async () => {
    const sink = createKeepingSink();
    const options = optionsOf(writeFixture('rows.csv', csvOf(700)));
    await run(options, sink);
    expect(await run(options, sink)).toMatchObject({ rows: 700, added: 0, duplicates: 700 });
  });

  it('counts exact duplicates, each with an id of its own', async () => {
    const sink = createKeepingSink();
    const row = '2019-10-01T00:00:00Z,view,u1,1\n';
    const path = writeFixture('rows.csv', `at,kind,user,product\n${row}${row}${row}`);
    expect(await run(optionsOf(path), sink)).toMatchObject({ added: 3 });
    expect(await run(optionsOf(path), sink)).toMatchObject({ added: 0 });
  });

  it('gives the same ids packed or not, and in any order', async () => {
    const text = csvOf(300);
    const [head = '', ...rows] = text.trimEnd().split('\n');
    const variants = [text, gzipSync(text), [head, ...rows.toReversed()].join('\r\n'), `\ufeff${text}`];
    const ids = [];
    for (const variant of variants) {
      const sink = createKeepingSink();
      await run(optionsOf(writeFixture('rows.csv', variant)), sink);
      ids.push(sink.ids().toSorted());
    }
    expect(ids).toEqual([ids[0], ids[0], ids[0], ids[0]]);
  });

  it('takes NDJSON of events without a map', async () => {
    const sink = createKeepingSink();
    const lines = [
      '{"name":"Cart Viewed","time":"2019-10-01","userId":"u1"}',
      'no',
      '{"name":"Cart Viewed"}',
    ];
    const report = await run(optionsOf(writeFixture('rows.ndjson', lines.join('\n')), { map: null }), sink);
    expect(report).toMatchObject({ rows: 3, added: 1, bad: 2, badRows: [{ line: 2 }, { line: 3 }] });
    expect(sink.posts[0]?.[0]).toMatchObject({ name: 'Cart Viewed', userId: 'u1' });
  });

  it('lists the first twenty rows that are not taken, counts all, and goes on', async () => {
    const rows = Array.from({ length: 30 }, () => 'soon,view,u1,1').join('\n');
    const path = writeFixture('rows.csv', `at,kind,user,product\n${rows}\n2019-10-01,view,u1,1\n`);
    const report = await run(optionsOf(path), createKeepingSink());
    expect(report).toMatchObject({ bad: 30, added: 1, isWhole: true });
    expect(report.badRows).toHaveLength(20);
    expect(report.badRows[0]).toEqual({ line: 2, fault: 'at holds no time', cure: expect.any(String) });
  });

  it('names the line of an event that the server refused', async () => {
    const sink: Sink = {
      send: async (events) => ({
        kind: 'taken',
        accepted: events.length - 1,
        duplicates: 0,
        counted: 0,
        refused: [{ at: 'events[1].name', code: 'invalid_name', hint: 'name it' }],
      }),
    };
    const report = await run(optionsOf(writeFixture('rows.csv', csvOf(3))), sink);
    expect(report).toMatchObject({ added: 2, bad: 1, badRows: [{ line: 3, fault: 'name: invalid_name' }] });
  });

  it('refuses a map that does not fit the file before anything is sent', async () => {
    const sink = createKeepingSink();
    const options = optionsOf(writeFixture('rows.csv', csvOf(3)), {
      map: mapOf({ ...MAP, properties: { product_id: 'prodcut' } }),
    });
    expect(await ask(options, sink)).toMatchObject({
      ok: false,
      at: 'properties.product_id',
      hint: 'the file has no column "prodcut", it has: at, kind, user, product',
    });
    expect(sink.posts).toEqual([]);
  });

  it.each([
    ['at,kind', 'name', 'the file has no column "name", it has: at, kind; describe the file with --map'],
    ['name,kind', 'time', 'the file has no column "time", it has: name, kind; describe the file with --map'],
  ])('refuses a CSV file of %s without a map before its rows are gone through', async (head, at, hint) => {
    const sink = createKeepingSink();
    const path = writeFixture('rows.csv', `${head}\n2019-10-01,view\n`);
    expect(await ask(optionsOf(path, { map: null }), sink)).toMatchObject({ ok: false, at, hint });
    expect(sink.posts).toEqual([]);
  });

  it.each([
    ['is not there', null, /no such file/],
    ['is not UTF-8', Buffer.from([0x61, 0x0a, 0xff, 0xfe]), /not UTF-8/],
    ['is a gzip stream cut short', gzipSync(csvOf(5_000)).subarray(0, 900), /cut short/],
    ['has an open quote', 'at,kind,user,product\n"2019', /line 2.*close its quotes/],
  ])('tells a file that %s', async (_, content, fault) => {
    const path = content === null ? '/none/rows.csv' : writeFixture('rows.csv', content);
    await expect(run(optionsOf(path), createKeepingSink())).rejects.toThrow(fault);
  });

  it('of an empty file sends nothing', async () => {
    expect(
      await run(optionsOf(writeFixture('rows.csv', ''), { map: null }), createKeepingSink()),
    ).toMatchObject({
      rows: 0,
      accepted: 0,
      isWhole: true,
    });
  });
});

describe('an interrupted replay', () => {
  it('goes on where it stopped, with the same ids', async () => {
    const path = writeFixture('rows.csv', csvOf(2_000) + csvOf(2_000).split('\n').slice(1).join('\n'));
    const options = optionsOf(path, { concurrency: 1 });
    const whole = createKeepingSink();
    await run({ ...options, dataDir: makeDataFolder() }, whole);
    const sink = createKeepingSink();
    await expect(run(options, tearing(sink, 5))).rejects.toThrow('torn');
    const report = await run(options, sink);
    expect(report).toMatchObject({ resumedAt: 2_500, rows: 1_500, added: 1_500, duplicates: 0 });
    expect(sink.ids().toSorted()).toEqual(whole.ids().toSorted());
  });

  it('moves the rest by as much as the beginning', async () => {
    const options = optionsOf(writeFixture('rows.csv', csvOf(1_500)), { shiftToNow: true, concurrency: 1 });
    const sink = createKeepingSink();
    await expect(run(options, tearing(sink, 1))).rejects.toThrow('torn');
    const report = await run(options, sink, NOW + 3_600_000);
    const times = sink.posts.flat().map(({ time }) => Number(time));
    expect(Math.max(...times)).toBe(NOW);
    expect(report.shiftMs).toBe(NOW - Date.UTC(2019, 9, 1, 0, 0, 0, 999));
  });

  it('stopped while it looks for the latest time remembers nothing', async () => {
    const options = optionsOf(writeFixture('rows.csv', csvOf(40_000)), { shiftToNow: true });
    const stop = new AbortController();
    const sink = createKeepingSink();
    const ports = { sink, now: () => NOW, wait: async () => undefined, stopped: stop.signal };
    const report = await replay(options, { ...ports, onProgress: () => stop.abort() });
    expect(report).toMatchObject({ rows: 0, isWhole: false });
    expect(await run(options, sink)).toMatchObject({ shiftMs: NOW - Date.UTC(2019, 9, 1, 0, 0, 0, 999) });
  });

  it('starts over for another file, map or site, and forgets its place when it is through', async () => {
    const path = writeFixture('rows.csv', csvOf(1_500));
    const options = optionsOf(path, { concurrency: 1 });
    const sink = createKeepingSink();
    await expect(run(options, tearing(sink, 1))).rejects.toThrow('torn');
    expect(await run({ ...options, siteId: 'st_2' }, createKeepingSink())).toMatchObject({ resumedAt: 0 });
    expect(
      await run({ ...options, map: mapOf({ ...MAP, source: 'web' }) }, createKeepingSink()),
    ).toMatchObject({ resumedAt: 0 });
    expect(await run(options, sink)).toMatchObject({ resumedAt: 500 });
    expect(readdirSync(join(options.dataDir, 'replays'))).toEqual([]);
    appendFileSync(path, '2019-10-01T00:00:00Z,view,u1,new\n');
    expect(await run(options, sink)).toMatchObject({ resumedAt: 0, added: 1, duplicates: 1_500 });
  });

  it('starts over where its note is torn', async () => {
    const options = optionsOf(writeFixture('rows.csv', csvOf(1_500)), { concurrency: 1 });
    await expect(run(options, tearing(createKeepingSink(), 1))).rejects.toThrow('torn');
    const folder = join(options.dataDir, 'replays');
    const note = join(folder, readdirSync(folder)[0] ?? '');
    expect(existsSync(note) && JSON.parse(readFileSync(note, 'utf8'))).toMatchObject({ rows: 500 });
    appendFileSync(note, '}');
    expect(await run(options, createKeepingSink())).toMatchObject({ resumedAt: 0, rows: 1_500 });
  });
});
