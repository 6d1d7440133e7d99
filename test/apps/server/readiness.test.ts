import { describe, expect, it } from 'vitest';
import { type Condition, findObstacle } from '../../../apps/server/routes/health.ts';

const WELL: Condition = {
  writable: true,
  reason: undefined,
  isInTouch: true,
  isOpen: true,
  oldestUnwrittenMs: 59_999,
};

describe('whoever asks why a server is not ready', () => {
  it('is told of nothing while it is', () => {
    expect(findObstacle(WELL)).toBeNull();
  });

  it.each<[string, Partial<Condition>, RegExp]>([
    ['stops', { isOpen: false, isInTouch: false, writable: false, reason: 'closing' }, /^it is stopping$/],
    ['cannot write, in the words of the store', { writable: false, reason: 'disk full' }, /^disk full$/],
    ['cannot write, and the store is silent', { writable: false }, /^the store cannot be written$/],
    ['is out of touch', { isInTouch: false }, /^out of touch with the other servers: .* start it again$/],
    [
      'does not keep up',
      { oldestUnwrittenMs: 60_000 },
      /^profiles have waited .* a minute: look at how long/,
    ],
  ])('hears that it %s', (_, change, words) => {
    expect(findObstacle({ ...WELL, ...change })).toMatch(words);
  });
});
