/** What the hooks in a shop add to a checkout that a browser waits for. */
import { packInkling } from '../integrations/wordpress/zip.ts';
import { BUY, packShop } from '../test/integrations/wordpress/woo/shop-plugin.ts';
import { findMariaDbObstacle } from '../test/support/wordpress/mariadb.ts';
import { openWordPress, type WordPressSite } from '../test/support/wordpress/site.ts';
import { type BenchRun, percentile, type Report } from './report.ts';

const ROUNDS = 7;
const ORDERS = 60;
const MOST_MS = 1;

/** Alternating, each time on another order: with the hooks, without them, and one row written for comparison. */
const MEASURE = (orders: number): string => `
  foreach ( array( 'HTTP_USER_AGENT' => 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130.0.0.0', 'HTTP_ACCEPT_LANGUAGE' => 'en' ) as $name => $value ) {
    $_SERVER[ $name ] = $value;
  }
  global $wp_filter, $wpdb;
  $hooks = array( 'woocommerce_checkout_create_order', 'woocommerce_order_status_changed' );
  $ours  = array_intersect_key( $wp_filter, array_flip( $hooks ) );
  $buy   = static function () {
    ${BUY}
  };
  $took = static function ( $work ) {
    $from = hrtime( true );
    $work();
    return ( hrtime( true ) - $from ) / 1e6;
  };
  $times = array( 'ours' => array(), 'base' => array(), 'row' => array() );
  for ( $at = 0; $at < ${orders}; $at++ ) {
    $_SERVER['REMOTE_ADDR'] = '198.' . ( 18 + random_int( 0, 1 ) ) . '.' . random_int( 0, 255 ) . '.1';
    $times['ours'][] = $took( $buy );
    foreach ( $hooks as $hook ) unset( $wp_filter[ $hook ] );
    $times['base'][] = $took( $buy );
    foreach ( $ours as $hook => $all ) $wp_filter[ $hook ] = $all;
    $times['row'][] = $took( static function () use ( $wpdb, $at ) {
      $wpdb->insert( $wpdb->prefix . 'inkling_counts', array( 'day' => '2026-01-01', 'kind' => 'bench', 'name' => uniqid( (string) $at, true ) ) );
    } );
  }
  return $times;`;

type Times = { readonly ours: number[]; readonly base: number[]; readonly row: number[] };

export default async function measureCheckout({ isQuick, say }: BenchRun): Promise<Report> {
  const database = findMariaDbObstacle() === null ? 'mariadb' : 'sqlite';
  const site = await openWordPress({ isOnMariaDb: database === 'mariadb' });
  try {
    await prepare(site);
    const rounds: { readonly added: number; readonly row: number }[] = [];
    for (let at = 0; at < (isQuick ? 1 : ROUNDS); at += 1) {
      const { ours, base, row } = (await site.evaluate(MEASURE(isQuick ? 5 : ORDERS))) as Times;
      rounds.push({ added: middle(ours) - middle(base), row: middle(row) });
      say(`${hundredths(middle(ours) - middle(base))} ms, a row ${hundredths(middle(row))} ms`);
    }
    const added = middle(rounds.map((round) => round.added));
    const rows = middle(rounds.map((round) => round.added / round.row));
    // The database that stands in for a real one takes a millisecond for a row by itself.
    const gate = database === 'mariadb' ? { atMost: MOST_MS } : {};
    return {
      name: 'wordpress-checkout',
      figures: {
        added: { value: hundredths(added), unit: 'ms', ...gate },
        addedOfOneRow: { value: hundredths(rows), unit: 'ratio' },
      },
      notes: [
        `p50 of ${ORDERS} orders by a classic checkout with cash on delivery, in turn with and without the hooks; medians of ${ROUNDS} rounds`,
        `WordPress ${site.version} on ${database}, with the double of WooCommerce that the tests use; a row: one insert into a table, in the same run`,
      ],
    };
  } finally {
    await site.stop();
  }
}

async function prepare(site: WordPressSite): Promise<void> {
  const admin = await site.signIn();
  await admin.uploadPlugin(packShop());
  await admin.activate('shop-double');
  await admin.uploadPlugin(packInkling());
  await admin.activate('inkling');
  await site.evaluate(`
    update_option( 'woocommerce_currency', 'EUR' );
    update_option( 'inkling_settings', array_merge( Inkling\\Settings::get(), array( 'policy' => 'session', 'orders_basis' => true ) ) );
    Inkling\\Storage::publish_settings();`);
}

function middle(values: readonly number[]): number {
  return percentile(
    values.toSorted((a, b) => a - b),
    0.5,
  );
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
