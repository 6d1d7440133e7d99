<?php
require_once dirname( __DIR__ ) . '/double/case.php';

use Inkling\Woo_Told;

/** What becomes of orders that wait where something fails, or comes in between. */
final class FaultsTest extends Inkling_Woo_Case {

	/** @var string[] */
	private $said = array();

	protected function setUp(): void {
		parent::setUp();
		Inkling_Consent_Double::$allowed = array( 'analytics' );
		$this->said                      = array();
		set_error_handler(
			function ( int $kind, string $text ): bool {
				$this->said[] = $text;
				return true;
			},
			E_USER_WARNING
		);
	}

	protected function tearDown(): void {
		restore_error_handler();
		parent::tearDown();
	}

	public function test_the_fault_of_somebody_else_keeps_no_order_from_being_counted(): void {
		$this->buy();
		$this->buy();
		add_action( 'inkling_order_bought', array( $this, 'break_off' ) );
		$this->assertTrue( Woo_Told::work() );
		remove_action( 'inkling_order_bought', array( $this, 'break_off' ) );
		$this->assertCount( 2, $this->rows( 'orders' ) );
		$this->buy();
		add_action( 'inkling_purchase_statuses', array( $this, 'break_off' ) );
		$this->assertTrue( Woo_Told::work() );
		remove_action( 'inkling_purchase_statuses', array( $this, 'break_off' ) );
		$this->assertCount( 2, $this->rows( 'orders' ) );
		$last = $this->buy();
		$this->assertTrue( Woo_Told::work() );
		$this->assertSame( Inkling\Woo_Hash::order( $last->get_id() ), $this->rows( 'orders' )[2]['order_hash'] ?? '' );
		$this->assertCount( 3, $this->said );
		$this->assertStringContainsString( 'Exception at FaultsTest.php', $this->said[0] );
		$this->assertStringNotContainsString( 'somebody else', implode( $this->said ) );
	}

	public function test_an_order_in_which_php_ended_is_tried_again_and_at_last_passed_over(): void {
		$this->buy();
		$this->buy();
		$this->note_tries( 2 );
		$this->assertTrue( Woo_Told::work() );
		$this->assertCount( 2, $this->rows( 'orders' ) );

		$this->buy();
		$last = $this->buy();
		$this->note_tries( 3 );
		$this->assertTrue( Woo_Told::work() );
		$this->assertCount( 3, $this->rows( 'orders' ) );
		$this->assertSame( Inkling\Woo_Hash::order( $last->get_id() ), $this->rows( 'orders' )[2]['order_hash'] ?? '' );
		$this->assertFalse( get_option( 'inkling_orders_trying' ) );
	}

	public function test_a_reminder_waits_while_orders_wait_that_may_end_it(): void {
		$this->settings( array( 'reminders' => true ) );
		WC()->session->set( 'inkling_cart', 'a cart' );
		do_action( 'woocommerce_checkout_update_order_review', 'inkling_contact=1&billing_email=anna%40example.com' );
		$cart = $this->rows( 'reminders' )[0]['cart'];
		wp_unschedule_hook( Inkling\Woo_Reminders::SEND );
		$this->buy( 'another-address@example.com' );
		$lock = fopen( Inkling\Storage::folder() . 'orders.lock.php', 'c' );
		flock( $lock, LOCK_EX );
		do_action( Inkling\Woo_Reminders::SEND, $cart );
		fclose( $lock );
		$this->assertSame( 'waiting', $this->rows( 'reminders' )[0]['state'] );
		$this->assertEqualsWithDelta( time() + 60, wp_next_scheduled( Inkling\Woo_Reminders::SEND, array( $cart ) ), 5 );
		do_action( Inkling\Woo_Reminders::SEND, $cart );
		$this->assertSame( 'bought', $this->rows( 'reminders' )[0]['state'] );
	}

	public function test_an_order_that_waits_is_none_of_the_past(): void {
		$order = $this->buy();
		Inkling\Woo_Import::start();
		do_action( Inkling\Woo_Import::CHUNK );
		$this->assertSame( array( 'Order Completed' ), Inkling_Recorder_Double::names() );
		$this->assertCount( 1, $this->rows( 'orders' ) );
		Inkling\Woo_Import::cancel();
	}

	public function test_money_that_goes_back_of_an_order_that_was_never_counted_takes_nothing_off(): void {
		$order = $this->buy();
		unlink( Inkling\Storage::folder() . 'orders.php' );
		WC_Order::$saved[ $order->get_id() ]['data']['refunds'][9001] = '10';
		do_action( 'woocommerce_order_refunded', $order->get_id(), 9001 );
		$this->assertTrue( Woo_Told::work() );
		$this->assertSame( array( array( 'Order Refunded' ), 0 ), array( Inkling_Recorder_Double::names(), Inkling_Recorder_Double::$events[0]['p']['revenue_minor'] ) );
	}

	public function test_whoever_declines_has_no_order_passed_on_under_their_id(): void {
		update_option( Inkling\Server::OPTION, array( 'server' => 'https://server.example', 'write_key' => 'wk_1', 'secret_key' => 'sk_of_this_test' ) );
		list( $ann, $bob ) = array( str_repeat( 'a', 32 ), str_repeat( 'b', 32 ) );
		$orders            = array();
		foreach ( array( $ann, $bob ) as $visitor ) {
			$orders[ $visitor ] = wp_insert_post( array( 'post_title' => 'an order', 'post_status' => 'private' ) );
			add_post_meta( $orders[ $visitor ], '_inkling_visitor', wp_json_encode( array( 'v' => $visitor ) ) );
		}
		Inkling\Outbox::take(
			array(
				array(
					'm' => 'consented',
					'v' => $ann,
					'c' => array( 'share' => false ),
					'e' => array(),
				),
			)
		);
		$this->assertSame( array( '', 1 ), array( get_post_meta( $orders[ $ann ], '_inkling_visitor', true ), count( get_post_meta( $orders[ $bob ], '_inkling_visitor' ) ) ) );
		Inkling\Relay::disconnect();
		array_map( 'wp_delete_post', $orders, array( true, true ) );
	}

	public function break_off(): void {
		throw new Exception( 'somebody else' );
	}

	/** The first line that waits was tried so often, and PHP ended in it each time. */
	private function note_tries( int $times ): void {
		$read = Inkling\Collect\Buffer::read_lines( Inkling\Storage::folder() . 'orders.php', 0, 1 );
		update_option( 'inkling_orders_trying', array( $read['offset'], $times ), false );
	}
}
