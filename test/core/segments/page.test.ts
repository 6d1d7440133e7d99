import { readFileSync } from 'node:fs';
import { expect, describe as group, it } from 'vitest';
import { describe, readWords } from '../../../core/segments/words.ts';

const page = readFileSync(new URL('../../../docs/segments.md', import.meta.url), 'utf8');
const EXAMPLES = [...page.matchAll(/^\| ([^|]+) \| `(\{.*\})` \|$/gm)].map(([, words = '', json = '']) => ({
  words,
  json,
}));

group('docs/segments.md', () => {
  it('has examples', () => {
    expect(EXAMPLES.length).toBeGreaterThan(10);
  });

  it.each(EXAMPLES)('$words is read as the JSON beside it, and said so again', ({ words, json }) => {
    expect(readWords(words)).toEqual({ ok: true, value: JSON.parse(json) });
    expect(describe(JSON.parse(json))).toBe(words);
  });
});
