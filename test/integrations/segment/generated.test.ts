import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { generateFiles } from '../../../integrations/segment/generated.ts';
import { ROOT } from '../../support/source-tree.ts';

const generated = await generateFiles();

describe('what is generated (npm run segment:generate)', () => {
  it('is the types of all actions, of the settings, the metadata, two pictures, and the function', () => {
    expect(generated.size).toBe(13);
  });

  it('is typed as by Segment’s own command, whose build compares: each type under its banner, choices as text', () => {
    expect(generated.get('destination/generated-types.ts')?.match(/DO NOT MODIFY/g)).toHaveLength(2);
    expect(generated.get('destination/trackPageView/generated-types.ts')).toContain('  type: string\n');
  });

  it.each([...generated])('is current: %s', (path, text) => {
    expect(readFileSync(join(ROOT, 'integrations/segment', path), 'utf8')).toBe(text);
  });
});
