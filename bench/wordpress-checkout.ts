/** What the hooks in a shop add to a checkout that a browser waits for. */
import { packInkling } from '../integrations/wordpress/zip.ts';
import { BUY, packShop } from '../test/integrations/wordpress/woo/shop-plugin.ts';
import { findMariaDbObstacle } from '../test/support/wordpress/mariadb.ts';
import { openWordPress, type WordPressSite } from '../test/support/wordpress/site.ts';
import { type BenchRun, percentile, type Report } from './report.ts';

const ROUNDS = 5;
const ORDERS = 20;
/** Of PHP's processor time, in the whole request. */
const MOST_MS = 1;

/** A request of a browser of its own, whose order has the next number. */
const request = (at: number): string => `
  WC_Order::$saved                 = array( ${1000 + at} => array() );
  $_SERVER['HTTP_USER_AGENT']      = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130.0.0.0';
  $_SERVER['HTTP_ACCEPT_LANGUAGE'] = 'en';
  $_SERVER['REMOTE_ADDR']          = '198.${18 + (Math.floor(at / 256) % 2)}.${at % 256}.1';`;

/** Whoever buys has put something into the cart, and has seen a message: the order is the first after it. */
const VISIT = `
  $visitor = Inkling\\Recorder::visitor();
  Inkling\\Recorder::record( $visitor, array( array( 'i' => uniqid(), 'n' => 'Product Added', 't' => time() * 1000, 'p' => array() ) ) );
  ( new Inkling\\Collect\\Session_File( Inkling\\Storage::folder(), $visitor['day'], $visitor['v'] ) )->update( static function ( $file ) {
    $file['st']['d'] = array( array( bin2hex( random_bytes( 16 ) ), 'bench', 'a', array( 'c' => time() * 1000, 's' => time() * 1000 ) ) );
    return $file;
  } );`;

/** Whatever is ours of a checkout, taken off before it begins. */
const WITHOUT = `
  foreach ( array( 'woocommerce_checkout_create_order', 'woocommerce_order_status_changed' ) as $hook ) {
    unset( $GLOBALS['wp_filter'][ $hook ] );
  }`;

/** One checkout, the first thing that its request does with us: of it, ms on the clock and ms of the processor. */
const BUY_TIMED = `
  $spent = static function () {
    $used = getrusage();
    return ( $used['ru_utime.tv_sec'] + $used['ru_stime.tv_sec'] ) * 1e3 + ( $used['ru_utime.tv_usec'] + $used['ru_stime.tv_usec'] ) / 1e3;
  };
  list( $from, $before ) = array( hrtime( true ), $spent() );
  ${BUY}
  $times = array( ( hrtime( true ) - $from ) / 1e6, $spent() - $before );
  list( $from, $before ) = array( hrtime( true ), $spent() );
  Inkling\\Woo_Told::work();
  return array_merge( $times, array( ( hrtime( true ) - $from ) / 1e6, $spent() - $before ) );`;

/** In the request, and by cron: ms on the clock, ms of the processor. */
type Taken = readonly [wall: number, processor: number, wallLater: number, processorLater: number];

export default async function measureCheckout({ isQuick, say }: BenchRun): Promise<Report> {
  const database = findMariaDbObstacle() === null ? 'MariaDB' : 'SQLite';
  const site = await openWordPress({ isOnMariaDb: database === 'MariaDB' });
  try {
    await prepare(site);
    // PHP compiles each file once.
    await measureRound(site, ROUNDS * ORDERS, 2);
    const rounds: Taken[] = [];
    for (let at = 0; at < (isQuick ? 1 : ROUNDS); at += 1) {
      const added = await measureRound(site, at * ORDERS, isQuick ? 5 : ORDERS);
      rounds.push(added);
      say(added.map(hundredths).join(', '));
    }
    const of = (read: (taken: Taken) => number) => ({
      value: hundredths(middle(rounds.map(read))),
      unit: 'ms',
    });
    return {
      name: 'wordpress-checkout',
      figures: {
        addedProcessor: { ...of(([, inside]) => inside), atMost: MOST_MS },
        added: of(([wall]) => wall),
        byCronProcessor: of(([, , , later]) => later),
        byCron: of(([, , wall]) => wall),
      },
      notes: [
        `p50 of ${ORDERS} orders by a classic checkout with cash on delivery, each in a request of its own that has loaded nothing of ours but what every request does, in turn with our hooks and without; medians of ${ROUNDS} rounds`,
        'the buyer has a session of that day and saw one message; buyers are hashed; all that the request does is before its answer, whatever PHP runs under; by cron: a run for that one order, with the count of what waited before it',
        `WordPress ${site.version} on ${database}, with the double of WooCommerce that the tests use; the clock counts whatever else the machine does, and that the database writes to its disk`,
      ],
    };
  } finally {
    await site.stop();
  }
}

/** What the hooks add to the middle one. */
async function measureRound(site: WordPressSite, first: number, orders: number): Promise<Taken> {
  const ours: Taken[] = [];
  const base: Taken[] = [];
  for (let at = first; at < first + orders; at += 1) {
    await site.evaluate(request(at) + VISIT);
    ours.push((await site.evaluate(request(at) + BUY_TIMED)) as Taken);
    base.push((await site.evaluate(request(at) + WITHOUT + BUY_TIMED)) as Taken);
  }
  const added = (place: 0 | 1 | 2 | 3) =>
    middle(ours.map((taken) => taken[place])) - middle(base.map((taken) => taken[place]));
  return [added(0), added(1), added(2), added(3)];
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
