/** Automated traffic at the browser's door. */
import { isbot } from 'isbot';

const MOST_REMEMBERED = 5_000;

export type BotFilter = { isBot(userAgent: string): boolean };

/** Remembers its answers: a shop sees few user agents, and matching one costs about 2 µs. */
export function createBotFilter(): BotFilter {
  let known = new Map<string, boolean>();
  return {
    isBot: (userAgent) => {
      const before = known.get(userAgent);
      if (before !== undefined) return before;
      const answer = userAgent === '' || isbot(userAgent);
      if (known.size >= MOST_REMEMBERED) known = new Map();
      known.set(userAgent, answer);
      return answer;
    },
  };
}

/** `Sec-Purpose: prefetch`, `prefetch;prerender`: the page was fetched ahead of a visit that may never come. */
export function isPrefetch(secPurpose: string): boolean {
  return /\bpre(fetch|render)\b/i.test(secPurpose);
}
