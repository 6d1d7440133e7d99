<?php
require_once dirname( __DIR__ ) . '/double/case.php';

final class OrdersTest extends Inkling_Woo_Case {

	private const SEEN = array(
		'v' => 1,
		'd' => array(
			array( '0123abcd', 'welcome', 'b', array( 'c' => 1000, 's' => 2000 ) ),
			array( '4567abcd', 'exit', 'control', array( 'c' => 3000, 'w' => 3000 ) ),
			array( '89ababcd', 'unseen', 'a', array( 'c' => 4000 ) ),
		),
	);

	/** Every way to buy: one row, one event. */
	public function ways(): array {
		return array(
			'classic'                  => array( 'classic-cod', 'processing' ),
			'without a thank-you page' => array( 'classic-cod-no-thankyou', 'processing' ),
			'blocks'                   => array( 'block-cod', 'processing' ),
			'a card, by webhook'       => array( 'card-webhook', 'processing' ),
			'refunded in full'         => array( 'full-refund', 'refunded' ),
			'cancelled, taken up'      => array( 'reopened', 'completed' ),
		);
	}

	/** @dataProvider ways */
	public function test_a_purchase_counts_once( string $trace, string $status ): void {
		$order = ( new Inkling_Trace( $trace ) )->play();
		$rows  = $this->rows( 'orders' );
		$this->assertCount( 1, $rows );
		$this->assertSame( array( '4990', 'EUR', '0', $status, '1' ), array( $rows[0]['total_minor'], $rows[0]['currency'], $rows[0]['is_other_currency'], $rows[0]['status'], $rows[0]['is_counted'] ) );
		$this->assertSame( Inkling\Woo_Hash::order( $order->get_id() ), $rows[0]['order_hash'] );
		$bought = array_values( array_filter( Inkling_Recorder_Double::$events, static function ( $event ) {
			return 'Order Completed' === $event['n'];
		} ) );
		$this->assertCount( 1, $bought );
		$this->assertSame( 'order:' . $rows[0]['order_hash'], $bought[0]['i'] );
		$this->assertSame( 4990, $bought[0]['p']['revenue_minor'] );
		$this->assertSame( array( array( 'product_id' => '7', 'quantity' => 2 ) ), $bought[0]['p']['products'] );
	}

	public function test_an_order_that_was_never_paid_is_no_purchase(): void {
		( new Inkling_Trace( 'never-paid' ) )->play();
		$this->assertSame( array(), $this->rows( 'orders' ) );
		$this->assertSame( array(), Inkling_Recorder_Double::$events );
	}

	public function test_a_draft_is_no_purchase_and_is_written_once(): void {
		$order = ( new WC_Order() )->inkling_fill( array( 'status' => 'checkout-draft' ) );
		$order->save();
		Inkling_Recorder_Double::$state = self::SEEN;
		do_action( 'woocommerce_store_api_checkout_update_order_meta', $order );
		$kept = WC_Order::$saved[ $order->get_id() ]['meta'];
		$this->assertArrayHasKey( '_inkling_arms', $kept );
		// Somebody else's word on the order, by another object: writing ours again would undo it.
		WC_Order::$saved[ $order->get_id() ]['meta']['other'] = 'x';
		do_action( 'woocommerce_store_api_checkout_update_order_meta', $order );
		$this->assertSame( $kept + array( 'other' => 'x' ), WC_Order::$saved[ $order->get_id() ]['meta'] );
		$this->assertSame( array(), $this->rows( 'orders' ) );
	}

	public function test_without_consent_an_order_names_arms_and_nobody(): void {
		Inkling_Recorder_Double::$state = self::SEEN;
		$order                          = ( new Inkling_Trace( 'classic-cod' ) )->play();
		$this->assertSame( '', $order->get_meta( '_inkling_visitor' ) );
		$this->assertSame( '[["welcome","b",1],["exit","control",1]]', $order->get_meta( '_inkling_arms' ) );
		$row = $this->rows( 'orders' )[0];
		$this->assertSame( array( '', '', 'exit', 'control' ), array( $row['visitor'], $row['customer'], $row['campaign'], $row['variant'] ) );
		$this->assertSame( '', Inkling_Recorder_Double::$events[0]['v'] );
		// The page's own session learns of it all the same: its state ends with the day.
		$this->assertSame( array( array( self::VISITOR['v'], 4990, 'EUR' ) ), array_values( Inkling_Recorder_Double::$orders ) );
		$this->assertStringNotContainsStringIgnoringCase( 'anna@', wp_json_encode( array( $this->rows( 'orders' ), WC_Order::$saved[ $order->get_id() ]['meta'], Inkling_Recorder_Double::$events ) ) );
	}

	public function test_with_consent_a_webhook_still_knows_the_visitor(): void {
		Inkling_Consent_Double::$allowed = array( 'analytics' );
		Inkling_Recorder_Double::$state  = self::SEEN;
		( new Inkling_Trace( 'card-webhook' ) )->play();
		$row = $this->rows( 'orders' )[0];
		$this->assertSame( self::VISITOR['v'], $row['visitor'] );
		$this->assertSame( 'exit', $row['campaign'] );
		$this->assertSame( self::VISITOR['v'], Inkling_Recorder_Double::$events[0]['v'] );
		$this->assertSame( array( array( self::VISITOR['v'], 4990, 'EUR' ) ), array_values( Inkling_Recorder_Double::$orders ) );
	}

	public function test_an_order_of_somebody_who_was_forgotten_is_nobodys(): void {
		Inkling_Consent_Double::$allowed = array( 'analytics' );
		$order                           = ( new Inkling_Trace( 'classic-cod' ) )->play();
		$post                            = wp_insert_post( array( 'post_title' => 'an order of old' ) );
		update_post_meta( $post, '_inkling_visitor', $order->get_meta( '_inkling_visitor' ) );
		do_action( 'inkling_device_erased', array( str_repeat( 'f', 32 ) ) );
		$this->assertNotSame( '', get_post_meta( $post, '_inkling_visitor', true ) );
		do_action( 'inkling_device_erased', array( self::VISITOR['v'] ) );
		$this->assertSame( '', get_post_meta( $post, '_inkling_visitor', true ) );
		do_action( 'woocommerce_order_status_changed', $order->get_id(), 'processing', 'cancelled', $order );
		$this->cron();
		$event = end( Inkling_Recorder_Double::$events );
		$this->assertSame( array( 'Order Cancelled', '' ), array( $event['n'], $event['v'] ) );
		wp_delete_post( $post, true );
	}

	public function test_where_no_consent_plugin_speaks_the_trackers_own_word_counts(): void {
		Inkling_Consent_Double::$allowed = null;
		( new Inkling_Trace( 'classic-cod' ) )->play();
		Inkling_Recorder_Double::$visitor = array( 'm' => 'consented' ) + self::VISITOR;
		Inkling_Consent_Double::$allowed  = null;
		( new Inkling_Trace( 'classic-cod' ) )->play();
		$this->assertEqualsCanonicalizing( array( '', self::VISITOR['v'] ), array_column( $this->rows( 'orders' ), 'visitor' ) );
	}

	public function test_a_webhook_of_an_order_without_consent_is_nobodys(): void {
		( new Inkling_Trace( 'card-webhook' ) )->play();
		$this->assertSame( '', $this->rows( 'orders' )[0]['visitor'] );
		$this->assertSame( array(), array_values( Inkling_Recorder_Double::$orders ) );
	}

	public function test_consent_that_was_taken_back_before_the_order_counts(): void {
		Inkling_Consent_Double::$allowed = array( 'analytics' );
		$order                           = ( new WC_Order() )->inkling_fill( array( 'status' => 'checkout-draft' ) );
		$order->save();
		do_action( 'woocommerce_store_api_checkout_update_order_meta', $order );
		$this->assertNotSame( '', wc_get_order( $order->get_id() )->get_meta( '_inkling_visitor' ) );
		Inkling_Consent_Double::$allowed = array();
		do_action( 'woocommerce_store_api_checkout_update_order_meta', $order );
		$this->assertSame( '', wc_get_order( $order->get_id() )->get_meta( '_inkling_visitor' ) );
	}

	public function test_a_browser_that_refuses_is_counted_and_joined_to_nothing(): void {
		$_SERVER['HTTP_SEC_GPC']         = '1';
		Inkling_Consent_Double::$allowed = array( 'analytics' );
		Inkling_Recorder_Double::$state  = self::SEEN;
		$this->settings( array( 'orders_basis' => true ) );
		$order = ( new Inkling_Trace( 'classic-cod' ) )->play();
		$this->assertSame( array( '_inkling_refused', '_inkling_sent' ), array_keys( WC_Order::$saved[ $order->get_id() ]['meta'] ) );
		$row = $this->rows( 'orders' )[0];
		$this->assertSame( array( '', '', '' ), array( $row['visitor'], $row['customer'], $row['campaign'] ) );
		$this->assertSame( array(), array_values( Inkling_Recorder_Double::$orders ) );
	}

	public function test_campaigns_get_sales_and_money_once_and_give_them_back(): void {
		Inkling_Recorder_Double::$state = self::SEEN;
		( new Inkling_Trace( 'card-webhook' ) )->play();
		$this->assertSame( array( 'exit/control 1 4990', 'welcome/b 1 4990' ), $this->effects() );
		Inkling_Recorder_Double::$visitor = self::VISITOR;
		( new Inkling_Trace( 'partial-refund' ) )->play();
		$this->assertSame( array( 'exit/control 2 8430', 'welcome/b 2 8430' ), $this->effects() );
	}

	public function test_a_second_order_is_no_second_sale_of_a_campaign(): void {
		Inkling_Recorder_Double::$state = self::SEEN + array( 'o' => array( array( 2500, 100, 'EUR' ) ) );
		( new Inkling_Trace( 'classic-cod' ) )->play();
		$this->assertSame( array( 'exit/control 1 4990', 'welcome/b 0 4990' ), $this->effects() );
	}

	public function test_a_cancelled_order_takes_its_sale_along(): void {
		Inkling_Recorder_Double::$state = self::SEEN;
		( new Inkling_Trace( 'cancelled' ) )->play();
		$this->assertSame( array( 'exit/control 0 0', 'welcome/b 0 0' ), $this->effects() );
		$this->assertSame( array( 'Order Completed', 'Order Cancelled' ), Inkling_Recorder_Double::names() );
		$this->assertSame( '0', $this->rows( 'orders' )[0]['is_counted'] );
	}

	public function test_a_cancellation_that_is_taken_back_counts_again(): void {
		Inkling_Recorder_Double::$state = self::SEEN;
		( new Inkling_Trace( 'reopened' ) )->play();
		$this->assertSame( array( 'exit/control 1 4990', 'welcome/b 1 4990' ), $this->effects() );
	}

	public function test_refunds_are_what_went_back_and_are_said_once(): void {
		( new Inkling_Trace( 'partial-refund' ) )->play();
		$this->assertSame( '1550', $this->rows( 'orders' )[0]['refunded_minor'] );
		$refunds = array_slice( Inkling_Recorder_Double::$events, 1 );
		$this->assertSame( array( 1000, 550 ), array_map( static function ( $event ) {
			return $event['p']['revenue_minor'];
		}, $refunds ) );
		$this->assertCount( 2, array_unique( array_column( $refunds, 'i' ) ) );
	}

	public function test_money_of_another_currency_is_flagged_and_not_summed(): void {
		Inkling_Recorder_Double::$state = self::SEEN;
		( new Inkling_Trace( 'classic-cod', array( 'currency' => 'JPY', 'total' => '1500' ) ) )->play();
		$row = $this->rows( 'orders' )[0];
		$this->assertSame( array( '1500', '1' ), array( $row['total_minor'], $row['is_other_currency'] ) );
		$event = Inkling_Recorder_Double::$events[0]['p'];
		$this->assertArrayNotHasKey( 'revenue_minor', $event );
		$this->assertTrue( $event['currency_mismatch'] );
		$this->assertSame( array( 'exit/control 1 0', 'welcome/b 1 0' ), $this->effects() );
		$this->assertSame( array( 'orders' => 1, 'revenue_minor' => 0, 'refunded_minor' => 0, 'other_currency' => 1 ), Inkling\Woo_Orders::today() );
	}

	public function test_a_row_that_is_gone_is_not_made_again(): void {
		global $wpdb;
		$order = ( new Inkling_Trace( 'classic-cod' ) )->play();
		$wpdb->query( 'DELETE FROM ' . Inkling\Woo_Tables::name( 'orders' ) );
		do_action( 'woocommerce_order_status_changed', $order->get_id(), 'processing', 'completed', $order );
		$this->cron();
		$this->assertSame( array(), $this->rows( 'orders' ) );
		$this->assertSame( array( 'Order Completed' ), Inkling_Recorder_Double::names() );
	}

	public function test_an_order_whose_process_was_killed_is_taken_in_when_it_rests(): void {
		Inkling_Recorder_Double::$state = self::SEEN;
		$id                             = $this->leave( 600 );
		$this->catch_up();
		$this->catch_up();
		$rows = $this->rows( 'orders' );
		$this->assertCount( 1, $rows );
		$this->assertSame( array( 'processing', 'exit' ), array( $rows[0]['status'], $rows[0]['campaign'] ) );
		$this->assertEqualsWithDelta( ( time() - 600 ) * 1000, (int) $rows[0]['at'], 5000 );
		$this->assertSame( array( 'Order Completed' ), Inkling_Recorder_Double::names() );
		$this->assertSame( array( 'exit/control 1 4990', 'welcome/b 1 4990' ), $this->effects() );
		// Told of it after all, it is no other order.
		do_action( 'woocommerce_order_status_changed', $id, 'processing', 'completed', wc_get_order( $id ) );
		$this->cron();
		$this->assertSame( array( 'Order Completed' ), Inkling_Recorder_Double::names() );
	}

	public function test_a_cancellation_and_a_refund_that_were_killed_are_taken_in(): void {
		Inkling_Recorder_Double::$state = self::SEEN;
		$cancelled                      = $this->leave( 600 );
		$refunded                       = $this->leave( 600 );
		$this->catch_up();
		WC_Order::$saved[ $cancelled ]['data']['status']  = 'cancelled';
		WC_Order::$saved[ $refunded ]['data']['refunds'] = array( 9 => 10.0 );
		$this->catch_up();
		$this->catch_up();
		$this->assertSame( array( 'exit/control 1 3990', 'welcome/b 1 3990' ), $this->effects() );
		$this->assertSame( array( 'Order Completed', 'Order Completed', 'Order Cancelled' ), Inkling_Recorder_Double::names() );
	}

	public function test_an_order_is_left_to_its_own_request_and_old_ones_to_the_import(): void {
		$this->leave( 10 );
		$this->leave( 600, 86400 );
		$this->catch_up();
		$this->assertSame( array(), $this->rows( 'orders' ) );
	}

	public function test_a_row_that_is_gone_is_not_found_missing(): void {
		global $wpdb;
		( new Inkling_Trace( 'classic-cod' ) )->play();
		$wpdb->query( 'DELETE FROM ' . Inkling\Woo_Tables::name( 'orders' ) );
		foreach ( WC_Order::$saved as $id => $order ) {
			WC_Order::$saved[ $id ]['data']['date_modified'] = time() - 600;
		}
		$this->catch_up();
		$this->assertSame( array(), $this->rows( 'orders' ) );
	}

	/** An order that was placed and paid for, and whose request ended there; its number. */
	private function leave( int $seconds_ago, int $placed_ago = 600 ): int {
		$order = ( new WC_Order() )->inkling_fill(
			array(
				'total'         => '49.90',
				'date_created'  => '@' . ( time() - $placed_ago ),
				'date_modified' => time() - $seconds_ago,
			)
		);
		do_action( 'woocommerce_checkout_create_order', $order, array() );
		$order->inkling_fill( array( 'status' => 'processing' ) );
		return $order->save();
	}

	/** Listening since two hours ago, and nothing looked at since. */
	private function catch_up(): void {
		update_option( Inkling\Woo_Catch_Up::OPTION, array( time() - 7200, time() - 7200 ) );
		Inkling\Woo_Catch_Up::work();
	}

	/** Of every arm: sales and minor units. */
	private function effects(): array {
		$rows = array_map( static function ( array $row ): string {
			return "{$row['campaign']}/{$row['variant']} {$row['conversions']} {$row['revenue_minor']}";
		}, $this->rows( 'effects' ) );
		sort( $rows );
		return $rows;
	}
}
