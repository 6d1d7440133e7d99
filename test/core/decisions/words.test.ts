import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readWords } from '../../../core/decisions/words.ts';
import { listFiles, ROOT } from '../../support/source-tree.ts';

const KINDS = [
  'message',
  'banner',
  'content',
  'comparison',
  'trust',
  'bundle',
  'coupon',
  'chat',
  'tour',
  'survey',
] as const;

/** `word('copied', 'Copied')` in what a page loads: the name, and the English that stands in for it. */
const asked = listFiles()
  .filter((path) => path.startsWith('core/tracker/browser/treatments/') && path.endsWith('.ts'))
  .flatMap((path) => [...readFileSync(`${ROOT}/${path}`, 'utf8').matchAll(/word\('(\w+)', '([^']+)'\)/g)])
  .map(([, name = '', english = '']) => [name, english] as const);

describe('our own words', () => {
  const sent = Object.assign({}, ...KINDS.map(readWords)) as Record<string, Record<string, string>>;

  it('are sent for everything that a page may say by itself, in the English that it would say', () => {
    expect(asked.length).toBeGreaterThan(10);
    expect(Object.fromEntries(asked)).toEqual(
      Object.fromEntries(Object.entries(sent).map(([name, { en }]) => [name, en])),
    );
  });

  it('go along with the kinds that need them, and with no other', () => {
    expect(Object.keys(readWords('banner'))).toEqual(['close']);
    expect(Object.keys(readWords('tour'))).toEqual(['close', 'next', 'back', 'done']);
  });
});
