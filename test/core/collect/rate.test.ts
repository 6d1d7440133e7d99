import { describe, expect, it } from 'vitest';
import { createBotFilter, isPrefetch } from '../../../core/collect/bots.ts';
import { createRateLimiter } from '../../../core/collect/rate.ts';

const NOW = 1_000_000;

const takeMany = (limiter: ReturnType<typeof createRateLimiter>, count: number, now: number, name = 'a') =>
  Array.from({ length: count }, () => limiter.take(name, { perSecond: 50 }, now)).filter(Boolean).length;

describe('the rate limit', () => {
  it('lets a second’s worth in at once, then as much as time brings', () => {
    const limiter = createRateLimiter(1);
    expect(takeMany(limiter, 80, NOW)).toBe(50);
    expect(takeMany(limiter, 80, NOW + 19)).toBe(0);
    expect(takeMany(limiter, 80, NOW + 20)).toBe(1);
    expect(takeMany(limiter, 80, NOW + 120)).toBe(5);
    expect(takeMany(limiter, 80, NOW + 3_600_000)).toBe(50);
  });

  it('keeps names apart, and forgives a clock that was set back', () => {
    const limiter = createRateLimiter(1);
    expect(takeMany(limiter, 60, NOW, 'a')).toBe(50);
    expect(takeMany(limiter, 60, NOW, 'b')).toBe(50);
    expect(limiter.take('a', { perSecond: 50 }, NOW - 3_600_000)).toBe(true);
  });

  it('lets somebody who keeps to the limit in, always', () => {
    const limiter = createRateLimiter(7);
    for (let n = 0; n < 1_000; n += 1)
      expect(limiter.take('steady', { perSecond: 50 }, NOW + n * 20)).toBe(true);
  });

  it('may hold more than a second brings back', () => {
    const limiter = createRateLimiter(1);
    const pace = { perSecond: 0.5, burst: 3 };
    const take = (count: number, now: number) =>
      Array.from({ length: count }, () => limiter.take('a', pace, now)).filter(Boolean).length;
    expect([take(5, NOW), take(5, NOW + 1_999), take(5, NOW + 2_000), take(5, NOW + 60_000)]).toEqual([
      3, 0, 1, 3,
    ]);
  });

  it('forgets nobody to make room: an attacker with a million names has the tokens of one table', () => {
    const limiter = createRateLimiter(3);
    expect(takeMany(limiter, 60, NOW, 'attacker')).toBe(50);
    let taken = 0;
    for (let n = 0; n < 200_000; n += 1) if (limiter.take(`net ${n}`, { perSecond: 1 }, NOW)) taken += 1;
    expect(taken).toBeLessThanOrEqual(65_536);
    expect(limiter.take('attacker', { perSecond: 50 }, NOW)).toBe(false);
  });

  it('shares its table differently in every process', () => {
    const names = Array.from({ length: 20_000 }, (_, n) => `net ${n}`);
    const collisions = (seed: number): string => {
      const limiter = createRateLimiter(seed);
      return names.filter((name) => !limiter.take(name, { perSecond: 1 }, NOW)).join();
    };
    expect(collisions(1)).not.toBe('');
    expect(collisions(1)).toBe(collisions(1));
    expect(collisions(1)).not.toBe(collisions(2));
  });
});

describe('automated traffic', () => {
  const { isBot } = createBotFilter();

  it.each([
    ['', true],
    ['Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)', true],
    ['curl/8.5.0', true],
    [
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/140.0.0.0 Safari/537.36',
      true,
    ],
    [
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
      false,
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
      false,
    ],
  ])('"%s" is one: %s, also when asked again', (userAgent, expected) => {
    expect([isBot(userAgent), isBot(userAgent)]).toEqual([expected, expected]);
  });

  it('answers alike however many were asked before', () => {
    const filter = createBotFilter();
    for (let n = 0; n < 6_000; n += 1) filter.isBot(`Mozilla/5.0 Gecko/${n} Firefox/140.0`);
    expect([filter.isBot('curl/8.5.0'), filter.isBot('Mozilla/5.0 Gecko/1 Firefox/140.0')]).toEqual([
      true,
      false,
    ]);
  });

  it.each([
    ['prefetch', true],
    ['prefetch;prerender', true],
    ['prefetch;anonymous-client-ip', true],
    ['Prerender', true],
    ['', false],
    ['fetch', false],
    ['unprefetched', false],
  ])('"%s" fetches ahead of a visit: %s', (purpose, expected) => {
    expect(isPrefetch(purpose)).toBe(expected);
  });
});
