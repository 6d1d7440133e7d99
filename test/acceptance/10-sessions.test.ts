import { describe, expect, it } from 'vitest';
import { dueAt, fold } from '../../core/profiles/fold.ts';
import { emptyProfile, type Profile } from '../../core/profiles/profile.ts';
import { sessionsAt } from '../../core/profiles/sessions.ts';
import { viewProfile } from '../../core/profiles/view.ts';
import { DAY, event, HOUR, MINUTE, PERSON, rules, START } from '../core/profiles/world.ts';

function visit(...steps: readonly (readonly [t: number, name: string, path: string])[]): Profile {
  return steps
    .map(([t, name, path]) => event(name, { t: START + t, context: { path } }))
    .reduce((profile, entry) => fold(profile, entry, rules), emptyProfile(PERSON));
}

const pages = (...times: readonly number[]): Profile =>
  visit(...times.map((t) => [t, 'Page Viewed', '/'] as const));
const count = (profile: Profile): number =>
  sessionsAt(profile.sessions, Number.POSITIVE_INFINITY, rules).count;

describe('acceptance 10: sessions', () => {
  it('go on after a gap of 29:59.999 and start anew after 30:00.000', () => {
    expect(count(pages(0, 30 * MINUTE - 1))).toBe(1);
    expect(count(pages(0, 30 * MINUTE))).toBe(2);
  });

  it('are not split by midnight', () => {
    expect(count(pages(DAY - 10 * MINUTE, DAY + 10 * MINUTE))).toBe(1);
  });

  it('hold at most 500 events and 12 hours', () => {
    expect(count(pages(...Array.from({ length: 1001 }, (_, n) => n)))).toBe(3);
    expect(count(pages(...Array.from({ length: 100 }, (_, n) => n * 15 * MINUTE)))).toBe(3);
  });

  it('have a drop point as soon as time ends them, with no event', () => {
    const profile = visit(
      [0, 'Page Viewed', '/'],
      [MINUTE, 'Product Added', '/shoes'],
      [2 * MINUTE, 'Page Viewed', '/help'],
    );
    const due = dueAt(profile, START + 2 * MINUTE, rules);
    expect(due).toBe(START + 32 * MINUTE);
    expect(viewProfile(profile, START + 32 * MINUTE - 1, rules).sessions).toMatchObject({
      ended: 0,
      recent: [],
    });
    expect(viewProfile(profile, START + 32 * MINUTE, rules).sessions).toMatchObject({
      ended: 1,
      open: null,
      recent: [{ drop: { step: 'cart', path: '/help' }, end: new Date(START + 32 * MINUTE).toISOString() }],
    });
    expect(dueAt(profile, START + HOUR, rules)).toBeNull();
  });
});
