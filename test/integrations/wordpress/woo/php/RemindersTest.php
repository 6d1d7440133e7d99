<?php
require_once dirname( __DIR__ ) . '/double/case.php';

use Inkling\Woo_Reminders;

final class RemindersTest extends Inkling_Woo_Case {

	private $mails = array();

	protected function setUp(): void {
		parent::setUp();
		$this->settings( array( 'reminders' => true ) );
		WC()->session->set( 'inkling_cart', 'a cart' );
		$this->mails = array();
		add_filter( 'pre_wp_mail', array( $this, 'take_mail' ), 10, 2 );
	}

	protected function tearDown(): void {
		remove_filter( 'pre_wp_mail', array( $this, 'take_mail' ), 10 );
		parent::tearDown();
	}

	public function take_mail( $sent, array $mail ): bool {
		$this->mails[] = $mail;
		return true;
	}

	public function test_whoever_ticks_the_box_is_reminded_once(): void {
		$this->tick();
		$row = $this->rows( 'reminders' )[0];
		$this->assertStringNotContainsStringIgnoringCase( 'anna', wp_json_encode( $row ) );
		$this->assertEqualsWithDelta( time() + 3600, wp_next_scheduled( Woo_Reminders::SEND, array( $row['cart'] ) ), 5 );
		$this->send();
		$this->send();
		$this->assertCount( 1, $this->mails );
		$this->assertSame( 'anna@example.com', $this->mails[0]['to'] );
		$this->assertStringContainsString( home_url( '/cart/' ), $this->mails[0]['message'] );
		$this->assertSame( 'List-Unsubscribe-Post: List-Unsubscribe=One-Click', $this->mails[0]['headers'][1] );
		$this->assertSame( array( 'sent', '' ), array( $this->rows( 'reminders' )[0]['state'], $this->rows( 'reminders' )[0]['sealed'] ) );
		// The same cart again: it has had its mail.
		$this->tick();
		$this->send();
		$this->assertCount( 1, $this->mails );
	}

	public function test_the_address_opens_in_its_own_row_alone(): void {
		$this->tick();
		$row = $this->rows( 'reminders' )[0];
		$this->assertSame( 'anna@example.com', Inkling\Woo_Vault::open( $row['sealed'], $row['cart'] ) );
		$this->assertNull( Inkling\Woo_Vault::open( $row['sealed'], str_repeat( '0', 32 ) ) );
		$this->assertNull( Inkling\Woo_Vault::open( strrev( $row['sealed'] ), $row['cart'] ) );
	}

	public function test_no_box_no_mail(): void {
		do_action( 'woocommerce_checkout_update_order_review', 'billing_email=anna%40example.com' );
		do_action( 'woocommerce_checkout_update_order_review', 'inkling_contact=1&billing_email=anna' );
		$this->assertSame( array(), $this->rows( 'reminders' ) );
		$this->settings( array() );
		$this->tick();
		$this->assertSame( array(), $this->rows( 'reminders' ) );
	}

	public function test_the_box_is_never_ticked_beforehand(): void {
		ob_start();
		do_action( 'woocommerce_review_order_before_submit' );
		$html = ob_get_clean();
		$this->assertStringContainsString( 'name="inkling_contact"', $html );
		$this->assertStringNotContainsString( 'checked', $html );
	}

	public function test_a_tick_that_is_taken_back_ends_it(): void {
		$this->tick();
		do_action( 'woocommerce_checkout_update_order_review', 'billing_email=anna%40example.com' );
		$this->send();
		$this->assertSame( array(), $this->mails );
		$this->assertSame( '', $this->rows( 'reminders' )[0]['sealed'] );
		$this->tick();
		$this->send();
		$this->assertCount( 1, $this->mails );
	}

	public function test_a_box_that_was_never_ticked_takes_back_nothing_that_another_source_allowed(): void {
		do_action( 'inkling_contact_allowed', 'anna@example.com' );
		do_action( 'woocommerce_checkout_update_order_review', 'billing_email=anna%40example.com' );
		$this->send();
		$this->assertCount( 1, $this->mails );
	}

	public function test_a_checkout_of_blocks_says_the_same(): void {
		$order = ( new WC_Order() )->inkling_fill( array( 'billing_email' => 'anna@example.com' ) );
		do_action( 'woocommerce_set_additional_field_value', 'inkling/contact', true, 'other', $order );
		do_action( 'woocommerce_set_additional_field_value', 'other/field', false, 'other', $order );
		$this->assertSame( 'waiting', $this->rows( 'reminders' )[0]['state'] );
		do_action( 'woocommerce_set_additional_field_value', 'inkling/contact', false, 'other', $order );
		$this->assertSame( 'withdrawn', $this->rows( 'reminders' )[0]['state'] );
	}

	/** How a purchase is heard of. */
	public function purchases(): array {
		return array(
			'in the same session'             => array( 'classic-cod', array( 'billing_email' => 'work@example.com' ), true ),
			'by a webhook'                    => array( 'card-webhook', array(), true ),
			'of the address, not of its case' => array( 'block-cod', array( 'billing_email' => ' ANNA@example.com' ), true ),
			'of somebody else, by a webhook'  => array( 'card-webhook', array( 'billing_email' => 'bob@example.com' ), false ),
		);
	}

	/** @dataProvider purchases */
	public function test_the_purchase_ends_it( string $trace, array $data, bool $is_ended ): void {
		$this->tick();
		( new Inkling_Trace( $trace, $data ) )->play();
		$this->assertSame( $is_ended ? 'bought' : 'waiting', $this->rows( 'reminders' )[0]['state'] );
		$this->send();
		$this->assertCount( $is_ended ? 0 : 1, $this->mails );
	}

	public function test_an_order_that_nobody_told_of_is_seen_at_the_last_moment(): void {
		$this->tick();
		( new WC_Order() )->inkling_fill( array( 'status' => 'processing', 'billing_email' => 'anna@example.com', 'date_created' => '@' . time() ) )->save();
		$this->send();
		$this->assertSame( array(), $this->mails );
		$this->assertSame( array( 'dropped', '' ), array( $this->rows( 'reminders' )[0]['state'], $this->rows( 'reminders' )[0]['sealed'] ) );
	}

	public function test_one_address_is_left_in_peace_for_days(): void {
		$this->tick();
		$this->send();
		WC()->session->set( 'inkling_cart', 'another cart' );
		$this->tick();
		$this->send();
		$this->assertCount( 1, $this->mails );
	}

	public function test_the_link_ends_reminders_for_good_and_is_not_to_be_guessed(): void {
		$this->tick();
		$customer = $this->rows( 'reminders' )[0]['customer'];
		$link     = Inkling\Woo_Unsubscribe::link( $customer );
		$this->assertStringContainsString( 'form method="post"', $this->open( $link, 'GET' ) );
		$this->assertSame( 'waiting', $this->rows( 'reminders' )[0]['state'] );
		$this->assertStringContainsString( 'not complete', $this->open( substr( $link, 0, -1 ), 'POST' ) );
		$this->assertSame( 'waiting', $this->rows( 'reminders' )[0]['state'] );
		$this->assertStringContainsString( 'Done', $this->open( $link, 'POST' ) );
		$this->send();
		WC()->session->set( 'inkling_cart', 'another cart' );
		$this->tick();
		$this->send();
		$this->assertSame( array(), $this->mails );
		$this->assertFalse( Inkling\Woo_Customers::has_objected( $customer ) );
		$this->open( $link, 'POST', array( 'inkling_objects' => '1' ) );
		$this->assertTrue( Inkling\Woo_Customers::has_objected( $customer ) );
	}

	private function open( string $link, string $method, array $posted = array() ): string {
		wp_parse_str( (string) wp_parse_url( $link, PHP_URL_QUERY ), $_GET );
		$_SERVER['REQUEST_METHOD'] = $method;
		$_POST                     = $posted;
		$die                       = static function () {
			return static function ( $message ) {
				throw new DomainException( $message );
			};
		};
		add_filter( 'wp_die_handler', $die );
		try {
			Inkling\Woo_Unsubscribe::answer();
		} catch ( DomainException $said ) {
			return $said->getMessage();
		} finally {
			remove_filter( 'wp_die_handler', $die );
			$_GET  = array();
			$_POST = array();
		}
		return '';
	}

	private function tick(): void {
		do_action( 'woocommerce_checkout_update_order_review', 'inkling_contact=1&billing_email=anna%40example.com' );
	}

	private function send(): void {
		foreach ( $this->rows( 'reminders' ) as $row ) {
			do_action( Woo_Reminders::SEND, $row['cart'] );
		}
	}
}
