<?php
require_once dirname( __DIR__ ) . '/double/case.php';

final class CartsTest extends Inkling_Woo_Case {

	public function test_what_is_added_says_what_and_for_how_much(): void {
		do_action( 'woocommerce_add_to_cart', 'abc', 7, 2, 0, array(), array() );
		$event = Inkling_Recorder_Double::$events[0];
		$this->assertSame( array( self::VISITOR['v'], 'Product Added' ), array( $event['v'], $event['n'] ) );
		$cart = $event['p']['cart_id'];
		$this->assertMatchesRegularExpression( '/^[0-9a-f]{32}$/', $cart );
		$this->assertSame( array( 'product_id' => '7', 'quantity' => 2, 'price' => 19.95, 'currency' => 'EUR', 'cart_id' => $cart ), $event['p'] );
		$this->assertStringNotContainsString( WC()->session->get( 'inkling_cart' ), wp_json_encode( $event ) );
	}

	public function test_removal_and_return_are_of_the_same_cart(): void {
		do_action( 'woocommerce_add_to_cart', 'abc', 7, 1, 0, array(), array() );
		WC()->cart->removed_cart_contents['abc'] = array( 'product_id' => 7, 'variation_id' => 0, 'quantity' => 1 );
		do_action( 'woocommerce_cart_item_removed', 'abc', WC()->cart );
		WC()->cart->cart_contents['abc'] = WC()->cart->removed_cart_contents['abc'];
		do_action( 'woocommerce_cart_item_restored', 'abc', WC()->cart );
		$this->assertSame( array( 'Product Added', 'Product Removed', 'Product Added' ), Inkling_Recorder_Double::names() );
		$this->assertCount( 1, array_unique( array_map( static function ( $event ) {
			return $event['p']['cart_id'];
		}, Inkling_Recorder_Double::$events ) ) );
		$this->assertCount( 3, array_unique( array_column( Inkling_Recorder_Double::$events, 'i' ) ) );
	}

	public function test_a_variation_is_named_and_priced_itself(): void {
		WC()->products[71] = '25';
		do_action( 'woocommerce_add_to_cart', 'abc', 7, 1, 71, array( 'size' => 'L' ), array() );
		$this->assertSame( array( '7', '71', 25.0 ), array_values( array_intersect_key( Inkling_Recorder_Double::$events[0]['p'], array_flip( array( 'product_id', 'variant', 'price' ) ) ) ) );
	}

	public function test_a_product_without_a_price_has_none(): void {
		WC()->products[7] = '';
		do_action( 'woocommerce_add_to_cart', 'abc', 7, 1, 0, array(), array() );
		$this->assertArrayNotHasKey( 'price', Inkling_Recorder_Double::$events[0]['p'] );
	}

	public function test_a_device_that_is_no_longer_allowed_is_nobodys(): void {
		Inkling_Recorder_Double::$visitor = array( 'm' => 'consented' ) + self::VISITOR;
		Inkling_Consent_Double::$allowed  = array();
		do_action( 'woocommerce_add_to_cart', 'abc', 7, 1, 0, array(), array() );
		Inkling_Consent_Double::$allowed = array( 'analytics' );
		do_action( 'woocommerce_add_to_cart', 'abc', 7, 1, 0, array(), array() );
		$this->assertSame( array( '', self::VISITOR['v'] ), array_column( Inkling_Recorder_Double::$events, 'v' ) );
	}

	/** What is no act of the visitor. */
	public function others(): array {
		return array(
			'a link in a mail'           => array( 'GET', array( 'HTTP_REFERER' => 'https://mail.example/' ), '' ),
			'a link without a page'      => array( 'GET', array(), '' ),
			'a link of another site'     => array( 'GET', array( 'HTTP_SEC_FETCH_SITE' => 'cross-site' ), '' ),
			'a price for a wallet button' => array( 'POST', array(), 'wc_stripe_add_to_cart' ),
			'a browser that refuses'     => array( 'POST', array( 'HTTP_SEC_GPC' => '1' ), '' ),
		);
	}

	/** @dataProvider others */
	public function test_only_acts_of_the_visitor_count( string $method, array $headers, string $ajax ): void {
		$_SERVER['REQUEST_METHOD'] = $method;
		foreach ( $headers as $name => $value ) {
			$_SERVER[ $name ] = $value;
		}
		if ( '' !== $ajax ) {
			$_GET['wc-ajax'] = $ajax;
		}
		do_action( 'woocommerce_add_to_cart', 'abc', 7, 1, 0, array(), array() );
		$this->assertSame( array(), Inkling_Recorder_Double::$events );
		$this->assertNull( WC()->session->get( 'inkling_cart' ) );
	}

	public function test_a_link_of_a_page_of_this_site_counts(): void {
		$_SERVER['REQUEST_METHOD'] = 'GET';
		$_SERVER['HTTP_REFERER']   = home_url( '/shop/' );
		do_action( 'woocommerce_add_to_cart', 'abc', 7, 1, 0, array(), array() );
		$_GET['wc-ajax']           = 'add_to_cart';
		$_SERVER['REQUEST_METHOD'] = 'POST';
		do_action( 'woocommerce_add_to_cart', 'abc', 7, 1, 0, array(), array() );
		$this->assertCount( 2, Inkling_Recorder_Double::$events );
	}

	public function test_reading_the_cart_again_is_nothing(): void {
		for ( $page = 0; $page < 3; $page++ ) {
			do_action( 'woocommerce_cart_loaded_from_session', WC()->cart );
			do_action( 'woocommerce_cart_updated' );
			do_action( 'woocommerce_cart_updated' );
		}
		$this->assertSame( array(), Inkling_Recorder_Double::$events );
	}

	public function test_an_emptied_cart_is_followed_by_another_one(): void {
		do_action( 'woocommerce_add_to_cart', 'abc', 7, 1, 0, array(), array() );
		do_action( 'woocommerce_cart_emptied', true );
		do_action( 'woocommerce_add_to_cart', 'abc', 7, 1, 0, array(), array() );
		$carts = array_map( static function ( $event ) {
			return $event['p']['cart_id'];
		}, Inkling_Recorder_Double::$events );
		$this->assertCount( 2, array_unique( $carts ) );
	}

	public function test_the_order_names_its_cart(): void {
		do_action( 'woocommerce_add_to_cart', 'abc', 7, 1, 0, array(), array() );
		( new Inkling_Trace( 'card-webhook' ) )->play();
		$this->assertSame( Inkling_Recorder_Double::$events[0]['p']['cart_id'], Inkling_Recorder_Double::$events[1]['p']['cart_id'] );
	}

	public function test_with_consent_a_cart_has_one_name_on_all_days(): void {
		WC()->session->set( 'inkling_cart', 'x' );
		$this->assertSame( Inkling\Woo_Hash::keyed( 'cart:x:' . wp_date( 'Y-m-d' ) ), Inkling\Woo_Carts::id( self::VISITOR ) );
		Inkling_Consent_Double::$allowed = array( 'analytics' );
		$this->assertSame( Inkling\Woo_Hash::keyed( 'cart:x' ), Inkling\Woo_Carts::id( self::VISITOR ) );
	}

	public function test_a_request_without_a_session_is_no_fault(): void {
		WC()->session = null;
		do_action( 'woocommerce_add_to_cart', 'abc', 7, 1, 0, array(), array() );
		do_action( 'woocommerce_cart_emptied', true );
		$this->assertArrayNotHasKey( 'cart_id', Inkling_Recorder_Double::$events[0]['p'] );
	}
}
