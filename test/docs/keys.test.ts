import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { VERBS } from '../../apps/server/cli/verbs.ts';
import { formatDuration } from '../../core/segments/duration.ts';
import { LONGEST_OVERLAP_MS, MOST_OPEN, OVERLAP_MS } from '../../core/sites/site-keys.ts';
import { ROOT } from '../support/source-tree.ts';

const page = readFileSync(join(ROOT, 'docs/keys.md'), 'utf8').replaceAll(/\s+/g, ' ');

describe('the page about keys', () => {
  it('has the overlaps and bounds that the code has', () => {
    expect(page).toContain(`**${OVERLAP_MS.write / 86_400_000} days** for a write key`);
    expect(page).toContain(`**${OVERLAP_MS.secret / 3_600_000} hours** for a secret key`);
    expect(page).toContain(`at most ${formatDuration(LONGEST_OVERLAP_MS).replace('d', ' days')}`);
    expect(page).toContain(`at most ${MOST_OPEN} old keys of a kind`);
  });

  it('names only commands and options that there are', () => {
    const commands = [...page.matchAll(/inkling ((?:site|master-key) [a-z-]+)((?: (?:--)?[\w-]+)*)/g)];
    expect(commands.length).toBeGreaterThan(6);
    for (const [, name, rest = ''] of commands) {
      const verb = VERBS.find((one) => one.name === name);
      expect([name, verb?.name]).toEqual([name, name]);
      for (const [, option = ''] of rest.matchAll(/--([\w-]+)/g))
        expect(Object.keys(verb?.options ?? {})).toContain(option);
    }
  });
});
