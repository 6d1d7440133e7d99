/** What the hooks in a shop add to a checkout that a browser waits for. */
import { packInkling } from '../integrations/wordpress/zip.ts';
import { BUY, packShop } from '../test/integrations/wordpress/woo/shop-plugin.ts';
import { findMariaDbObstacle } from '../test/support/wordpress/mariadb.ts';
import { openWordPress, type WordPressSite } from '../test/support/wordpress/site.ts';
import { type BenchRun, percentile, type Report } from './report.ts';

const ROUNDS = 7;
const ORDERS = 60;
/** A row takes less than a tenth of a millisecond of a machine that does nothing else: the hooks less than one. */
const MOST_ROWS = 10;

/**
 * In turn, each time for another visitor who has a session: with the hooks, without them, and one row written for
 * comparison. Of each, ms on the clock and ms of PHP's processor time.
 */
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
  $spent = static function () {
    $used = getrusage();
    return ( $used['ru_utime.tv_sec'] + $used['ru_stime.tv_sec'] ) * 1e3 + ( $used['ru_utime.tv_usec'] + $used['ru_stime.tv_usec'] ) / 1e3;
  };
  $took = static function ( $work ) use ( $spent ) {
    list( $from, $before ) = array( hrtime( true ), $spent() );
    $work();
    return array( ( hrtime( true ) - $from ) / 1e6, $spent() - $before );
  };
  $times = array( 'ours' => array(), 'base' => array(), 'row' => array() );
  for ( $at = 0; $at < ${orders}; $at++ ) {
    $_SERVER['REMOTE_ADDR'] = '198.' . ( 18 + random_int( 0, 1 ) ) . '.' . random_int( 0, 255 ) . '.1';
    Inkling\\Recorder::record( Inkling\\Recorder::visitor(), array( array( 'i' => uniqid(), 'n' => 'Product Added', 't' => time() * 1000, 'p' => array() ) ) );
    $times['ours'][] = $took( $buy );
    foreach ( $hooks as $hook ) unset( $wp_filter[ $hook ] );
    $times['base'][] = $took( $buy );
    foreach ( $ours as $hook => $all ) $wp_filter[ $hook ] = $all;
    $times['row'][] = $took( static function () use ( $wpdb, $at ) {
      $wpdb->insert( $wpdb->prefix . 'inkling_counts', array( 'day' => '2026-01-01', 'kind' => 'bench', 'name' => uniqid( (string) $at, true ) ) );
    } );
  }
  return $times;`;

type Taken = readonly (readonly [wall: number, processor: number])[];
type Times = { readonly ours: Taken; readonly base: Taken; readonly row: Taken };

export default async function measureCheckout({ isQuick, say }: BenchRun): Promise<Report> {
  const database = findMariaDbObstacle() === null ? 'MariaDB' : 'SQLite';
  const site = await openWordPress({ isOnMariaDb: database === 'MariaDB' });
  try {
    await prepare(site);
    const rounds: Round[] = [];
    for (let at = 0; at < (isQuick ? 1 : ROUNDS); at += 1) {
      const round = readRound((await site.evaluate(MEASURE(isQuick ? 5 : ORDERS))) as Times);
      rounds.push(round);
      say(`${hundredths(round.wall)} ms, ${hundredths(round.processor)} ms of the processor`);
    }
    const of = (name: keyof Round) => hundredths(middle(rounds.map((round) => round[name])));
    return {
      name: 'wordpress-checkout',
      figures: {
        added: { value: of('wall'), unit: 'ms' },
        addedProcessor: { value: of('processor'), unit: 'ms' },
        addedOfOneRow: { value: of('rows'), unit: 'ratio', atMost: MOST_ROWS },
      },
      notes: [
        `p50 of ${ORDERS} orders by a classic checkout with cash on delivery, in turn with and without the hooks; medians of ${ROUNDS} rounds`,
        `WordPress ${site.version} on ${database}, with the double of WooCommerce that the tests use; a row: one insert into a table, by the processor, in the same run`,
      ],
    };
  } finally {
    await site.stop();
  }
}

type Round = { readonly wall: number; readonly processor: number; readonly rows: number };

/** The wall clock counts whatever else the machine does: a database that was woken late is no work of the hooks. */
function readRound({ ours, base, row }: Times): Round {
  const p50 = (taken: Taken, at: 0 | 1) => middle(taken.map((one) => one[at]));
  const processor = p50(ours, 1) - p50(base, 1);
  return { wall: p50(ours, 0) - p50(base, 0), processor, rows: processor / p50(row, 1) };
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
