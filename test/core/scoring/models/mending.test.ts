import { describe, expect, it, vi } from 'vitest';
import type { Json } from '../../../../core/entry.ts';
import { createInputWatch } from '../../../../core/scoring/drift/input-watch.ts';
import { createOutcomeWatch } from '../../../../core/scoring/drift/outcome-watch.ts';
import { createReference } from '../../../../core/scoring/drift/reference.ts';
import { BUILT_IN_LABELS } from '../../../../core/scoring/labels/label.ts';
import { toMatrix } from '../../../../core/scoring/matrix.ts';
import { createWatch, type WatchPorts } from '../../../../core/scoring/models/watch.ts';
import type { Site } from '../../../../core/sites/site.ts';
import { DAY, HOUR, rules, SITE, START } from '../../profiles/world.ts';

const LABEL = BUILT_IN_LABELS[0];
const margins = Float64Array.from({ length: 2_000 }, (_, row) => (row % 40) / 10 - 2);
const reference = createReference({
  matrix: toMatrix([...margins].map((margin) => [margin])),
  margins,
  probabilities: [...margins].map(() => 0.3),
  labels: [...margins].map((margin, row) => (margin > 0 && row % 3 > 0 ? 1 : 0)),
});

/** What was told before: rows that lie higher, or labels that the margin says nothing of. */
function tell(what: 'other rows' | 'other labels') {
  const [inputs, outcomes] = [createInputWatch(reference), createOutcomeWatch(reference)];
  for (const [row, margin] of margins.entries()) {
    if (what === 'other rows') inputs.record([margin + 3], margin);
    else outcomes.record({ margin, probability: 0.3, label: row % 10 < 3 ? 1 : 0 });
  }
  return { inputs: inputs.state(), outcomes: outcomes.state() };
}

/** One look at a model that was last trained so long ago, of a shop that nobody came to since. */
async function look(what: Parameters<typeof tell>[0], lastTrainedMs: number) {
  const now = START + 100 * DAY;
  const kept = { version: 1, since: START, until: now - DAY, ...tell(what), report: { at: now - DAY } };
  const put = vi.fn(() => Promise.resolve(true));
  const train = vi.fn();
  const state = { label: LABEL, active: 1, previous: null, latest: 1, lastRun: { at: now - lastTrainedMs } };
  const served = { version: 1, reference, model: {}, card: { trainedAt: START, recalibrated: null } };
  const watch = createWatch({
    store: {
      getRecord: async () => kept as unknown as Json,
      putRecord: put,
      listProfiles: async () => [],
      readLinks: async () => [],
      readVisitor: async () => [],
    },
    book: { flush: async () => undefined },
    models: { served: () => served, state: () => state, states: () => [state], add: vi.fn() },
    trainer: { train, progress: () => null },
    rulesOf: () => rules,
    now: () => now,
    onPromoted: async () => undefined,
  } as unknown as WatchPorts);
  await watch.run({ siteId: SITE, settings: { timezone: 'UTC' } } as Site);
  return { train, put, now };
}

describe('training anew', () => {
  it.each([
    ['a ranking that fell', 'other labels', DAY, 1],
    ['one that was tried an hour ago', 'other labels', HOUR, 0],
    ['other visitors alone', 'other rows', 7 * DAY, 1],
    ['other visitors within a week', 'other rows', 7 * DAY - 1, 0],
  ] as const)('is asked for by %s', async (_, what, lastTrainedMs, times) => {
    const { train, put } = await look(what, lastTrainedMs);
    expect(train).toHaveBeenCalledTimes(times);
    const kind = what === 'other rows' ? 'inputs' : 'ranking';
    const report = expect.objectContaining({ kind, alarm: kind === 'ranking', what: 'retrain' });
    expect(put).toHaveBeenCalledWith('model-watch', SITE, LABEL?.key, expect.objectContaining({ report }));
  });

  it('learns from what came since the model is watched, and from ten horizons at least', async () => {
    const { train, now } = await look('other labels', DAY);
    expect(train).toHaveBeenCalledWith(expect.anything(), LABEL?.key, START - 7 * DAY);
    expect(START - 7 * DAY).toBeLessThan(now - 70 * DAY);
  });
});
