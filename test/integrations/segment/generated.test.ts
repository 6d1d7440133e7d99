import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { generateFiles } from '../../../integrations/segment/generated.ts';
import { ROOT } from '../../support/source-tree.ts';

const generated = await generateFiles();

describe('what is generated (npm run segment:generate)', () => {
  it('is the types of all actions, of the settings, two pictures, and the function', () => {
    expect(generated.size).toBe(12);
  });

  it.each([...generated])('is current: %s', (path, text) => {
    expect(readFileSync(join(ROOT, 'integrations/segment', path), 'utf8')).toBe(text);
  });
});
