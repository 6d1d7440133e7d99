import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ROOT } from '../support/source-tree.ts';

/** A scratch file: where it would stand, and what it holds. */
type Scratch = { readonly path: string; readonly code: string };

const DIRECTION = 'lint/style/noRestrictedImports';

const forbiddenImports: readonly (readonly [path: string, from: string])[] = [
  ['core/apps.ts', '../apps/server/server.ts'],
  ['core/integrations.ts', '../integrations/email/channel.ts'],
  ['core/test.ts', '../test/support/fake-clock.ts'],
  ['core/express.ts', 'express'],
  ['core/stores/mongodb.ts', 'mongodb'],
  ['core/shopify.ts', '@shopify/shopify-api'],
  ['core/privacy/apps.ts', '../../apps/server/server.ts'],
  ['core/profiles/raw.ts', '../identity/raw.ts'],
  ['core/events/raw.ts', '../identity/raw.ts'],
  ['core/engine.ts', './identity/raw.ts'],
  ['integrations/email/apps.ts', '../../apps/server/server.ts'],
  ['extensions/pixel/integrations.ts', '../../integrations/shopify/install.ts'],
  ['extensions/pixel/apps.ts', '../../apps/server/server.ts'],
];

const allowedImports: readonly (readonly [path: string, from: string])[] = [
  ['core/identity/raw-user.ts', './raw.ts'],
  ['core/ports-user.ts', './ports.ts'],
  ['apps/server/core.ts', '../../core/ports.ts'],
  ['apps/server/integrations.ts', '../../integrations/email/channel.ts'],
  ['integrations/email/core.ts', '../../core/ports.ts'],
  ['extensions/pixel/tracker.ts', '../../core/tracker/build.ts'],
];

const refusedCode: readonly (readonly [what: string, rule: string, file: Scratch])[] = [
  [
    'a function body of 61 lines',
    'lint/complexity/noExcessiveLinesPerFunction',
    { path: 'core/long-function.ts', code: functionOf(61) },
  ],
  [
    'a file of 301 lines',
    'lint/style/noExcessiveLinesPerFile',
    { path: 'core/long-file.ts', code: fileOf(301) },
  ],
  [
    'any',
    'lint/suspicious/noExplicitAny',
    { path: 'core/any.ts', code: 'export const anything: any = 1;\n' },
  ],
  [
    'a non-null assertion',
    'lint/style/noNonNullAssertion',
    { path: 'core/bang.ts', code: 'export const trim = (text?: string) => text!.trim();\n' },
  ],
  ['console', 'lint/suspicious/noConsole', { path: 'core/console.ts', code: 'console.log(1);\n' }],
];

const allowedCode: readonly (readonly [what: string, file: Scratch])[] = [
  ['a function body of 60 lines', { path: 'core/function.ts', code: functionOf(60) }],
  ['a file of 300 lines', { path: 'core/file.ts', code: fileOf(300) }],
];

const reportShape = z.object({
  diagnostics: z.array(
    z.object({ severity: z.string(), category: z.string(), location: z.object({ path: z.string() }) }),
  ),
});

function importing(path: string, from: string): Scratch {
  return { path, code: `import { thing } from '${from}';\n\nexport const other = thing;\n` };
}

function functionOf(bodyLines: number): string {
  const body = `  let sum = 0;\n${'  sum += 1;\n'.repeat(bodyLines - 2)}  return sum;\n`;
  return `export function count(): number {\n${body}}\n`;
}

function fileOf(lines: number): string {
  return Array.from({ length: lines }, (_, index) => `export const n${index} = ${index};\n`).join('');
}

/** The rules each file breaks, by Biome itself, for files that stand where the rules speak of, in another tree. */
function lint(files: readonly Scratch[]): (path: string) => readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'inkling-lint-'));
  try {
    cpSync(join(ROOT, 'biome.json'), join(folder, 'biome.json'));
    for (const { path, code } of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), code);
    }
    const biome = join(ROOT, 'node_modules/@biomejs/biome/bin/biome');
    const args = [biome, 'lint', '--vcs-enabled=false', '--max-diagnostics=none', '--reporter=json', '.'];
    const { stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
    const errors = reportShape
      .parse(JSON.parse(stdout))
      .diagnostics.filter((one) => one.severity === 'error');
    return (path) => errors.filter((one) => one.location.path === path).map((one) => one.category);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('lint', () => {
  let broken: (path: string) => readonly string[] = () => [];

  beforeAll(() => {
    broken = lint([
      ...forbiddenImports.map(([path, from]) => importing(path, from)),
      ...allowedImports.map(([path, from]) => importing(path, from)),
      ...refusedCode.map(([, , file]) => file),
      ...allowedCode.map(([, file]) => file),
    ]);
  });

  it.each(forbiddenImports)('%s must not import %s', (path) => {
    expect(broken(path)).toEqual([DIRECTION]);
  });

  it.each(allowedImports)('%s may import %s', (path) => {
    expect(broken(path)).toEqual([]);
  });

  it.each(refusedCode)('%s is an error (%s)', (_, rule, file) => {
    expect(broken(file.path)).toContain(rule);
  });

  it.each(allowedCode)('%s is allowed', (_, file) => {
    expect(broken(file.path)).toEqual([]);
  });
});
