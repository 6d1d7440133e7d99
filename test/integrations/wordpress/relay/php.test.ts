import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWordPress } from '../../../support/wordpress/describe.ts';
import { runPhpUnit } from '../../../support/wordpress/php.ts';
import { BOOTSTRAP } from '../../../support/wordpress/server.ts';
import { openWordPress, type WordPressSite } from '../../../support/wordpress/site.ts';
import { installInkling } from '../plugin.ts';

await describeWordPress('the relay in PHP', () => {
  let site: WordPressSite;

  beforeAll(async () => {
    site = await openWordPress();
    await installInkling(site);
  });

  afterAll(() => site.stop());

  it('signs, waits, keeps and lets go as it says', async () => {
    const folder = join(import.meta.dirname, 'php');
    const { tests } = await runPhpUnit({ bootstrap: BOOTSTRAP, folder, env: site.env, limitMs: 120_000 });
    expect(tests).toBeGreaterThan(50);
    expect(site.complaints()).toEqual([]);
    expect(site.requests().filter(({ asker }) => asker !== null)).toEqual([]);
  });
});
