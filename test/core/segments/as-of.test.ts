import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../core/entry.ts';
import { isMoneyKey } from '../../../core/events/money.ts';
import { resolveOwnership } from '../../../core/identity/links.ts';
import { refold } from '../../../core/profiles/merge.ts';
import { createFoldRules } from '../../../core/profiles/rules.ts';
import { answerAt, membershipsAt } from '../../../core/segments/membership.ts';
import { createProgram } from '../../../core/segments/program.ts';
import { judgeDue } from '../../../core/segments/standing.ts';
import { createWorld } from '../../../core/segments/world.ts';
import { consent, event, link, MINUTE, PERSON, START, visitorId } from '../profiles/world.ts';

const DEVICE = visitorId('device');
const viewed = { key: 'viewed', name: 'Viewed', when: { event: 'Product Viewed', within: '2m' } } as const;
const program = createProgram({
  id: 'p',
  segments: [{ definition: viewed, version: 1 }],
  stages: [],
  zone: 'UTC',
  minorPerMajor: 100,
  shareOf: () => 0,
});
const segments = { program, world: createWorld() };
const rules = createFoldRules({ currency: 'EUR', funnelStep: () => null, isMoney: isMoneyKey, segments });

/** Both say whether they may be recognised, then view something; later the device logs in. */
function history(person: boolean, device: boolean): readonly Entry[] {
  return [
    consent({ analytics: person }, { t: START }),
    consent({ analytics: device }, { t: START + MINUTE, visitor: DEVICE }),
    event('Product Viewed', { t: START + 2 * MINUTE }),
    event('Product Viewed', { t: START + 3 * MINUTE, visitor: DEVICE }),
    link('login', DEVICE, PERSON, { t: START + 10 * MINUTE }),
    event('Product Viewed', { t: START + 12 * MINUTE, visitor: DEVICE }),
  ];
}

describe('a past before two ids became one', () => {
  it.each([
    [true, true],
    [true, false],
    [false, true],
    [false, false],
  ])('is the same whether it is asked for by itself or with what came after (%s, %s)', (person, device) => {
    const entries = history(person, device);
    const ownership = resolveOwnership(entries.filter(({ type }) => type === 'link') as never);
    const input = { canonical: PERSON, entries, ownership, bases: [], rules } as const;
    const { moves } = judgeDue(refold(input).profile, START + 20 * MINUTE, rules).tracks;
    for (let t = START - MINUTE; t < START + 20 * MINUTE; t += MINUTE / 2) {
      const { profile } = refold({ ...input, until: t });
      const last = moves.filter(({ at }) => at <= t).at(-1);
      const since = last?.type === 'entered' ? [{ segment: 0, since: last.since }] : [];
      const minutes = (t - START) / MINUTE;
      expect([minutes, membershipsAt(profile, t, rules)]).toEqual([minutes, since]);
      expect([minutes, answerAt(profile, 0, t, rules).holds]).toEqual([minutes, since.length > 0]);
    }
  });
});
