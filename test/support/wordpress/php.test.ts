import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeWordPress } from './describe.ts';
import { lintPhp, runPhp, runPhpcs, runPhpUnit } from './php.ts';
import { BOOTSTRAP, PHP_FOLDER } from './server.ts';
import { openWordPress } from './site.ts';

const RULES = `<?xml version="1.0"?>
<ruleset name="A rule"><rule ref="Generic.PHP.DisallowShortOpenTag"/></ruleset>`;

await describeWordPress('PHP as tests call it', () => {
  let folder: string;

  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
    return join(folder, path);
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'inkling-php-'));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('runs code and files, with arguments and input', async () => {
    expect(await runPhp({ code: 'echo strrev( $argv[1] );', args: ['-abc'] })).toBe('cba-');
    const file = write('upper.php', '<?php echo strtoupper( stream_get_contents( STDIN ) );');
    expect(await runPhp({ file, input: 'abc' })).toBe('ABC');
  });

  it('says why code broke off, and ends what does not end', async () => {
    await expect(runPhp({ code: 'nothing();' })).rejects.toThrow('undefined function nothing()');
    await expect(runPhp({ code: 'while ( true );', limitMs: 200 })).rejects.toThrow('its time was up');
  });

  it('finds the files that are no PHP', async () => {
    write('good.php', '<?php echo 1;');
    write('deep/bad.php', '<?php\necho 1\necho 2;');
    expect(await lintPhp(folder)).toEqual([
      expect.stringMatching(
        /^deep\/bad\.php: PHP Parse error: .* on line 3$|^deep\/bad\.php: Parse error: .* on line 3$/,
      ),
    ]);
    expect(await lintPhp(PHP_FOLDER)).toEqual([]);
  });

  it('sniffs a folder by the rules of a file', async () => {
    const rules = write('rules/phpcs.xml', RULES);
    write('code/a.php', '<?php echo 1; ?>\n<?= 2 ?>\n');
    expect(await runPhpcs(join(folder, 'code'), rules)).toEqual([
      expect.stringMatching(/^a\.php:2: Short PHP opening tag .* \(Generic\.PHP\.DisallowShortOpenTag/),
    ]);
    await expect(runPhpcs(join(folder, 'code'), join(folder, 'none.xml'))).rejects.toThrow('none.xml');
  });

  it('runs PHPUnit inside of a WordPress', async () => {
    const site = await openWordPress();
    try {
      const test = (title: string) => `<?php
        final class TitleTest extends PHPUnit\\Framework\\TestCase {
          public function test_title(): void {
            self::assertSame( '${title}', get_option( 'blogname' ) );
            self::assertSame( '${site.url}', home_url() );
          }
        }`;
      write('good/TitleTest.php', test('A site of the tests'));
      write('bad/TitleTest.php', test('Another'));
      const order = { bootstrap: BOOTSTRAP, env: site.env };
      expect(await runPhpUnit({ ...order, folder: join(folder, 'good') })).toEqual({
        tests: 1,
        assertions: 2,
      });
      await expect(runPhpUnit({ ...order, folder: join(folder, 'bad') })).rejects.toThrow("-'Another'");
      mkdirSync(join(folder, 'empty'));
      await expect(runPhpUnit({ ...order, folder: join(folder, 'empty') })).rejects.toThrow('No tests');
    } finally {
      await site.stop();
    }
  });
});
