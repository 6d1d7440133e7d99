<?php
require_once dirname( __DIR__ ) . '/double/case.php';

use Inkling\Woo_Told;

/** What was told of orders waits for cron, and loses and doubles nothing meanwhile. */
final class ToldTest extends Inkling_Woo_Case {

	private const SEEN = array(
		'v' => 1,
		'd' => array( array( '0123abcd', 'welcome', 'b', array( 's' => 2000 ) ) ),
	);

	protected function setUp(): void {
		parent::setUp();
		Inkling_Recorder_Double::$state  = self::SEEN;
		Inkling_Consent_Double::$allowed = array( 'analytics' );
	}

	protected function tearDown(): void {
		Inkling_Trace::$is_late = false;
		parent::tearDown();
	}

	/** Every trace of a shop. */
	public function traces(): array {
		$names = array_map( static function ( string $path ): string {
			return basename( $path, '.json' );
		}, glob( dirname( __DIR__ ) . '/traces/*.json' ) );
		return array_combine( $names, array_map( static function ( string $name ): array {
			return array( $name );
		}, $names ) );
	}

	/** @dataProvider traces */
	public function test_cron_that_comes_late_or_twice_makes_the_same( string $trace ): void {
		( new Inkling_Trace( $trace ) )->play();
		$first = $this->outcome( 'orders', 'effects' );
		$this->tearDown();
		$this->setUp();
		Inkling_Trace::$is_late = true;
		$path                   = $this->path();
		add_filter( 'inkling_test_cron', $doubled = static function () use ( $path ): void {
			$lines = is_file( $path ) ? file( $path ) : array();
			foreach ( array_slice( $lines, 1 ) as $at => $line ) {
				array_splice( $lines, 2 * $at + 1, 0, array( $line ) );
			}
			file_put_contents( $path, implode( '', $lines ) );
		} );
		( new Inkling_Trace( $trace ) )->play();
		remove_filter( 'inkling_test_cron', $doubled );
		$this->assertSame( $first, $this->outcome( 'orders', 'effects' ) );
	}

	public function test_the_request_writes_a_line_and_tells_the_page_and_no_more(): void {
		$before = Inkling\Woo_Link::now_ms();
		$order  = $this->buy();
		$after  = Inkling\Woo_Link::now_ms();
		$this->assertSame( array( array( self::VISITOR['v'], 4990, 'EUR' ) ), array_values( Inkling_Recorder_Double::$orders ) );
		$this->assertSame( array( array(), array(), array() ), array( $this->rows( 'orders' ), $this->rows( 'effects' ), Inkling_Recorder_Double::$events ) );
		$line = json_decode( file( $this->path() )[1], true );
		$this->assertSame( array( 't', 'k', 'id', 'to' ), array_keys( $line ) );
		usleep( 2000 );
		$this->cron();
		$this->assertSame( array( 'Order Completed', $line['t'] ), array( Inkling_Recorder_Double::$events[0]['n'], Inkling_Recorder_Double::$events[0]['t'] ) );
		$this->assertSame( (string) $line['t'], $this->rows( 'orders' )[0]['at'] );
		$this->assertTrue( $before <= $line['t'] && $line['t'] <= $after );
		$this->assertCount( 1, Inkling_Recorder_Double::$orders );
		// The next change of it is no purchase for the page.
		Inkling_Recorder_Double::$orders = array();
		do_action( 'woocommerce_order_status_changed', $order->get_id(), 'processing', 'completed', wc_get_order( $order->get_id() ) );
		$this->assertSame( array(), Inkling_Recorder_Double::$orders );
	}

	public function test_a_purchase_that_is_cancelled_before_cron_was_one(): void {
		$order = $this->buy();
		$this->become( $order, 'cancelled' );
		$this->cron();
		$this->assertSame( array( 'Order Completed', 'Order Cancelled' ), Inkling_Recorder_Double::names() );
		$this->assertSame( array( array( 'cancelled', '0' ), array( '0', '0' ) ), array( $this->of( 'orders', 'status', 'is_counted' ), $this->of( 'effects', 'conversions', 'revenue_minor' ) ) );
	}

	public function test_a_refund_says_what_went_back_then(): void {
		$order = $this->buy();
		foreach ( array( 9001 => '10', 9002 => '5.5' ) as $refund => $amount ) {
			WC_Order::$saved[ $order->get_id() ]['data']['refunds'][ $refund ] = $amount;
			do_action( 'woocommerce_order_refunded', $order->get_id(), $refund );
		}
		unset( WC_Order::$saved[ $order->get_id() ]['data']['refunds'][9002] );
		do_action( 'woocommerce_refund_deleted', 9002, $order->get_id() );
		$this->cron();
		$this->assertSame( array( 1000, 550 ), array_column( array_column( array_slice( Inkling_Recorder_Double::$events, 1 ), 'p' ), 'revenue_minor' ) );
		$this->assertSame( array( array( '1000' ), array( '1', '3990' ) ), array( $this->of( 'orders', 'refunded_minor' ), $this->of( 'effects', 'conversions', 'revenue_minor' ) ) );
	}

	public function test_a_line_that_was_killed_while_it_was_written_takes_no_other_along(): void {
		$this->buy();
		file_put_contents( $this->path(), '{"t":1,"k":"sta', FILE_APPEND );
		$this->buy();
		$this->cron();
		$this->assertCount( 2, $this->rows( 'orders' ) );
		file_put_contents( $this->path(), '{"t":1,"k":"sta', FILE_APPEND );
		$this->cron();
		$this->buy();
		$this->cron();
		$this->assertCount( 3, $this->rows( 'orders' ) );
	}

	public function test_whoever_is_killed_before_the_file_begins_anew_counts_nothing_twice(): void {
		$order = $this->buy();
		$this->become( $order, 'cancelled' );
		$this->become( $order, 'processing' );
		$lines = file_get_contents( $this->path() );
		$this->cron();
		$first = $this->outcome( 'orders', 'effects' );
		file_put_contents( $this->path(), $lines );
		$this->cron();
		$this->assertSame( $first, $this->outcome( 'orders', 'effects' ) );
		$this->assertSame( array( '1', '4990' ), $this->of( 'effects', 'conversions', 'revenue_minor' ) );
	}

	public function test_a_file_that_somebody_removed_begins_anew(): void {
		$this->buy();
		Inkling\Progress::pass( 'orders.php', 100000, '__return_null' );
		$this->assertTrue( Woo_Told::work() );
		$this->assertCount( 1, $this->rows( 'orders' ) );
		$this->assertSame( 0, Inkling\Progress::place( 'orders.php' ) );
	}

	public function test_whoever_hears_of_an_order_may_ask_for_more_and_change_it(): void {
		$this->buy();
		$this->buy();
		add_action( 'inkling_order_bought', $more = function ( WC_Order $order ): void {
			apply_filters( 'inkling_export_visitor', array(), '' );
			$this->become( $order, 'completed' );
		} );
		$this->assertTrue( Woo_Told::work() );
		remove_action( 'inkling_order_bought', $more );
		$this->assertSame( array( 'completed', 'completed' ), array_column( $this->rows( 'orders' ), 'status' ) );
	}

	public function test_an_order_is_nobodys_whose_visitor_was_forgotten_before_cron(): void {
		$order = $this->buy();
		unset( WC_Order::$saved[ $order->get_id() ]['meta']['_inkling_visitor'] );
		$this->cron();
		$this->assertSame( array( array( '' ), '' ), array( $this->of( 'orders', 'visitor' ), Inkling_Recorder_Double::$events[0]['v'] ) );
	}

	/** Whoever shows or removes something. */
	public function removals(): array {
		return array( array( 'inkling_erase_visitor' ), array( 'inkling_export_visitor' ), array( 'inkling_forget_visitors' ), array( 'woocommerce_before_delete_order' ), array( 'woocommerce_privacy_remove_order_personal_data' ) );
	}

	/** @dataProvider removals */
	public function test_whatever_is_removed_was_counted_before( string $name ): void {
		$this->settings( array( 'orders_basis' => true ) );
		$order    = $this->buy();
		$customer = Inkling\Woo_Hash::customer( 'anna@example.com' );
		if ( 'inkling_forget_visitors' === $name ) {
			do_action( $name, array( $customer ) );
		} elseif ( 0 === strpos( $name, 'woo' ) ) {
			do_action( $name, $order );
		} else {
			apply_filters( $name, array(), $customer );
		}
		$this->assertSame( array( 'inkling_export_visitor' === $name ? $customer : '' ), $this->of( 'orders', 'customer' ) );
		$this->cron();
		$this->assertCount( 1, $this->rows( 'orders' ) );
	}

	public function test_where_nothing_can_be_written_down_it_is_done_at_once(): void {
		mkdir( $this->path() );
		$this->buy();
		rmdir( $this->path() );
		$this->assertCount( 1, $this->rows( 'orders' ) );
		$this->assertCount( 1, Inkling_Recorder_Double::$orders );
	}

	public function test_a_reminder_that_is_due_before_cron_is_not_sent_to_whoever_bought(): void {
		$this->settings( array( 'reminders' => true ) );
		WC()->session->set( 'inkling_cart', 'a cart' );
		do_action( 'woocommerce_checkout_update_order_review', 'inkling_contact=1&billing_email=anna%40example.com' );
		$this->buy( 'another-address@example.com' );
		do_action( Inkling\Woo_Reminders::SEND, $this->rows( 'reminders' )[0]['cart'] );
		$this->assertSame( array( 'bought' ), $this->of( 'reminders', 'state' ) );
	}

	/** Columns of the only row. */
	private function of( string $table, string ...$columns ): array {
		$rows = $this->rows( $table );
		$this->assertCount( 1, $rows );
		return array_values( array_intersect_key( array_replace( array_flip( $columns ), $rows[0] ), array_flip( $columns ) ) );
	}

	/** All that was made, but for when. */
	private function outcome( string ...$tables ): array {
		$rows = array_map( function ( string $table ): array {
			return array_map( static function ( array $row ): array {
				return array_diff_key( $row, array( 'at' => 0 ) );
			}, $this->rows( $table ) );
		}, $tables );
		$said = array_map( static function ( array $event ): array {
			return array_diff_key( $event, array( 't' => 0 ) );
		}, Inkling_Recorder_Double::$events );
		return array( $rows, $said, Inkling_Recorder_Double::$orders );
	}

	private function path(): string {
		return Inkling\Storage::folder() . 'orders.php';
	}
}
