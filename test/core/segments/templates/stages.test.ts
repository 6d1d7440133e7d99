import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../../core/entry.ts';
import { parseStages } from '../../../../core/segments/parse.ts';
import { STAGES, type TemplateFamily } from '../../../../core/segments/templates/index.ts';
import { holdsAt } from '../brute/holds.ts';
import { ask, DAY, HOUR, START } from '../brute/world.ts';
import { answerOfEngine } from '../engine-answer.ts';
import {
  added,
  ordered,
  orderPaid,
  pageViewed,
  removed,
  signedUp,
  subscription,
  trial,
  viewed,
} from './senders.ts';
import { at, repeated } from './story.ts';

const JOURNEYS: readonly {
  readonly family: TemplateFamily;
  readonly log: readonly Entry[];
  readonly stages: readonly (readonly [t: number, stage: string])[];
}[] = [
  {
    family: 'shop',
    log: [
      ...at(START, pageViewed('/shop/'), viewed('p1'), viewed('i1'), added('p1'), removed('p1')),
      ...at(START + HOUR, added('i1'), ordered('1001', 'i1')),
      ...at(START + 40 * DAY, orderPaid(1002, '48.00', 17)),
    ],
    stages: [
      [START, 'visitor'],
      [START + 1000, 'visitor'],
      [START + 2000, 'considering'],
      [START + 3999, 'considering'],
      [START + 4000, 'considering'],
      [START + HOUR + 999, 'considering'],
      [START + HOUR + 1000, 'customer'],
      [START + 40 * DAY - 1, 'customer'],
      [START + 40 * DAY, 'repeat-customer'],
      [START + 220 * DAY - 1, 'repeat-customer'],
      [START + 220 * DAY, 'lapsed'],
    ],
  },
  {
    family: 'shop',
    log: at(START, added('p1')),
    stages: [
      [START + 999, 'visitor'],
      [START + 1000, 'cart'],
      [START + 7 * DAY - 1, 'cart'],
      [START + 7 * DAY, 'visitor'],
    ],
  },
  {
    family: 'saas',
    log: [
      ...at(START, pageViewed('/')),
      ...at(START + HOUR, signedUp(), trial('Started', START)),
      ...at(START + 14 * DAY, trial('Ended', START)),
      ...at(START + 15 * DAY, subscription('Started')),
      ...at(START + 80 * DAY, subscription('Cancelled')),
      ...at(START + 90 * DAY, subscription('Started')),
    ],
    stages: [
      [START, 'visitor'],
      [START + HOUR, 'signed-up'],
      [START + HOUR + 1000, 'trial'],
      [START + 14 * DAY, 'trial-ended'],
      [START + 15 * DAY + 999, 'trial-ended'],
      [START + 15 * DAY + 1000, 'customer'],
      [START + 80 * DAY - 1, 'customer'],
      [START + 80 * DAY, 'cancelled'],
      [START + 90 * DAY + 1000, 'customer'],
    ],
  },
  {
    family: 'content',
    log: [
      ...at(START, pageViewed('/a'), pageViewed('/b'), pageViewed('/c')),
      ...repeated(3, DAY, START + DAY, pageViewed('/d')),
      ...at(START + 4 * DAY, signedUp()),
    ],
    stages: [
      [START + 1000, 'visitor'],
      [START + 2000, 'reader'],
      [START + 3 * DAY - 1, 'reader'],
      [START + 3 * DAY, 'regular'],
      [START + 4 * DAY, 'member'],
      [START + 33 * DAY - 1, 'member'],
      [START + 33 * DAY, 'lapsed'],
    ],
  },
];

describe('stages', () => {
  it.each(Object.entries(STAGES))('of %s can be put', (_, stages) => {
    expect(parseStages(stages)).toEqual({ ok: true, value: stages });
  });

  it.each(JOURNEYS)(
    'of $family: the visitor stands where the way has led so far',
    ({ family, log, stages }) => {
      for (const [t, stage] of stages) {
        for (const read of [
          holdsAt,
          (question: Parameters<typeof holdsAt>[0]) => answerOfEngine(question).holds,
        ]) {
          const found = STAGES[family].filter(({ key }) =>
            read(ask({ stage: key }, log, t, { stages: STAGES[family] })),
          );
          expect([t - START, ...found.map(({ key }) => key)]).toEqual([t - START, stage]);
        }
      }
    },
  );
});
