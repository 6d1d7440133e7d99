import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Admin } from '../../support/wordpress/admin.ts';
import { describeWordPress } from '../../support/wordpress/describe.ts';
import type { WordPressSite } from '../../support/wordpress/site.ts';
import { openWithInkling, readConfig } from './admin-site.ts';

await describeWordPress('places for messages', () => {
  let site: WordPressSite;
  let admin: Admin;

  beforeAll(async () => {
    ({ site, admin } = await openWithInkling());
  });

  afterAll(() => site.stop());

  const show = async (content: string, title = 'A post') => {
    const { url } = await admin.createPost({ title, content });
    return (await site.get(new URL(url).pathname)).text();
  };
  const slotsIn = (html: string) =>
    html.match(/<div class="inkling-slot[\s\S]*?<\/div><\/div>/g)?.map((slot) => slot.replace(/\s+/g, ' '));

  it('are the same as a block and as a shortcode, with what everybody sees in them', async () => {
    const block = await show(
      '<!-- wp:inkling/slot {"slot":"article-end","height":120} --><!-- wp:paragraph --><p>For everybody</p><!-- /wp:paragraph --><!-- /wp:inkling/slot -->',
    );
    const shortcode = await show(
      '[inkling_slot id="article-end" height="120"]<p>For everybody</p>[/inkling_slot]',
    );
    const slot =
      /^<div class="inkling-slot" data-inkling-slot="article-end" style="min-height:120px"><div class="inkling-slot-own"> ?<p[^>]*>For everybody<\/p> ?<\/div><\/div>$/;
    expect(slotsIn(block)).toEqual([expect.stringMatching(slot)]);
    expect(slotsIn(shortcode)).toEqual([expect.stringMatching(slot)]);
  });

  it('hold nothing that could run, and no name that is none', async () => {
    const html = await show(
      '[inkling_slot id=\'a" onload="x\' height="99999"]<script>x</script>text[/inkling_slot] [inkling_slot]alone[/inkling_slot]',
    );
    expect(slotsIn(html)).toEqual([
      '<div class="inkling-slot" data-inkling-slot="a-onload-x" style="min-height:2000px"><div class="inkling-slot-own">xtext</div></div>',
    ]);
    expect(html).toContain('alone');
  });

  it('offer a newsletter at the address that the merchant gives', async () => {
    const html = await show(
      '[inkling_newsletter url="/newsletter" label="Join <us>"]We write on Fridays.[/inkling_newsletter]',
    );
    expect(slotsIn(html)).toEqual([
      expect.stringMatching(
        /data-inkling-slot="newsletter"><div class="inkling-slot-own">We write on Fridays\.<p><a class="inkling-newsletter" href="\/newsletter">Join .*<\/a><\/p><\/div><\/div>$/,
      ),
    ]);
    expect(await show('[inkling_newsletter url="javascript:alert(1)"]x[/inkling_newsletter]')).not.toContain(
      'javascript:alert',
    );
  });

  it('list posts of the same category, without the one that is read', async () => {
    await show('a text', 'Older "one"');
    const html = await show('[inkling_related count="2"]', 'The newest');
    const [slot = ''] = slotsIn(html) ?? [];
    const titles = [...slot.matchAll(/<a href="[^"]+">(.*?)<\/a>/g)].map(([, title]) => title);
    expect(titles).toHaveLength(2);
    expect(titles).not.toContain('The newest');
    expect(titles[0]).toMatch(/Older .*one/);
  });

  it('show the privacy element, and load its file only there', async () => {
    const html = await show('<!-- wp:inkling/privacy /-->');
    expect(html).toContain('<div data-inkling-privacy>');
    expect(html).toMatch(/<script [^>]*assets\/privacy\.js/);
    expect(readConfig(html)).not.toBeNull();
    expect(await show('[inkling_privacy]')).toContain('assets/privacy.js');
    expect(await show('nothing')).not.toContain('assets/privacy.js');
  });

  it('are in the editor, whose script asks for what WordPress has', async () => {
    const blocks = (await admin.rest('/wp/v2/block-types/inkling')) as readonly Record<string, unknown>[];
    expect(blocks.map(({ name, is_dynamic }) => [name, is_dynamic])).toEqual([
      ['inkling/slot', true],
      ['inkling/privacy', true],
    ]);
    const { html } = await admin.get('/wp-admin/post-new.php');
    expect(html).toContain('inkling/assets/editor.js');
  });

  it('complain about nothing', () => expect(site.complaints()).toEqual([]));
});
