import { describe, expect, it } from 'vitest';
import { wrap } from '../../../../apps/server/cli/wrap.ts';

describe('text that is too long for a line', () => {
  it.each<[what: string, text: string, hanging: string, columns: number, lines: readonly string[]]>([
    ['goes on below', 'one two three', '', 7, ['one two', 'three']],
    ['goes on under its beginning', '  by e1, e2', '     ', 9, ['  by e1,', '     e2']],
    ['keeps an option with its value', 'put FILE [--site S]', '  ', 16, ['put FILE', '  [--site S]']],
    ['is not broken within a word', 'abcdef ghijkl', '', 3, ['abcdef', 'ghijkl']],
    ['stays as it is where it fits', 'one two', '', 7, ['one two']],
    ['may be nothing', '', '', 7, ['']],
  ])('%s', (_, text, hanging, columns, lines) => {
    expect(wrap(text, hanging, columns).split('\n')).toEqual(lines);
  });

  it('has less room where its first line is begun', () => {
    expect(wrap('one two', '    ', 9, 4)).toBe('one\n    two');
  });
});
