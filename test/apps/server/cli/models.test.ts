import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Json } from '../../../../core/entry.ts';
import type { Label } from '../../../../core/scoring/labels/label.ts';
import { readRow } from '../../../../core/scoring/matrix.ts';
import type { ModelCard } from '../../../../core/scoring/models/card.ts';
import type { LastRun } from '../../../../core/scoring/models/model-book.ts';
import {
  openRecord,
  tellWatches,
  type WatchedVersion,
} from '../../../../core/scoring/models/watch-record.ts';
import { train } from '../../../../core/scoring/training/train.ts';
import { buys, plant } from '../../../core/scoring/training/planted.ts';
import { NOON, type Served, serve } from '../../../support/served.ts';
import { createSite, type TestSite } from '../../../support/sites.ts';
import { type FakeTerminal, makeTerminal, stoppedClock, type } from './support.ts';

const DAY = 86_400_000;
/** Foretold because a merchant asked for it. */
const LABEL: Label = { key: 'signs_up', kind: 'event', event: 'Trial Converted', withinMs: 7 * DAY };
const RUN: LastRun = { at: NOON, positives: 300, negatives: 900, lack: [], version: 1 };

function trainVersion(): WatchedVersion {
  const training = train({ label: LABEL, dataset: plant(1_200, 1, buys), champion: null, seed: 7 });
  if (training === null || training.reference === null) throw new Error('there were too few rows');
  const { model, reference, verdict, rows, window, candidates, importance } = training;
  const card: ModelCard = {
    ...{
      label: LABEL.key,
      version: 1,
      kind: model.trained.kind,
      featuresVersion: 1,
      trainedAt: NOON,
      verdict,
    },
    ...{ horizonMs: LABEL.withinMs, positives: 300, negatives: 900, isSampled: false, rows, window },
    ...{ heuristicShare: model.heuristicShare, candidates, importance, seed: 7, recalibrated: null },
  };
  return { version: 1, model, reference, card };
}
const version = trainVersion();

/** What the watch keeps after so many labels, as many of which are yes as it expects, or nearly all. */
function watch(labels: number, isMoved: boolean): Json {
  const { matrix, targets } = plant(Math.max(1, labels), 2, isMoved ? () => 1 : buys);
  const matured = Array.from({ length: labels }, (_, row) => ({
    ...{ t: NOON + row, about: `${row}`, features: readRow(matrix, row), target: targets[row] ?? 0 },
  }));
  const at = NOON + DAY;
  return tellWatches(version, openRecord(version, null), { matured, at }) as unknown as Json;
}

let served: Served;
let site: TestSite;
let terminal: FakeTerminal;
beforeAll(async () => {
  served = await serve();
  site = await createSite(served, { site: 'shop', name: 'Shop' });
  terminal = makeTerminal({ DATA_DIR: served.dataDir }, stoppedClock(NOON));
});
afterAll(() => served.stop());

const put = (within: string, event = 'Trial Converted') =>
  site.ask('PUT', '/v1/models/signs_up', { event, within });
const inkling = (words: string) => type(`${words} --site shop`, terminal);
const keepWatch = (record: Json) => served.store.putRecord('model-watch', site.siteId, LABEL.key, record);

/** One site, from one step to the next: each test goes on where the one before it ended. */
describe('a label of the site’s own', () => {
  it('is shown as soon as it is put, and says that nothing scores it', async () => {
    expect((await inkling('model show signs_up')).exit).toBe(1);
    expect(await put('7d')).toMatchObject({ status: 200, body: { state: 'none', definition: LABEL } });
    const { text } = await inkling('model show signs_up');
    expect(text.replace(/\s+/g, ' ').trim()).toBe(
      'Nothing scores signs_up yet: that “Trial Converted” follows within 7 days.',
    );
    expect((await inkling('model list')).text).toMatch(/^signs_up +none +that “Trial Converted”/m);
  });

  it('says after a training what it lacks, and never waits longer than that', async () => {
    const { text, json, exit } = await inkling('train signs_up');
    expect([exit, (json as { missing: string[] }).missing]).toEqual([
      0,
      ['0 of 100 “Trial Converted”', '0 of 100 sessions without one'],
    ]);
    expect(text).toContain('Not trained. It needs more: 0 of 100 “Trial Converted”');
  });

  it('is shown with the card of its model, and with no word of drift before the first look', async () => {
    await served.engine.intent.models.add(site.siteId as never, version, RUN);
    const { text, json } = await inkling('model show signs_up');
    expect(json).toMatchObject({ state: 'model', active: 1, drift: null });
    expect(text).toContain('Version 1 of signs_up is served');
    expect(text).toContain('Learned from');
    expect(text).not.toMatch(/Looked at|PSI/);
  });

  it('is shown with what the last look at it found', async () => {
    await keepWatch(watch(300, false));
    const { text } = await inkling('model show signs_up');
    expect(text).toContain('Looked at 2026-01-06T12:00:00.000Z, version 1, 300 labels: no alarm.');
    expect(text).not.toContain('It asks to');
    expect(text).toMatch(/Observed over expected [01]\.\d\d; log loss 0\.\d{4}, expected 0\.\d{4}\./);
    const [, psi = ''] = /PSI: (.+)\.$/.exec(text.replace(/\s+/g, ' ').trim()) ?? [];
    expect(psi.split(',')).toHaveLength(5);
    expect(psi).toContain('score ');
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it('is shown with the alarm, why it was raised, and what is asked for', async () => {
    await keepWatch(watch(400, true));
    const text = (await inkling('model show signs_up')).text.replace(/\s+/g, ' ');
    expect(text).toMatch(
      /400 labels: ALARM\. It asks to (recalibrate|retrain)\. The rate moved: \d+ of the last 400/,
    );
    expect(text).toMatch(/Observed over expected [1-9]\.\d\d/);
  });

  it('has no losses and no PSI while no label matured', async () => {
    await keepWatch(watch(0, false));
    const { text } = await inkling('model show signs_up');
    expect(text).toContain('0 labels: no alarm');
    expect(text).toContain('No label has matured yet.');
    expect(text).not.toMatch(/Observed over|PSI/);
  });

  it('keeps its model when it is put again as it is, and starts anew when it asks for something else', async () => {
    expect((await put('7d')).body).toMatchObject({ state: 'model', active: 1 });
    expect((await put('14d')).body).toMatchObject({ state: 'none', active: null, lastRun: null });
    const { json, text } = await inkling('model show signs_up');
    expect(json).toMatchObject({ card: null, drift: null, history: [{ version: 1 }] });
    expect(text).toContain('within 14 days');
    expect(text).toContain('Also trained:');
    expect(await inkling('model rollback signs_up')).toMatchObject({ exit: 1 });
  });
});
