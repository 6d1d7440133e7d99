import { describe, expect, it } from 'vitest';
import { resolveOwnership } from '../../core/identity/links.ts';
import { DAY, link, MINUTE, START, visitorId } from '../core/profiles/world.ts';

const tablet = visitorId('tablet');
const ann = visitorId('ann');
const bob = visitorId('bob');

describe('acceptance 19: what links never do', () => {
  it('merge the two persons of a shared device', () => {
    const { ownerOf, canonicalOf, membersOf } = resolveOwnership([
      link('login', tablet, ann, { t: START }),
      link('login', tablet, bob, { t: START + DAY }),
    ]);
    expect(ownerOf({ visitor: tablet, t: START + DAY - 1 })).toBe(ann);
    expect(ownerOf({ visitor: tablet, t: START + DAY })).toBe(bob);
    expect([canonicalOf(ann, START + 2 * DAY), canonicalOf(bob, START + 2 * DAY)]).toEqual([ann, bob]);
    expect(membersOf(ann)).toContainEqual({
      visitor: tablet,
      from: Number.NEGATIVE_INFINITY,
      to: START + DAY,
    });
  });

  it('go on after a reset', () => {
    const { ownerOf, canonicalOf } = resolveOwnership([
      link('login', tablet, ann, { t: START }),
      link('reset', tablet, null, { t: START + MINUTE }),
    ]);
    expect(ownerOf({ visitor: tablet, t: START + MINUTE })).toBe(ann);
    expect(ownerOf({ visitor: tablet, t: START + MINUTE + 1 })).toBe(tablet);
    expect(canonicalOf(tablet, START + DAY)).toBe(tablet);
  });

  it('tie more than 20 devices to a person within 30 days', () => {
    const device = (n: number) => visitorId(`device${n}`);
    const logins = Array.from({ length: 22 }, (_, n) =>
      link('login', device(n), ann, { t: START + n * DAY }),
    );
    const { membersOf, canonicalOf } = resolveOwnership(logins);
    expect(membersOf(ann).length).toBe(1 + 20);
    expect(canonicalOf(device(20), START + 40 * DAY)).toBe(device(20));
  });
});
