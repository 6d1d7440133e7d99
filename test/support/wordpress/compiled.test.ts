import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findCompiled } from './compiled.ts';
import { describeWordPress } from './describe.ts';

await describeWordPress('what PHP has compiled', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'inkling-compiled-'));
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is kept of a core that was unpacked this moment, too', async () => {
    const core = join(folder, 'core');
    mkdirSync(join(core, 'core/wp-includes'), { recursive: true });
    writeFileSync(join(core, 'core/wp-includes/version.php'), "<?php $wp_version = '7.0';");
    expect(await findCompiled({ cache: join(folder, 'cache'), core })).toMatchObject({ of: core });
  });
});
