import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Admin } from '../../support/wordpress/admin.ts';
import { describeWordPress } from '../../support/wordpress/describe.ts';
import type { WordPressSite } from '../../support/wordpress/site.ts';
import { openWithInkling } from './admin-site.ts';

const EMAIL = 'Ann@Shop.Example';

await describeWordPress("WordPress's tools for personal data", () => {
  let site: WordPressSite;
  let admin: Admin;

  beforeAll(async () => {
    ({ site, admin } = await openWithInkling());
  });

  afterAll(() => site.stop());

  /** As WordPress's own pages ask for it, a page after the other, for a request that was confirmed. */
  const ask = async (kind: 'export' | 'erase', email: string) => {
    const action = kind === 'export' ? 'export_personal_data' : 'remove_personal_data';
    const request = await site.evaluate(
      `$id = wp_create_user_request( '${email}', '${action}' ); wp_update_post( array( 'ID' => $id, 'post_status' => 'request-confirmed' ) ); return $id;`,
    );
    const page = await admin.get(`/wp-admin/${kind}-personal-data.php`);
    const registered = (await site.evaluate(
      `return array_keys( apply_filters( 'wp_privacy_personal_data_${kind === 'export' ? 'exporters' : 'erasers'}', array() ) );`,
    )) as string[];
    const index = registered.indexOf('inkling') + 1;
    expect(index).toBeGreaterThan(0);
    const nonce =
      new RegExp(`data-request-id="${request}"[^>]*data-nonce="([^"]+)"`).exec(page.html)?.[1] ?? '';
    const pages: Record<string, unknown>[] = [];
    for (let number = 1; number < 10; number += 1) {
      const answer = await admin.send('/wp-admin/admin-ajax.php', {
        method: 'POST',
        body: new URLSearchParams({
          action: kind === 'export' ? 'wp-privacy-export-personal-data' : 'wp-privacy-erase-personal-data',
          [kind === 'export' ? 'exporter' : 'eraser']: String(index),
          id: String(request),
          page: String(number),
          security: nonce,
          sendAsEmail: 'false',
        }),
      });
      const { success, data } = (await answer.json()) as { success: boolean; data: Record<string, unknown> };
      expect([number, success, data]).toEqual([number, true, expect.anything()]);
      pages.push(data);
      if (data.done === true) break;
    }
    return pages;
  };

  const addPart = () =>
    site.evaluate(`file_put_contents( WPMU_PLUGIN_DIR . '/part.php', '<?php
      // The file that is made at the end is WordPress’s own matter, and needs an extension.
      add_action( "admin_init", static function () { remove_action( "wp_privacy_personal_data_export_file", "wp_privacy_generate_personal_data_export_file", 10 ); } );
      add_filter( "inkling_export_visitor", static function ( $items, $visitor, $inner, $email, $page ) {
        update_option( "part_asked", array( $visitor, $inner, $email ) );
        if ( $page > 2 ) { return $items; }
        $items[] = array( "group_id" => "part", "group_label" => "Part", "item_id" => "part-$page", "data" => array( array( "name" => "Page", "value" => "$page" ) ) );
        return $items;
      }, 10, 5 );
      add_filter( "inkling_erase_visitor", static function ( $done, $visitor, $inner, $email, $page ) {
        $done["removed"] += 2; $done["retained"] += 1; $done["messages"][] = "One stays: $page."; $done["more"] = $page < 2;
        return $done;
      }, 10, 5 );' );`);

  it('have an exporter that asks every part of the plugin, until none has more', async () => {
    await addPart();
    const pages = await ask('export', EMAIL);
    expect(pages.map(({ done }) => done)).toEqual([false, false, true]);
    const items = pages.flatMap(({ data }) => data as { item_id: string }[]).map(({ item_id }) => item_id);
    expect(items.filter((id) => id.startsWith('part'))).toEqual(['part-1', 'part-2']);
    const [visitor, inner, email] = (await site.evaluate("return get_option( 'part_asked' );")) as string[];
    const [siteId, idKey] = (await site.evaluate(
      'return array( Inkling\\Keys::site(), base64_encode( Inkling\\Keys::id_key() ) );',
    )) as [string, string];
    const expected = createHmac('sha256', siteId).update('ann@shop.example').digest('hex');
    expect([inner, email]).toEqual([expected, EMAIL]);
    expect(visitor).toBe(
      createHmac('sha256', Buffer.from(idKey, 'base64')).update(expected).digest('hex').slice(0, 32),
    );
  });

  it('have an eraser that says how much went and what stays', async () => {
    const pages = await ask('erase', EMAIL);
    expect(pages).toEqual([
      expect.objectContaining({ items_removed: true, items_retained: true, done: false }),
      expect.objectContaining({ done: true }),
    ]);
    expect(pages[0]?.messages).toEqual(['Inkling removed 2 records.', 'One stays: 1.']);
  });

  it('are told once a day how long anything is kept', async () => {
    await site.evaluate(`
      Inkling\\Counts::add( array( array( '2001-01-01', 'event', 'Old', 1, 1, 0 ), array( Inkling\\Today_Numbers::day( 1 ), 'event', 'New', 1, 1, 0 ) ) );`);
    await site.runCron('inkling_daily');
    expect(
      await site.evaluate("return array_keys( Inkling\\Today_Numbers::of_kind( 'event', '2000-01-01' ) );"),
    ).toEqual(['New']);
  });

  it('are told what a privacy policy may say, which follows the settings', async () => {
    const read = async () => (await admin.get('/wp-admin/options-privacy.php?tab=policyguide')).html;
    expect(await read()).toContain('Counts are deleted after 400 days.');
    await site.evaluate(`
      update_option( 'inkling_settings', array( 'policy' => 'consented-only', 'retention_days' => 30 ) );`);
    const html = await read();
    expect(html).toContain('Counts are deleted after 30 days.');
    expect(html).toContain('Before you have agreed, nothing is recorded.');
    expect(html).not.toMatch(/no consent (is )?(needed|required)/i);
  });

  it('complain about nothing and ask nobody outside', () => {
    expect(site.complaints()).toEqual([]);
    expect(site.requests().filter(({ asker }) => asker !== null)).toEqual([]);
  });
});
