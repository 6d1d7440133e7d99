import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Admin } from '../../../support/wordpress/admin.ts';
import { describeWordPress } from '../../../support/wordpress/describe.ts';
import type { SiteDump } from '../../../support/wordpress/dump.ts';
import { runPhp } from '../../../support/wordpress/php.ts';
import { BOOTSTRAP } from '../../../support/wordpress/server.ts';
import { openWordPress, type WordPressSite } from '../../../support/wordpress/site.ts';
import { BROWSER, type Poster, posterTo, setUp } from '../collect/posts.ts';
import { installInkling } from '../plugin.ts';
import { BUY, packShop } from './shop-plugin.ts';

/** As WooCommerce's own tables are, with a row of somebody else in each. */
const SHOP_TABLES = `
  global $wpdb;
  $wpdb->query( "CREATE TABLE {$wpdb->prefix}wc_orders_meta (id bigint NOT NULL AUTO_INCREMENT, order_id bigint, meta_key varchar(255), meta_value text, PRIMARY KEY (id))" );
  $wpdb->query( "CREATE TABLE {$wpdb->prefix}actionscheduler_actions (action_id bigint NOT NULL AUTO_INCREMENT, hook varchar(191) NOT NULL, PRIMARY KEY (action_id))" );
  $wpdb->query( "CREATE TABLE {$wpdb->prefix}actionscheduler_logs (log_id bigint NOT NULL AUTO_INCREMENT, action_id bigint NOT NULL, PRIMARY KEY (log_id))" );
  $wpdb->query( "CREATE TABLE {$wpdb->prefix}actionscheduler_groups (group_id bigint NOT NULL AUTO_INCREMENT, slug varchar(255) NOT NULL, PRIMARY KEY (group_id))" );
  $wpdb->insert( $wpdb->prefix . 'wc_orders_meta', array( 'order_id' => 1, 'meta_key' => '_inklings_other', 'meta_value' => 'x' ) );
  $wpdb->insert( $wpdb->prefix . 'actionscheduler_actions', array( 'hook' => 'inkblot_work' ) );
  $wpdb->insert( $wpdb->prefix . 'actionscheduler_logs', array( 'action_id' => 1 ) );
  $wpdb->insert( $wpdb->prefix . 'actionscheduler_groups', array( 'slug' => 'other' ) );`;

/** The same change of status once more, as some gateways fire it. */
const TELL_AGAIN = `
  usleep( 2000 );
  do_action( 'woocommerce_order_status_changed', $order->get_id(), 'pending', 'processing', wc_get_order( $order->get_id() ) );`;

/** What orders and WooCommerce's planner keep of ours. */
const OUR_TRACES = `
  global $wpdb;
  update_post_meta( 1, '_inkling_sent', 'purchase' );
  update_post_meta( 1, '_wc_other/inkling/contact', '1' );
  $wpdb->insert( $wpdb->prefix . 'wc_orders_meta', array( 'order_id' => 1, 'meta_key' => '_inkling_visitor', 'meta_value' => '{}' ) );
  $wpdb->insert( $wpdb->prefix . 'actionscheduler_actions', array( 'hook' => 'inkling_woo_import_chunk' ) );
  $wpdb->insert( $wpdb->prefix . 'actionscheduler_logs', array( 'action_id' => $wpdb->insert_id ) );
  $wpdb->insert( $wpdb->prefix . 'actionscheduler_groups', array( 'slug' => 'inkling' ) );`;

await describeWordPress('the plugin in a site with a shop', () => {
  let site: WordPressSite;
  let admin: Admin;
  let before: SiteDump;
  let page: Poster;

  beforeAll(async () => {
    site = await openWordPress();
    admin = await site.signIn();
    await admin.uploadPlugin(packShop());
    await admin.activate('shop-double');
    await site.evaluate(SHOP_TABLES);
    await (await site.get('/')).text();
    before = await site.dump();
    await installInkling(site);
    await site.evaluate(`update_option( 'woocommerce_currency', 'EUR' );`);
    page = posterTo(site, await setUp(site, { policy: 'session' }));
  });

  afterAll(() => site.stop());

  const choose = async (decision: string) => {
    const chosen = page.item('Treatment Chosen', { decision, campaign: 'leaving', variant: 'coupon' });
    return (await page.collect([chosen])).body.go;
  };

  const askForCode = async (decision: string, headers: Readonly<Record<string, string>> = {}) => {
    const answer = await site.get('/wp-json/inkling/v1/coupon', {
      method: 'POST',
      headers: { ...BROWSER, origin: site.url, ...headers },
      body: JSON.stringify({ decision }),
    });
    return { status: answer.status, ...((await answer.json()) as { code: string; ends?: number }) };
  };

  /** In a request of that visitor's browser. */
  const asVisitor = (code: string) =>
    site.evaluate(`foreach ( ${JSON.stringify(Object.entries(BROWSER))
      .replaceAll('[', 'array(')
      .replaceAll(']', ')')} as $pair ) {
        $_SERVER[ 'HTTP_' . strtoupper( strtr( $pair[0], '-', '_' ) ) ] = $pair[1];
      }
      ${code}`);

  const orders = async () =>
    (await site.evaluate(
      `global $wpdb; return $wpdb->get_results( "SELECT campaign, variant, visitor, customer, total_minor, at FROM {$wpdb->prefix}inkling_orders", ARRAY_A );`,
    )) as Readonly<Record<string, string>>[];

  const effect = () =>
    site.evaluate(
      `global $wpdb; return $wpdb->get_row( "SELECT conversions, revenue_minor FROM {$wpdb->prefix}inkling_effects WHERE campaign = 'leaving'", ARRAY_A );`,
    );

  it('gives a visitor the code of a message that was granted, and nobody else', async () => {
    const decision = 'a'.repeat(32);
    expect((await askForCode(decision)).code).toBe('unknown_decision');
    expect(await choose(decision)).toEqual([decision]);
    const made = await askForCode(decision);
    expect(made).toMatchObject({ status: 200, code: expect.stringMatching(/^INK/) });
    expect(await askForCode(decision)).toEqual(made);
    expect((await askForCode(decision, { 'accept-language': 'fr' })).code).toBe('unknown_decision');
    expect((await askForCode(decision, { origin: 'https://other.example' })).code).toBe('foreign_origin');
    expect((await askForCode(decision, { 'sec-gpc': '1' })).code).toBe('unknown_decision');
  });

  it('counts an order for the message that its buyer saw, and tells their page', async () => {
    const decision = 'b'.repeat(32);
    await choose(decision);
    await page.send(
      '/v1/exposures',
      JSON.stringify({ decision, shown: true, at: Date.now(), s: Date.now() }),
    );
    // Nobody who buys waits for what comes of an order, where PHP cannot end the answer earlier either.
    await asVisitor(BUY + TELL_AGAIN);
    expect(await orders()).toEqual([]);
    const { body } = await page.collect([page.item('Page Viewed', { path: '/a' })]);
    expect(body.st).toMatchObject({ o: [[expect.any(Number), 2500, 'EUR']] });
    const told = await site.evaluate('return microtime( true ) * 1000;');
    for (const _ of [1, 2]) await site.runCron('inkling_aggregate');
    const row = { campaign: 'leaving', variant: 'coupon', visitor: '', customer: '', total_minor: '2500' };
    expect(await orders()).toEqual([{ ...row, at: expect.any(String) }]);
    expect(Number((await orders())[0]?.at)).toBeLessThan(told as number);
    expect(await effect()).toEqual({ conversions: '1', revenue_minor: '2500' });
    const after = await page.collect([]);
    expect(after.body.st).toMatchObject({ o: [[expect.any(Number), 2500, 'EUR']] });
  });

  it('counts no order twice when it counts what was posted', async () => {
    await site.runCron('inkling_aggregate');
    const counted = await site.evaluate(`global $wpdb; return array(
      $wpdb->get_row( "SELECT n, amount_minor FROM {$wpdb->prefix}inkling_counts WHERE kind = 'event' AND name = 'Order Completed'", ARRAY_A ) );`);
    expect(counted).toEqual([{ n: '1', amount_minor: '2500' }]);
    expect(await effect()).toEqual({ conversions: '1', revenue_minor: '2500' });
  });

  it('counts an order once whose program was killed while it was counted', async () => {
    await asVisitor(BUY);
    const killed = `require '${BOOTSTRAP}';
      Inkling\\Aggregate::run();
      add_filter( 'query', function ( $sql ) {
        if ( false !== strpos( $sql, 'inkling_effects' ) ) posix_kill( getmypid(), 9 );
        return $sql;
      } );
      Inkling\\Woo_Told::work();`;
    await expect(runPhp({ code: killed, env: site.env })).rejects.toThrow();
    expect(await orders()).toHaveLength(1);
    for (const _ of [1, 2]) await site.runCron('inkling_aggregate');
    expect(await orders()).toHaveLength(2);
    expect(await effect()).toEqual({ conversions: '1', revenue_minor: '5000' });
  });

  it('counts an order whole or not at all where the database does not take a row of it', async () => {
    await asVisitor(BUY);
    const refused = `
      $GLOBALS['wpdb']->suppress_errors();
      set_error_handler( function () { return true; }, E_USER_WARNING );
      $refuse = function ( $sql ) {
        return strpos( $sql, 'inkling_effects' ) && 0 !== strpos( ltrim( $sql ), 'SELECT' ) ? 'INSERT INTO inkling_is_not_there (a) VALUES (1)' : $sql;
      };
      add_filter( 'query', $refuse );
      Inkling\\Woo_Told::work();
      remove_filter( 'query', $refuse );`;
    await site.evaluate(refused);
    expect([(await orders()).length, await effect()]).toEqual([
      2,
      { conversions: '1', revenue_minor: '5000' },
    ]);
    await site.evaluate(`$order = wc_get_order( max( array_keys( WC_Order::$saved ) ) ); ${TELL_AGAIN}`);
    await site.runCron('inkling_aggregate');
    expect([(await orders()).length, await effect()]).toEqual([
      3,
      { conversions: '1', revenue_minor: '7500' },
    ]);
    await site.evaluate(`WC_Order::$saved = array(); delete_option( 'shop_double_orders' );`);
  });

  it('has pages that know the shop, the same for everybody', async () => {
    const html = await (await site.get('/')).text();
    expect(html).toContain(`"${site.url}/wp-json/wc/store/v1/"`);
    expect(html).toContain('/inkling/assets/woo-cart.js?ver=');
    expect(await (await site.get('/', { headers: { cookie: 'woocommerce_items_in_cart=1' } })).text()).toBe(
      html,
    );
  });

  it('takes past orders in when the administrator says so, and says how far it is', async () => {
    const settings = '/wp-admin/admin.php?page=inkling-settings';
    const link = (html: string): string =>
      (/href="([^"]*action=inkling_woo_import[^"]*)"/.exec(html)?.[1] ?? '')
        .replaceAll('&#038;', '&')
        .replaceAll('&amp;', '&');
    const page = await admin.get(settings);
    expect(page.html).toContain('Not taken in yet.');
    expect((await site.get(link(page.html).replace(site.url, ''))).status).toBe(400);
    expect((await admin.send(link(page.html).replace(/_wpnonce=\w+/, '_wpnonce=0'))).status).toBe(403);
    expect((await admin.get(settings)).html).toContain('Not taken in yet.');
    await (await admin.send(link(page.html))).text();
    expect((await admin.get(settings)).html).toContain('0 of 0 are in');
    const waiting = [['inkling_woo_import_chunk', [], 'inkling']];
    expect(await site.evaluate(`return get_option( 'shop_double_actions' );`)).toEqual(waiting);
    await site.evaluate(`do_action( 'inkling_woo_import_chunk' );`);
    expect((await admin.get(settings)).html).toContain('0 are in.');
  });

  it('takes no order from a page', async () => {
    const { body } = await page.collect([page.item('Order Completed', { revenue: 1_000_000 })]);
    expect(body.refused).toHaveLength(1);
  });

  it('leaves nothing in the shop', async () => {
    await site.evaluate(OUR_TRACES);
    await admin.deactivate('inkling');
    expect(await site.evaluate(`return get_option( 'shop_double_actions' );`)).toEqual([]);
    await admin.remove('inkling');
    // WordPress goes on counting from where the plugin stood in its list.
    await site.evaluate(
      `delete_option( 'woocommerce_currency' ); delete_option( 'shop_double_actions' ); update_option( 'active_plugins', array_values( get_option( 'active_plugins' ) ) );`,
    );
    expect(await site.dump()).toEqual(before);
    expect(site.complaints()).toEqual([]);
    expect(site.requests().filter(({ asker }) => asker !== null)).toEqual([]);
  });
});
