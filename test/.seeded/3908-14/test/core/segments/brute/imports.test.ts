import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listFiles, ROOT } from '../../../support/source-tree.ts';

const HERE = 'test/core/segments/brute/';

const files = listFiles().filter((path) => path.startsWith(HERE) && path.endsWith('.ts'));

describe('the brute-force evaluator', () => {
  it.each(files)('%s takes nothing but types from core', (file) => {
    const code = readFileSync(join(ROOT, file), 'utf8');
    const imports = code.match(/^import\b[^;]*;/gm) ?? [];
    const ofCore = imports.filter((statement) => /['"][^'"]*core\//.test(statement));
    expect(ofCore.filter((statement) => !statement.startsWith('import type '))).toEqual([]);
    expect(code.match(/\bimport\s*\(/g) ?? []).toEqual([]);
    expect(code.match(/\bexport\b[^;{]*\bfrom\b[^;]*core/g) ?? []).toEqual([]);
  });

  it('is there', () => {
    expect(files).toContain(`${HERE}holds.ts`);
  });
});
