import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultBundle } from '../../../core/local/defaults/index.ts';
import { readPo, writeMo } from '../../../integrations/wordpress/po.ts';
import { listMessages, writePot } from '../../../integrations/wordpress/pot.ts';
import type { Admin } from '../../support/wordpress/admin.ts';
import { prepareCore } from '../../support/wordpress/core.ts';
import { describeWordPress } from '../../support/wordpress/describe.ts';
import { runPhp } from '../../support/wordpress/php.ts';
import type { WordPressSite } from '../../support/wordpress/site.ts';
import { openWithInkling, readPacked } from './admin-site.ts';

describe('texts for translators', () => {
  it('are gathered from PHP, scripts and blocks, with what a translator has to know', () => {
    const sources = new Map([
      [
        'b.php',
        `<?php
          /* translators: %s: a number. */
          printf( esc_html__( '%s "things"', 'inkling' ), 1 );



          _n( '%s thing', '%s things', 2, 'inkling' );
          _x( 'Post', 'verb', 'inkling' );
          __( 'Not ours', 'other' );
          __( $a, 'inkling' );`,
      ],
      [
        'a.php',
        "<?php class A { function f() { return array( 'x' => __( 'Save\\'s', 'inkling' ) ); } } __( '%s thing', 'inkling' );",
      ],
      ['assets/a.js', "const a = __('It\\'s here', 'inkling');"],
      ['blocks/a/block.json', '{"title":"Slot","keywords":["message"],"name":"a/b"}'],
    ]);
    expect(listMessages(sources)).toEqual([
      { text: "Save's", places: ['a.php'] },
      { text: '%s thing', plural: '%s things', places: ['a.php', 'b.php'] },
      { text: "It's here", places: ['assets/a.js'] },
      { text: '%s "things"', places: ['b.php'], note: 'translators: %s: a number.' },
      { text: 'Post', context: 'verb', places: ['b.php'] },
      { text: 'Slot', context: 'block title', places: ['blocks/a/block.json'] },
      { text: 'message', context: 'block keyword', places: ['blocks/a/block.json'] },
    ]);
    expect(writePot(sources)).toContain(
      '#. translators: %s: a number.\n#: b.php\n#, php-format\nmsgid "%s \\"things\\""\nmsgstr ""\n',
    );
    expect(writePot(sources)).toContain('msgid_plural "%s things"\nmsgstr[0] ""\nmsgstr[1] ""\n');
  });

  it('lie in the zip, with every text of the plugin', () => {
    const pot = readPacked('languages/inkling.pot') ?? '';
    for (const text of [
      'Share that sees nothing',
      'Inkling slot',
      'Height kept free, in pixels',
      'Subscribe',
    ]) {
      expect(pot).toContain(`msgid "${text}"`);
    }
    expect(pot.match(/^msgid /gm)?.length).toBeGreaterThan(200);
  });

  it('have German ones with the same placeholders, for most of what is said', () => {
    const known = new Set(readPacked('languages/inkling.pot')?.match(/^msgid "..*"$/gm));
    const german = [...readPo(readPacked('languages/inkling-de_DE.po') ?? '')].flatMap(([key, said]) => {
      const [text = ''] = (key.split('\u0004').at(-1) ?? '').split('\0');
      return text === '' ? [] : [{ text, said }];
    });
    const marks = (one: string) => (one.match(/%(\d\$)?[sd]/g) ?? []).sort();
    for (const { text, said } of german)
      for (const one of said) expect([text, marks(one)]).toEqual([text, marks(text)]);
    const missing =
      known.size - german.filter(({ text }) => known.has(`msgid ${JSON.stringify(text)}`)).length;
    expect(missing).toBeLessThan(known.size / 10);
  });

  it('hold the names of the segments and messages that come with the plugin', () => {
    const german = readPo(readPacked('languages/inkling-de_DE.po') ?? '');
    const { segments, campaigns } = defaultBundle('shop');
    const names = [...segments, ...campaigns].map(({ name }) => name);
    expect(names.length).toBeGreaterThan(15);
    expect(names.filter((name) => !german.has(name))).toEqual([]);
  });
});

await describeWordPress('a translation', () => {
  let site: WordPressSite;
  let admin: Admin;

  beforeAll(async () => {
    ({ site, admin } = await openWithInkling());
  });

  afterAll(() => site.stop());

  it('is read by WordPress as it was written', async () => {
    const core = await prepareCore();
    const mo = writeMo(
      readPo(`
msgid ""
msgstr ""
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Save"
msgstr "Speichern"

msgctxt "verb"
msgid "Post"
msgstr "Schicken"

msgid "%s thing"
msgid_plural "%s things"
msgstr[0] "%s Ding"
msgstr[1] "%s Dinge \\"hier\\""

msgid "Nothing"
msgstr ""
`),
    );
    const said = await runPhp({
      code: `
        define( 'ABSPATH', $argv[1] . '/' );
        define( 'WPINC', 'wp-includes' );
        require ABSPATH . 'wp-includes/pomo/mo.php';
        $path = tempnam( sys_get_temp_dir(), 'mo' );
        file_put_contents( $path, base64_decode( $argv[2] ) );
        $mo = new MO();
        $mo->import_from_file( $path );
        unlink( $path );
        echo json_encode( array( $mo->translate( 'Save' ), $mo->translate( 'Post', 'verb' ), $mo->translate( 'Nothing' ), $mo->translate_plural( '%s thing', '%s things', 1 ), $mo->translate_plural( '%s thing', '%s things', 2 ) ) );`,
      args: [core.wordpress, Buffer.from(mo).toString('base64')],
    });
    expect(JSON.parse(said)).toEqual(['Speichern', 'Schicken', 'Nothing', '%s Ding', '%s Dinge "hier"']);
  });

  it('is what an administrator reads who wants German', async () => {
    writeFileSync(
      join(site.folder, 'wp-content/mu-plugins/german.php'),
      "<?php add_filter( 'locale', static function () { return 'de_DE'; } );",
    );
    await site.evaluate("update_user_meta( 1, 'locale', 'de_DE' );");
    const { html } = await admin.get('/wp-admin/admin.php?page=inkling-settings');
    expect(html).toContain('Bevor ein Besucher entschieden hat');
    expect(html).not.toContain('Before a visitor has decided');
    expect(site.complaints()).toEqual([]);
  });
});
