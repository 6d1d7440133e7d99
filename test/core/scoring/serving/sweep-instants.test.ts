import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../../core/entry.ts';
import { encodeProfile } from '../../../../core/profiles/codec.ts';
import { valueIn } from '../../../../core/scoring/model.ts';
import { type Sweep, type SweepPorts, sweepSite } from '../../../../core/scoring/serving/sweep.ts';
import type { Site } from '../../../../core/sites/site.ts';
import { MINUTE, PERSON, START } from '../../profiles/world.ts';
import { AROUND, profileAfter, type Step, toEvents } from '../histories.ts';

const HOUR = 60 * MINUTE;
const NOW = START + 15 * HOUR;
const LABEL = 'purchase_7d';
const site = { siteId: 'st_1', settings: { timezone: 'UTC' } } as unknown as Site;

type Asked = { readonly cause: Sweep['cause']; readonly steps: readonly Step[]; readonly held?: number };

/** Hours after midnight of every step that was written, and how long the visitor had been idle in what was scored. */
async function sweptAt({ cause, steps, held }: Asked) {
  const profile = profileAfter(toEvents(steps));
  const scores = held === undefined ? [] : [{ label: LABEL, p: 0.1, t: START + held * HOUR }];
  const data = encodeProfile({ ...profile, scores });
  const written: Entry[] = [];
  const idle: number[] = [];
  const score = (row: Float64Array) => {
    idle.push(valueIn(row, 'idle'));
    return { p: 0.9 };
  };
  const row = { visitor: PERSON, data };
  const ports = {
    store: {
      listProfiles: async (_: string, after: unknown) => (after === null ? [row] : []),
      readLinks: async () => [],
    },
    book: { flush: async () => undefined },
    append: async (entries: readonly Entry[]) => written.push(...entries),
    now: () => NOW,
  };
  const scorers = [{ label: LABEL, model: 1, score }];
  const { rules, zone } = AROUND;
  await sweepSite(ports as unknown as SweepPorts, { site, cause, scorers, around: { rules, zone } });
  return { hours: written.map(({ t }) => (t - START) / HOUR), idle };
}

const early: Step = [5 * 60, 'Product Viewed', { product_id: 'p1' }];
const yesterday: Step = [-120, 'Product Viewed', { product_id: 'p1' }];

describe('a step of a sweep', () => {
  it.each([
    ['at midnight, of who did nothing since', { cause: 'day', steps: [yesterday] }, 0, 7_200],
    ['at the last event, whose step was never logged', { cause: 'day', steps: [early] }, 5, 0],
    [
      'at midnight, after the step of the day before',
      { cause: 'day', steps: [yesterday], held: -2 },
      0,
      7_200,
    ],
    ['now, where another step came since', { cause: 'day', steps: [early], held: 10 }, 15, 0],
    ['now, for another model', { cause: 'model', steps: [early], held: 5 }, 15, 0],
  ] as const)('writes a step %s, of what was known when the score was made', async (_, asked, hour, idle) => {
    expect(await sweptAt(asked)).toEqual({ hours: [hour], idle: [idle] });
  });
});
