import { describe, expect, it, onTestFinished } from 'vitest';
import type { Report, Terminal } from '../../../../apps/server/cli/verb.ts';
import { makeDataFolder } from '../../../support/data-folder.ts';
import { NOON, type Served, serve } from '../../../support/served.ts';
import { bearer, call, createSite } from '../../../support/sites.ts';
import { makeTerminal, stoppedClock, type, writeFixture } from './support.ts';

const HOUR = 3_600_000;
const terminalOf = (dataDir: string, now = NOON) => makeTerminal({ DATA_DIR: dataDir }, stoppedClock(now));

async function withServer(): Promise<Terminal> {
  const dataDir = makeDataFolder();
  const served = await serve({ dataDir });
  onTestFinished(served.stop);
  return terminalOf(dataDir);
}

/** A folder that a server has used and left. */
async function withoutServer(): Promise<Terminal> {
  const dataDir = makeDataFolder();
  await (await serve({ dataDir })).stop();
  return terminalOf(dataDir);
}

const EVENTS = ['ann', 'ann', 'bob']
  .map((userId, n) =>
    JSON.stringify({
      id: `e${n}`,
      name: 'Product Viewed',
      time: new Date(NOON - (n + 1) * HOUR).toISOString(),
      userId,
      consent: { analytics: true },
      properties: { product_id: '1' },
    }),
  )
  .join('\n');

/** Nothing reports what became of e-mails yet. */
const WAITING = 'email-opened-site-inactive';
const KEEN = { key: 'keen', name: 'Keen', words: 'viewed the same product 2 times in 7 days' };
const write = (content: unknown) => writeFixture('segments.json', JSON.stringify(content));

describe.each([
  ['on a running server', withServer],
  ['on a folder without one', withoutServer],
] as const)('segments %s', (_, open) => {
  it('are put, listed and explained, with their members complete', async () => {
    const terminal = await open();
    await type(`replay ${writeFixture('events.ndjson', EVENTS)}`, terminal);
    const put = await type(`segments put ${write(KEEN)}`, terminal);
    expect(put).toMatchObject({
      exit: 0,
      json: { site: 'demo', items: [{ key: 'keen', version: 1, size: 1, state: 'ready' }], waiting: [] },
    });
    const file = await type('segments members keen --ndjson', terminal);
    expect(JSON.parse(file.text)).toEqual({
      visitor: expect.stringMatching(/^[0-9a-f]{32}$/),
      segment: 'keen',
    });
    const listed = await type('segments list', terminal);
    expect(listed).toMatchObject({
      exit: 0,
      json: { items: [{ key: 'keen', size: 1, words: KEEN.words, when: { per: 'product_id' } }] },
    });
    expect(listed.text).toMatch(/^segment +version +size +state +name\nkeen +1 +1 +ready +Keen$/);
    const { json } = await type('segments members keen', terminal);
    const { items } = json as { items: readonly string[] };
    expect(json).toEqual({
      site: 'demo',
      segment: 'keen',
      size: 1,
      items: [expect.stringMatching(/^[0-9a-f]{32}$/)],
    });
    const explained = await type(`explain ${items[0]} keen`, terminal);
    const until = new Date(NOON - 2 * HOUR + 7 * 24 * HOUR).toISOString();
    expect(explained.json).toMatchObject({
      holds: true,
      until,
      node: { kind: 'event', events: ['e1', 'e0'] },
    });
    expect(explained.text.split('\n')).toEqual([
      `in keen at ${new Date(NOON).toISOString()}, until ${until}`,
      '',
      `[x] ${KEEN.words}, until ${until}`,
      '    by e1, e0',
    ]);
    const before = await type(`explain ${items[0]} keen --at ${NOON - HOUR - 1}`, terminal);
    expect(before.text.split('\n').slice(2)).toEqual([`[ ] ${KEEN.words}`, '    by e1']);
  });

  it('are put all together, or none where one is refused', async () => {
    const terminal = await open();
    const refusals: readonly (readonly [object, object])[] = [
      [[KEEN, { ...KEEN, key: 'b', when: { segment: 'nobody' }, words: undefined }], { at: 'b: when' }],
      [[KEEN, { ...KEEN, name: 'Twice' }], { code: 'conflict', at: 'keen: key' }],
      [[KEEN, 7], { code: 'invalid_body', at: 'segment 2' }],
      [{ segments: [KEEN], stages: [{ key: 'x', when: { stage: 'x' } }] }, { at: 'stages[0].when' }],
      [{ segments: [KEEN], stages: [{ key: 'x', when: { segment: 'y' } }] }, { at: 'stages' }],
    ];
    for (const [content, error] of refusals) {
      const put = await type(`segments put ${write(content)}`, terminal);
      expect(put).toMatchObject({ exit: 1, json: { error } });
    }
    expect((await type('segments list', terminal)).json).toMatchObject({ items: [] });
  });

  it('are put in any order, each finding what it builds on, with the stages of the file', async () => {
    const terminal = await open();
    const above = { key: 'above', name: 'Above', when: { all: [{ segment: 'keen' }, { stage: 'new' }] } };
    const stages = [{ key: 'new', words: 'viewed a product' }];
    const put = await type(`segments put ${write({ segments: [above, KEEN], stages })}`, terminal);
    expect(put).toMatchObject({ exit: 0, json: { items: [{ key: 'above' }, { key: 'keen' }] } });
  });

  it('are deleted, what builds on others first', async () => {
    const terminal = await open();
    const above = { key: 'above', name: 'Above', when: { segment: 'keen' } };
    await type(`segments put ${write([KEEN, above])}`, terminal);
    expect(await type('segments delete keen', terminal)).toMatchObject({
      exit: 1,
      json: { error: { code: 'in_use', hint: expect.stringContaining('above') } },
    });
    expect(await type('segments delete above', terminal)).toMatchObject({
      exit: 0,
      json: { deleted: 'above' },
      text: 'deleted above',
    });
    expect(await type('segments delete keen', terminal)).toMatchObject({ exit: 0 });
    expect(await type('segments list', terminal)).toMatchObject({ json: { items: [] } });
  });

  it('come from templates; those that need something wait, and one alone is refused', async () => {
    const terminal = await open();
    const put = await type('segments put templates/content', terminal);
    expect(put).toMatchObject({ exit: 0, json: { waiting: [{ code: 'not_available', at: 'needs' }] } });
    expect((put.json as { items: readonly unknown[] }).items.length).toBeGreaterThan(3);
    expect(put.text).toContain(`waits: ${WAITING}: it asks what became of e-mails`);
    expect(await type('segments put templates/high-intent-low-frequency', terminal)).toMatchObject({
      exit: 0,
    });
    expect(await type(`segments put templates/${WAITING}`, terminal)).toMatchObject({
      exit: 1,
      json: { error: { code: 'not_available' } },
    });
  });

  it('that are not right are refused by place and cure', async () => {
    const terminal = await open();
    const refusals: readonly (readonly [string, object])[] = [
      [
        `segments put ${write({ ...KEEN, words: 'viewed the moon' })}`,
        { code: 'invalid_value', at: 'words' },
      ],
      [
        `segments put ${write([KEEN, { ...KEEN, key: 'b', name: 7 }])}`,
        { code: 'invalid_value', at: 'b: name' },
      ],
      [`segments put ${writeFixture('s.json', '{')}`, { code: 'malformed_json' }],
      [`segments put ${write(7)}`, { code: 'invalid_body' }],
      ['segments put nowhere.json', { code: 'not_found' }],
      ['segments put templates/zoo', { code: 'not_found' }],
      ['segments members nobody', { code: 'not_found' }],
      ['segments delete nobody', { code: 'not_found' }],
      ['explain anna keen', { code: 'invalid_value', at: 'visitor' }],
      [`explain ${'ff'.repeat(16)} keen`, { code: 'not_found' }],
      [`explain ${'ff'.repeat(16)} keen --at soon`, { code: 'invalid_value', at: 'at' }],
    ];
    for (const [words, error] of refusals) {
      expect([words, await type(words, terminal)]).toEqual([
        words,
        expect.objectContaining({ exit: 1, json: { error: expect.objectContaining(error) } }),
      ]);
    }
  });
});

describe('segments', () => {
  it('are checked without a server and without a folder', async () => {
    const terminal = makeTerminal({ DATA_DIR: '/nowhere' });
    const checked = await type(`segments check ${write([KEEN, { when: { idle: '3d' } }])}`, terminal);
    expect(checked).toMatchObject({
      exit: 0,
      json: {
        ok: true,
        items: [
          { key: 'keen', words: KEEN.words, needs: { events: ['Product Viewed'] } },
          { key: null, words: 'idle for 3 days' },
        ],
      },
    });
    expect(await type(`segments check ${write({ ...KEEN, key: '?' })}`, terminal)).toMatchObject({
      exit: 1,
      json: { error: { at: 'key' } },
    });
    expect(await type('segments check templates/saas', terminal)).toMatchObject({ exit: 0 });
  });

  it.each<[what: string, file: string, text: RegExp]>([
    ['no JSON', '{"key":}', /segments\.json: It is not valid JSON\. Unexpected token/],
    [
      'another key',
      '{"key": "k", "name": "K", "when": {"idle": "3d"}, "wrds": "idle"}',
      /did you mean "words"\?$/,
    ],
    [
      'none of the keys',
      '{"key": "k", "name": "K", "when": {"idle": "3d"}, "colour": 1}',
      /one of key, name, when, words, kpi, /,
    ],
  ])('are refused with place and cure: %s', async (_, file, text) => {
    const path = writeFixture('segments.json', file);
    const report = await type(`segments check ${path}`, makeTerminal({ DATA_DIR: '/nowhere' }));
    expect(report).toMatchObject({ exit: 1, text: expect.stringMatching(text) });
  });

  it.each([
    ['templates/cart-abandond', /Did you mean templates\/cart-abandoned\?$/],
    [
      'templates/xyzzy',
      /Choose one of: templates\/shop, .+, or one template, listed in docs\/segments\.md\.$/,
    ],
  ])('come from templates that exist: %s', async (path, text) => {
    const report = await type(`segments check ${path}`, makeTerminal({ DATA_DIR: '/nowhere' }));
    expect(report).toMatchObject({ exit: 1, text: expect.stringMatching(text) });
  });

  it('with a name that is probably a slip are taken, and the name is shown', async () => {
    const path = write({ ...KEEN, words: 'viewed a product with categry "Shoes"' });
    const doubt = 'no property "categry" of Product Viewed is known: did you mean\n';
    const checked = await type(`segments check ${path}`, makeTerminal({ DATA_DIR: '/nowhere' }));
    expect(checked).toMatchObject({ exit: 0, json: { items: [{ doubts: [expect.any(String)] }] } });
    expect(checked.text).toContain(`\n  doubtful: ${doubt}    "category"?`);
    const put = await type(`segments put ${path}`, await withoutServer());
    expect(put.exit).toBe(0);
    expect(put.text).toContain(
      '\ndoubtful: keen: no property "categry" of Product Viewed is known: did you mean\n',
    );
  });

  it('say what they need, and leave keys as they are written', async () => {
    const terminal = makeTerminal({ DATA_DIR: '/nowhere' });
    const idle = await type(`segments check ${write({ ...KEEN, words: 'idle for 3 days' })}`, terminal);
    expect(idle.text).toBe('keen: idle for 3 days\n  needs any event');
    const waiting = await type(`segments put templates/${WAITING}`, terminal);
    expect(waiting.text).toContain(` ${WAITING}: it asks what became of e-mails`);
  });

  it('are counted as of now on a folder that nobody has kept up with', async () => {
    const dataDir = makeDataFolder();
    await type(`replay ${writeFixture('events.ndjson', EVENTS)}`, terminalOf(dataDir));
    await type(`segments put ${write(KEEN)}`, terminalOf(dataDir));
    const later = await type('segments members keen', terminalOf(dataDir, NOON + 30 * 24 * HOUR));
    expect(later.json).toMatchObject({ size: 0 });
  });

  it('are explained alike by the command line and the API', async () => {
    const dataDir = makeDataFolder();
    const served: Served = await serve({ dataDir });
    onTestFinished(served.stop);
    const site = await createSite(served, { name: 'Second', serverConsent: { analytics: true } });
    await site.ingest([{ id: 'v', name: 'Product Viewed', userId: 'u', time: NOON - HOUR }]);
    await site.ask('PUT', '/v1/segments/seen', { name: 'Seen', words: 'viewed a product in 2 days' });
    await served.engine.segments.idle();
    const { visitor } = (await site.ask('POST', '/v1/visitors/lookup', { userId: 'u' })).body;
    for (const at of ['2026-01-05T11:30:00Z', '2026-02-01', String(NOON - 2 * HOUR)]) {
      const query = `at=${encodeURIComponent(at)}`;
      const told = await call(`${served.url}/v1/visitors/${visitor}/explain/seen?${query}`, {
        headers: bearer(site.secretKey),
      });
      const typed: Report = await type(
        `explain ${visitor} seen --site second --at ${at}`,
        terminalOf(dataDir),
      );
      expect(told.status).toBe(200);
      expect(typed.json).toEqual(told.body);
    }
  });
});
