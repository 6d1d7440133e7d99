import { expect, it } from 'vitest';
import type { Kinship } from '../../../../core/profiles/kinship.ts';
import type { Label } from '../../../../core/scoring/labels/label.ts';
import type { Served } from '../../../../core/scoring/models/model-book.ts';
import { createScoring, type ScoringPorts } from '../../../../core/scoring/serving/scoring.ts';
import type { Site } from '../../../../core/sites/site.ts';
import { MINUTE, PERSON, rules, START } from '../../profiles/world.ts';
import { profileAfter, toEvents } from '../histories.ts';

const site = { siteId: 'st_1', settings: { timezone: 'UTC' } } as unknown as Site;
const label: Label = { key: 'next_action', kind: 'next', withinMs: 30 * MINUTE };
const served = {
  version: 1,
  model: { label, trained: { kind: 'logistic' } },
  score: () => ({ p: 0.5, margin: 0, base: 0, reasons: [] }),
} as unknown as Served;

async function labelsAt(minutes: number): Promise<readonly string[]> {
  const profile = profileAfter(toEvents([[0, 'Product Viewed', { product_id: 'p1' }]]));
  const kinship: Kinship = { visitor: PERSON, links: [], ownership: null };
  const read = async () => ({ kinship, slot: { timeline: { profile } } });
  const ports = {
    book: { read },
    models: { served: () => served, states: () => [{ label }] },
    rulesOf: () => rules,
    now: () => START + minutes * MINUTE,
  } as unknown as ScoringPorts;
  const found = await createScoring(ports).of(site, PERSON);
  return found?.scores.map((score) => score.label) ?? [];
}

it.each([
  [0, ['next_action']],
  [29, ['next_action']],
  [31, []],
  [5 * 1_440, []],
])('what comes next is answered of who is here: %i minutes after the last event', async (minutes, labels) => {
  expect(await labelsAt(minutes)).toEqual(labels);
});
