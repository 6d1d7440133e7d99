import { describe, expect, it, onTestFinished } from 'vitest';
import type { Terminal } from '../../../../apps/server/cli/verb.ts';
import { makeDataFolder } from '../../../support/data-folder.ts';
import { NOON, serve } from '../../../support/served.ts';
import { makeTerminal, stoppedClock, type, writeFixture } from './support.ts';

const HOUR = 3_600_000;
const at = (t: number): string => new Date(t).toISOString();

async function withServer(): Promise<Terminal> {
  const dataDir = makeDataFolder();
  const served = await serve({ dataDir });
  onTestFinished(served.stop);
  return makeTerminal({ DATA_DIR: dataDir }, stoppedClock(NOON));
}

/** A folder that a server has used and left. */
async function withoutServer(): Promise<Terminal> {
  const dataDir = makeDataFolder();
  await (await serve({ dataDir })).stop();
  return makeTerminal({ DATA_DIR: dataDir }, stoppedClock(NOON));
}

/** Two views an hour apart of ann, one of bob with the second; six hours ago. */
const FIRST = NOON - 6 * HOUR;
const VIEWS = [
  ['ann', FIRST],
  ['ann', FIRST + HOUR],
  ['bob', FIRST + HOUR],
] as const;
const EVENTS = VIEWS.map(([userId, t], n) =>
  JSON.stringify({
    id: `e${n}`,
    name: 'Product Viewed',
    time: at(t),
    userId,
    consent: { analytics: true },
    properties: { product_id: '1' },
  }),
).join('\n');
const SEGMENTS = [
  { key: 'seen', name: 'Seen', words: 'viewed a product in 2 hours' },
  { key: 'again', name: 'Again', words: 'viewed a product 2 times in 2 hours' },
];

async function prepare(terminal: Terminal): Promise<void> {
  await type(`replay ${writeFixture('events.ndjson', EVENTS)}`, terminal);
  await type(`segments put ${writeFixture('segments.json', JSON.stringify(SEGMENTS))}`, terminal);
}

describe.each([
  ['on a running server', withServer],
  ['on a folder without one', withoutServer],
] as const)('segments sizes %s', (_, open) => {
  it('prints the sizes of every segment at each instant of the grid', async () => {
    const terminal = await open();
    await prepare(terminal);
    const told = await type(
      `segments sizes --from ${at(FIRST - HOUR)} --to ${at(FIRST + 3 * HOUR)} --every 1h`,
      terminal,
    );
    expect(told).toMatchObject({
      exit: 0,
      json: {
        site: 'demo',
        instants: [-1, 0, 1, 2, 3].map((hours) => at(FIRST + hours * HOUR)),
        items: [
          { segment: 'again', sizes: [0, 0, 1, 0, 0] },
          { segment: 'seen', sizes: [0, 1, 2, 2, 0] },
        ],
      },
    });
    expect(told.text).toMatch(/^again +0 +0 +1 +0 +0$/m);
    const usual = await type('segments sizes', terminal);
    const { instants } = usual.json as { instants: readonly string[] };
    expect([instants.length, instants[0], instants.at(-1)]).toEqual([13, at(FIRST), at(FIRST + HOUR)]);
  });

  it('says so where there are no events, or no segments', async () => {
    const terminal = await open();
    expect(await type('segments sizes', terminal)).toMatchObject({ exit: 0, text: 'No events yet.' });
    await type(`replay ${writeFixture('events.ndjson', EVENTS)}`, terminal);
    const told = await type('segments sizes', terminal);
    expect(told).toMatchObject({ exit: 0, json: { items: [] } });
    expect(told.text).toContain('No segments in force');
  });

  it('is refused by place and cure', async () => {
    const terminal = await open();
    await prepare(terminal);
    const refusals: readonly (readonly [string, string, string])[] = [
      ['--from soon', 'invalid_value', '--from'],
      ['--to 1999', 'time_out_of_range', '--to'],
      ['--every 0m', 'invalid_value', '--every'],
      ['--every often', 'invalid_value', '--every'],
      ['--every 1ms', 'invalid_value', '--every'],
      [`--from ${NOON} --to ${NOON - 1}`, 'invalid_value', '--to'],
      ['--site nowhere', 'unknown_site', '--site'],
    ];
    for (const [words, code, place] of refusals) {
      expect([words, await type(`segments sizes ${words}`, terminal)]).toEqual([
        words,
        expect.objectContaining({
          exit: 1,
          json: { error: expect.objectContaining({ code, at: place }) },
        }),
      ]);
    }
  });

  it('that are broken off say so, and that nothing stands in the way', async () => {
    const terminal = await open();
    const crowd = Array.from({ length: 150 }, (_, n) =>
      JSON.stringify({
        ...JSON.parse(EVENTS.split('\n')[0] ?? ''),
        id: `c${n}`,
        userId: `u${n}`,
      }),
    );
    await type(`replay ${writeFixture('crowd.ndjson', crowd.join('\n'))}`, terminal);
    await type(`segments put ${writeFixture('segments.json', JSON.stringify(SEGMENTS))}`, terminal);
    const broken = await type('segments sizes', { ...terminal, stopped: AbortSignal.abort() });
    expect(broken).toMatchObject({ exit: 1, json: { error: { code: 'interrupted', at: '' } } });
  });
});
