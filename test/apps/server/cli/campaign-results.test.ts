import { describe, expect, it, onTestFinished } from 'vitest';
import { openAsking, putCampaign } from '../../../acceptance/campaigns.ts';
import { device } from '../../../acceptance/world.ts';
import { makeDataFolder } from '../../../support/data-folder.ts';
import { NOON, serve } from '../../../support/served.ts';
import { createSite } from '../../../support/sites.ts';
import { makeTerminal, stoppedClock, type, writeFixture } from './support.ts';

const ARMS = [
  { key: 'control', weight: 1, treatment: null },
  { key: 'a', weight: 3, treatment: { kind: 'message', title: 'Hello', text: 'Stay a moment.' } },
];

/** Eight visitors at a shop with a campaign; where it is to be closed, as many as it takes until somebody sees it. */
async function open(isClosed = false, given: object = {}) {
  const dataDir = makeDataFolder();
  const served = await serve({ dataDir });
  onTestFinished(served.stop);
  const site = await createSite(served, { site: 'shop', name: 'Shop' });
  await putCampaign(site, 'hello', { variants: ARMS, ...given });
  const { show, report } = openAsking({ now: () => served.clock.now() }, site);
  let closed = 0;
  for (let n = 0; n < 8 || (isClosed && closed === 0); n += 1) {
    const [decision] = await show(device(70 + n));
    if (!isClosed || decision?.treatment == null) continue;
    await report(decision, { action: 'dismissed' });
    closed += 1;
  }
  return makeTerminal({ DATA_DIR: dataDir }, stoppedClock(NOON));
}

describe('campaigns report', () => {
  it('says what each arm did, and why there is no winner yet', async () => {
    const terminal = await open();
    const { text, json, exit } = await type('campaigns report hello --site shop', terminal);
    expect(exit).toBe(0);
    expect(text).toMatch(/hello, version 1 since 2026-01-05T12:00 UTC: conversion within 72h/);
    expect(text).toMatch(/arm +visitors +shown +clicked +converted +rate/);
    expect(text).toMatch(/a: not_enough_data/);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(json).toMatchObject({ campaign: 'hello', unit: 'person' });
  });

  it('says how often it was closed, where that happened', async () => {
    const { text } = await type('campaigns report hello --site shop', await open(true));
    expect(text).toMatch(/arm +visitors +shown +clicked +closed +converted +rate/);
    const [, shown, closed] = /^a +\d+ +(\d+) +0 +(\d+)/m.exec(text) ?? [];
    expect([Number(shown) > 0, closed]).toEqual([true, shown]);
  });

  it('says who gets it where that is not everybody, and what is missing to know more', async () => {
    const terminal = await open(false, { uplift: { share: 0.5 } });
    const before = await type('campaigns report hello --site shop', terminal);
    expect(before.text).toMatch(/Given to 50\.0 % of those outside the control arm, by chance\.$/);
    expect(before.json).toMatchObject({ uplift: { share: 0.5, by: 'chance' } });
    const asked = await type('campaigns uplift hello --site shop', terminal);
    expect(asked.json).toMatchObject({ by: 'chance', treated: 0, verdict: { word: 'abstain' } });
    const { text } = await type('campaigns report hello --site shop', terminal);
    for (const shown of [asked.text, text]) {
      expect(shown).toMatch(/abstain: It takes 100 conversions in the control, where there are 0/);
      expect(Math.max(...shown.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    }
    expect((await type('campaigns show hello --site shop', terminal)).text).toMatch(
      /given to the 50 % whom it changes most/,
    );
  });

  it.each([
    [
      'of a campaign that is not there',
      'campaigns report nobody --site shop',
      'There is no campaign "nobody" here',
    ],
    [
      'of a version that there is not',
      'campaigns report hello --version 3 --site shop',
      '"hello" has 1 to 1',
    ],
    [
      'of whom it changes where it is for everybody',
      'campaigns uplift hello --site shop',
      'It is for everybody: put',
    ],
    [
      'of whom one changes that is not there',
      'campaigns uplift nobody --site shop',
      'There is no campaign "nobody"',
    ],
    ['of a version that is none', 'campaigns report hello --version x --site shop', 'Write a whole number'],
  ])('is refused %s', async (_, line, cure) => {
    const { text, exit } = await type(line, await open());
    expect([exit, text]).toEqual([1, expect.stringContaining(cure)]);
  });
});

describe('campaigns dry-run', () => {
  it('says whom a campaign of the site, or a draft in a file, would have reached', async () => {
    const terminal = await open();
    const kept = await type('campaigns dry-run hello --days 2 --site shop', terminal);
    expect(kept.text).toMatch(/hello, 2026-01-03 to 2026-01-05: \d of 8 visitors reached, \d times in all/);
    const draft = { key: 'all', name: 'All', trigger: { event: 'Product Added' }, variants: [ARMS[1]] };
    const file = writeFixture('draft.json', JSON.stringify(draft));
    const run = await type(`campaigns dry-run ${file} --days 2 --site shop`, terminal);
    expect(run.json).toMatchObject({ visitors: 8, reached: 8, treatments: 8, times: { 1: 8 } });
    expect(run.text).toContain('how often: 8 once');
    const { json } = await type('campaigns show hello --site shop', terminal);
    const answered = writeFixture('answered.json', JSON.stringify(json));
    const again = await type(`campaigns dry-run ${answered} --days 2 --site shop`, terminal);
    expect(again.json).toEqual(kept.json);
  });
});
