import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Admin } from '../../support/wordpress/admin.ts';
import { describeWordPress } from '../../support/wordpress/describe.ts';
import { readForm } from '../../support/wordpress/pages.ts';
import type { WordPressSite } from '../../support/wordpress/site.ts';
import { openWithInkling } from './admin-site.ts';

const MESSAGES = '/wp-admin/admin.php?page=inkling-messages';
const ADVICE = 'The slot “article-end” was found in no post';
const post = (content: string, type = 'post') =>
  `return wp_insert_post( array( 'post_type' => '${type}', 'post_status' => 'publish', 'post_title' => 'x', 'post_content' => wp_slash( '${content}' ) ) );`;
const widget = (kind: string, key: string, content: string) =>
  `update_option( 'widget_${kind}', array( 7 => array( '${key}' => '${content}' ), '_multiwidget' => 1 ) ); return '${kind}';`;
const BLOCK = '<!-- wp:inkling/slot {"slot":"article-end","height":120} --><p>x</p><!-- /wp:inkling/slot -->';

await describeWordPress('the places of messages', () => {
  let site: WordPressSite;
  let admin: Admin;

  beforeAll(async () => {
    ({ site, admin } = await openWithInkling());
  });

  afterAll(() => site.stop());

  const isMissing = async () => (await admin.get(MESSAGES)).html.includes(ADVICE);

  it('are told to be nowhere beside the message, and on Today once it is on', async () => {
    const { html } = await admin.get(MESSAGES);
    expect(html.split('was found in no post')).toHaveLength(2);
    const today = async () => (await admin.get('/wp-admin/admin.php?page=inkling')).html;
    expect(await today()).not.toContain(ADVICE);
    const form = readForm(html, 'value="newsletter"');
    const filled = { 'inkling[texts][text]': 'On Fridays.', 'inkling[texts][action.url]': '/newsletter' };
    const sent = await admin.post(MESSAGES, { ...form.fields, ...filled, 'inkling[live]': '1' });
    expect(sent.url).toContain('saved=newsletter');
    expect(await today()).toMatch(
      /is-note">Note<\/span><span><strong>Messages have their places<\/strong><br>The slot “article-end”/,
    );
  });

  it.each([
    ['a block in a post', post(BLOCK)],
    ['a block in a template', post(BLOCK, 'wp_template')],
    ['a shortcode on a page', post('[inkling_slot height="9" id="Article End"]x[/inkling_slot]', 'page')],
    ['a shortcode of its own kind', post('[inkling_newsletter id=article-end url="/n"]')],
    ['HTML', post('<div data-inkling-slot="article-end"></div>')],
    ['a widget of blocks', widget('block', 'content', BLOCK)],
    ['a widget of text', widget('text', 'text', '[inkling_slot id="article-end"]')],
  ])('are found in %s, and missed when it is gone', async (_, put) => {
    expect(await isMissing()).toBe(true);
    const made = await site.evaluate(put);
    expect(await isMissing()).toBe(false);
    const remove =
      typeof made === 'number'
        ? `wp_delete_post( ${made}, true );`
        : `update_option( 'widget_${made}', array( '_multiwidget' => 1 ) );`;
    await site.evaluate(remove);
    expect(await isMissing()).toBe(true);
  });

  it.each([
    ['a draft', post(BLOCK).replace("'publish'", "'draft'")],
    ['another name', post(BLOCK.replace('article-end', 'article-ends'))],
    ['a shortcode that is only written about', post('[[inkling_slot id="article-end"]]')],
  ])('are not found in %s', async (_, put) => {
    const made = await site.evaluate(put);
    expect(await isMissing()).toBe(true);
    await site.evaluate(`wp_delete_post( ${made}, true );`);
  });

  it('are looked for once, until something changes', async () => {
    const looks = () =>
      site.evaluate(`
        $looks = 0;
        add_filter( 'query', function ( $sql ) use ( &$looks ) { $looks += (int) ( false !== strpos( $sql, 'wp:inkling/slot' ) ); return $sql; } );
        Inkling\\Checks::all();
        return $looks;`);
    // The first page of a site writes down what its widgets are.
    await (await site.get('/')).text();
    await site.evaluate('Inkling\\Slot_Places::forget();');
    expect([await looks(), await looks()]).toEqual([1, 0]);
    await (await site.get('/')).text();
    expect(await looks()).toBe(0);
    await site.evaluate(post('nothing of ours'));
    expect([await looks(), await looks()]).toEqual([1, 0]);
  });

  it('are offered to the editor by the names of messages', async () => {
    expect((await admin.get('/wp-admin/post-new.php')).html).toContain(
      'window.inklingSlots=["article-end"];',
    );
  });

  it('complain about nothing', () => expect(site.complaints()).toEqual([]));
});
